"""The tables of the page: text already, in the order in which they are shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from bookload.base.access import Right
from bookload.metrics.team.people import staff
from bookload.report.charts.scale import lengths
from bookload.report.figures import annual, monthly, number, percent, units
from bookload.report.page.figure import signed
from bookload.report.page.front import month_words
from bookload.report.page.grid import Grid
from bookload.report.topics.movements import BRIDGE

if TYPE_CHECKING:
    from bookload.base.access import Access
    from bookload.data.reader import Reader
    from bookload.metrics.ratios.benchmarks import Benchmark, Comparison
    from bookload.planning.capacity import PersonLoad
    from bookload.report.answer import Answer

NONE_STATED = "(none stated)"


@dataclass(frozen=True, slots=True)
class Load:
    """One person's month: the utilisation as text, and what it means (None where that is not said)."""

    shown: str | None
    load: str | None
    assumed: bool
    hours: str


@dataclass(frozen=True, slots=True)
class Loads:
    """Utilisation by person and month; a row is a name, a role, and a load a month."""

    months: tuple[str, ...]
    rows: tuple[tuple[str, str, tuple[Load | None, ...]], ...]
    target: str
    assumed: bool


@dataclass(frozen=True, slots=True)
class Benchmarks:
    """Published figures of one ratio, with ours and where it stands to each."""

    label: str
    ours: str | None
    grid: Grid


def trend_grid(answer: Answer, currency: str) -> Grid:
    """Return the ratios of each month of the trend."""
    rows = tuple(
        (
            month_words(row.month),
            annual(row.arr, currency),
            number(row.csms, 2),
            units(row.arr_per_csm, currency),
            units(row.covered_arr_per_csm, currency),
            number(row.accounts_per_csm),
        )
        for row in answer.trend
    )
    return Grid(("month", "ARR", "CSMs", "ARR per CSM", "covered", "accounts per CSM"), rows)


def bridge_grid(answer: Answer, currency: str) -> Grid:
    """Return the bridge by month; movements that are zero in every month are left out."""
    shown = [
        name
        for name in BRIDGE
        if name in ("opening", "closing") or any(getattr(row, name) for row in answer.bridge.rows)
    ]
    rows = tuple(
        (month_words(row.month), *(signed(monthly(getattr(row, name), currency)) for name in shown))
        for row in answer.bridge.rows
    )
    return Grid(("month", *(name.replace("_", " ") for name in shown)), rows)


def hours_grid(answer: Answer) -> Grid:
    """Return hours and heads by month and role."""
    rows = tuple(
        (
            month_words(row.month),
            row.role.replace("_", " "),
            number(row.demand_hours, 0),
            number(row.supply_hours, 0),
            _used(percent(row.utilisation, 0), row.load),
            number(row.need, 1),
            None if row.need_low is None else f"{row.need_low:.1f} to {row.need_high:.1f}",
            number(row.have, 1),
            _binding(row.binding, assumed=row.assumed),
        )
        for row in answer.capacity.rows
    )
    columns = (
        "month",
        "role",
        "hours asked",
        "hours there",
        "used",
        "heads asked",
        "band",
        "heads there",
        "binds",
    )
    return Grid(columns, rows, words=2)


def _used(shown: str | None, load: str | None) -> str | None:
    return f"{shown} {load}" if shown and load and load != "within" else shown


def _binding(binding: str | None, *, assumed: bool) -> str | None:
    return f"{binding} (ASSUMED)" if binding and assumed else binding


def segment_grid(answer: Answer, access: Access, currency: str) -> Grid | None:
    """Return the ratios of each segment at the date; None where there is but one."""
    segments = [row for row in answer.segments if row.arr or row.csms or row.accounts]
    if len(segments) < 2:  # noqa: PLR2004 - one segment is the company
        return None
    ote = access.allows(Right.PAY_PERSON)
    rows = tuple(
        (
            row.group or NONE_STATED,
            annual(row.arr, currency),
            number(row.accounts, 0),
            number(row.csms, 2),
            number(row.accounts_per_csm),
            units(row.arr_per_csm, currency),
            *([number(row.arr_per_ote)] if ote else []),
        )
        for row in segments
    )
    columns = (
        "segment",
        "ARR",
        "accounts",
        "CSMs",
        "accounts per CSM",
        "ARR per CSM",
        *(["ARR per OTE"] if ote else []),
    )
    return Grid(columns, rows, bars=lengths([row.arr_per_csm for row in segments]), bar_column=5)


def loads(reader: Reader, answer: Answer) -> Loads | None:
    """Return utilisation by person and month; None without the rights to people's time and names."""
    people = answer.capacity.people
    if people is None or not reader.access.rights >= {Right.TIME_PERSON, Right.PERSON_NAMES}:
        return None
    named = staff(reader)
    months = sorted({row.month for row in people})
    found = {(row.person_id, row.month): row for row in people}
    listed = []
    for person in {row.person_id for row in people}:
        known = named.people.get(person)
        position = named.position(person, answer.capacity.as_of)
        role = position.role.replace("_", " ") if position else ""
        name = (known.name if known else None) or person
        listed.append((name, role, tuple(_load(found.get((person, month))) for month in months)))
    target = reader.policy.working_time.target_utilisation
    return Loads(
        months=tuple(month_words(month) for month in months),
        rows=tuple(sorted(listed, key=lambda row: (row[1], row[0]))),
        target=percent(Fraction(target), 0) or "",
        assumed=any(row.assumed for row in people),
    )


def _load(row: PersonLoad | None) -> Load | None:
    if row is None:
        return None
    return Load(
        shown=percent(row.utilisation, 0),
        load=row.load,
        assumed=row.assumed,
        hours=f"{number(row.hours_asked, 0)} of {number(row.hours_available, 0) or 'n/a'} hours",
    )


LABELS = {
    "arr_per_csm": "ARR per CSM",
    "accounts_per_csm": "Accounts per CSM",
    "arr_per_ote": "ARR per OTE",
    "cs_cost_share_of_arr": "Cost to serve, as a share of ARR",
}
OF_PAY = frozenset({"arr_per_ote", "cs_cost_share_of_arr"})


def benchmarks(answer: Answer, access: Access, currency: str) -> tuple[Benchmarks, ...]:
    """Return the published figures beside the ratios that they are of."""
    row, judged = answer.company, answer.assessment
    ratio = row.covered_arr_per_csm if judged.basis == "covered" else row.arr_per_csm
    ours = {
        "arr_per_csm": _with(units(ratio, currency), currency),
        "accounts_per_csm": number(row.accounts_per_csm),
        "arr_per_ote": number(row.arr_per_ote),
        "cs_cost_share_of_arr": percent(row.cost_to_serve),
    }
    return tuple(
        Benchmarks(label, ours[metric], _published(judged.benchmarks[metric]))
        for metric, label in LABELS.items()
        if metric in judged.benchmarks and (metric not in OF_PAY or access.allows(Right.PAY_GROUP))
    )


def _with(amount: str | None, unit: str) -> str | None:
    return f"{amount} {unit}" if amount else None


def _published(compared: Sequence[Comparison]) -> Grid:
    rows = tuple(
        (
            _value(each.benchmark),
            each.benchmark.scope,
            each.benchmark.source,
            each.benchmark.year,
            each.benchmark.grade,
            each.standing,
        )
        for each in compared
    )
    return Grid(("published", "scope", "source", "year", "grade", "ours is"), rows, words=6)


def _value(benchmark: Benchmark) -> str:
    parts = [part for part in (benchmark.low, benchmark.value, benchmark.high) if part is not None]
    if benchmark.unit == "share":
        shown = [str(percent(Fraction(part), 0)) for part in parts]
        return " to ".join(dict.fromkeys(shown))
    amounts = " to ".join(dict.fromkeys(f"{part.normalize():,f}" for part in parts))
    return f"{amounts} {benchmark.unit}" if benchmark.is_money else amounts
