"""What the figures of a report came from: enough to compute them again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import TYPE_CHECKING, Protocol

from bookload import __version__
from bookload.base.access import Right
from bookload.base.money import half_away, scaled
from bookload.data.reader import Reader
from bookload.metrics.revenue.rates.conversion import month_factors, rates_day
from bookload.metrics.revenue.rates.exchange import read_rates

if TYPE_CHECKING:
    from bookload.base.access import Access
    from bookload.data.snapshots import Manifest
    from bookload.report.document import Head


BESIDE = (
    "Effort, calibration, capacity, costs, forecast, hiring plan, levers, scenarios and published ratios "
    "have pages and workbooks of their own, with charts and live formulas: bookload costs --html costs.html "
    "--xlsx costs.xlsx, and so effort, calibrate, capacity, forecast, plan, levers, compare and sizing."
)
"""Where the other results are, said on the report's page and in its workbook."""


class Held(Reader, Protocol):
    """A reader that also knows what it reads: a workspace."""

    @property
    def head(self) -> Head:
        """What every document about it begins with."""
        ...

    @property
    def manifest(self) -> Manifest | None:
        """What the snapshot says of itself; None for a company in memory."""
        ...

    @property
    def documents(self) -> Mapping[str, str]:
        """The sha256 of the policy and the journey, by name."""
        ...


@dataclass(frozen=True, slots=True)
class File:
    """An imported file: its name and the sha256 of its bytes, which stay in the workspace.

    The hash is None without the right to single people's pay: who knows all of a file but one salary could
    try salaries until the hash agrees.
    """

    name: str
    sha256: str | None


@dataclass(frozen=True, slots=True)
class UsedRate:
    """What one unit of a currency counts for in the workspace's, and the day that the rate is of.

    `own` tells a rate of the workspace's `fx_rates` from a built-in one of the European Central Bank.
    """

    currency: str
    value: Fraction
    day: date
    own: bool

    @property
    def shown(self) -> str:
        """The rate at six places, rounded half away from zero."""
        return str(scaled(half_away(self.value.numerator * 10**6, self.value.denominator), 6))


@dataclass(frozen=True)
class Provenance:
    """What a report was computed from, and by what. `None` where a company in memory has none.

    `only` says which accounts it is of, in words; empty where it is of all that the reader sees.
    """

    workspace: str
    role: str
    only: str
    as_of: date
    currency: str
    profile: str
    snapshot: str | None
    content: str | None
    loaded_at: datetime | None
    data_through: date | None
    known_from: date | None
    files: tuple[File, ...]
    tables: Mapping[str, int]
    documents: Mapping[str, str]
    rates: tuple[UsedRate, ...]
    notes: tuple[str, ...]
    imported_by: str | None
    program: str
    findings: int


def provenance(reader: Held) -> Provenance:
    """Return what a reader's figures came from.

    `rates` are those of `as_of`, or of the day that the policy names; a month in the past has its own, and
    `notes` say where an earlier day's had to serve in the last twelve months.
    """
    head, manifest = reader.head, reader.manifest
    factors = month_factors(reader)
    return Provenance(
        workspace=head.workspace,
        role=reader.access.role,
        only=only(reader.access),
        as_of=head.as_of,
        currency=head.currency,
        profile=head.profile,
        snapshot=head.snapshot,
        content=manifest.content if manifest else None,
        loaded_at=manifest.loaded_at if manifest else None,
        data_through=manifest.data_through if manifest else None,
        known_from=reader.known_from,
        files=_files(reader, manifest),
        tables=_tables(reader, manifest),
        documents=reader.documents,
        rates=_rates(reader, set(factors.table.column("currency").to_pylist())),
        notes=factors.notes(reader.months[-1] - 11, reader.months[-1]),
        imported_by=manifest.program if manifest else None,
        program=__version__,
        findings=head.findings,
    )


def only(access: Access) -> str:
    """Return which accounts are asked about: `segment SMB, region EU`; empty for all of them."""
    return ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in access.chosen)


def _files(reader: Held, manifest: Manifest | None) -> tuple[File, ...]:
    hashed = reader.access.allows(Right.PAY_PERSON)
    listed = sorted((name, sha256) for sha256, name in manifest.files.items()) if manifest else []
    return tuple(File(name, sha256 if hashed else None) for name, sha256 in listed)


def _tables(reader: Held, manifest: Manifest | None) -> Mapping[str, int]:
    """Return how many rows each table has; that of pay is not told without a right to pay."""
    counted = manifest.tables if manifest else {}
    hidden = set() if reader.access.allows(Right.PAY_GROUP) else {"pay"}
    return {name: rows for name, rows in counted.items() if rows and name not in hidden}


def _rates(reader: Reader, currencies: set[str]) -> tuple[UsedRate, ...]:
    rates, day = read_rates(reader), rates_day(reader.policy, reader.as_of)
    found = []
    for currency in sorted(currencies - {rates.currency}):
        rate = rates.on(currency, day)
        own = rates.is_own(currency, day)
        found.append(UsedRate(currency, rate.value, rate.day, own))
    return tuple(found)
