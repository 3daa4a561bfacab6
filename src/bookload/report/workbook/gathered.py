"""What the sheets show, gathered once; sheets lay it out and write the formulas that lead to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from bookload.base.access import Right
from bookload.base.errors import MissingDataError
from bookload.base.money import SHARE_ONE
from bookload.base.period import Month
from bookload.data.tables import unbound
from bookload.metrics.books.renewals import OwnerRenewals, owned_renewals
from bookload.metrics.books.retention import carried_shares
from bookload.metrics.books.shares import UNASSIGNED
from bookload.metrics.books.signs import Signs, SignsBy, signs
from bookload.metrics.ratios.facts import NOT_STATED
from bookload.metrics.ratios.pay import pay_sum
from bookload.metrics.ratios.ratios import groups
from bookload.metrics.revenue.committed import Change, Committed, committed, committed_changes
from bookload.metrics.revenue.concentration import Concentration, concentration
from bookload.metrics.revenue.known import last_over
from bookload.metrics.revenue.movements.bridges import Movements, movements
from bookload.metrics.revenue.rates.exchange import read_rates
from bookload.metrics.revenue.renewals import Renewals, renewals
from bookload.metrics.revenue.retention.cohorts import Cohorts, cohorts
from bookload.metrics.revenue.retention.retention import RetentionRow, retention
from bookload.metrics.team.people import Staff, staff
from bookload.metrics.team.pools import pools
from bookload.report.answer import Answer, answer
from bookload.report.provenance import Held, Provenance, provenance
from bookload.report.team import Team, team

if TYPE_CHECKING:
    from bookload.data.documents import Policy

MOVEMENT_MONTHS = 24
TOP = 20
"""The largest accounts that are listed."""
SIGN_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Carried:
    """An account, or a share of it (x 10^4), in somebody's book: their part of its ARR, in quanta."""

    owner: str
    kind: str
    account_id: str
    account: str
    share: int
    arr: int


@dataclass(frozen=True)
class Gathered:
    """Everything in the workbook, for one reader.

    `books` is None without the right to names. `ote` holds the OTE of the CSMs who count by month, None where
    it is hidden; `target_rate` is what one unit of the targets' currency is worth, None without a rate.
    """

    answer: Answer
    policy: Policy
    currency: str
    team: Team
    staff: Staff
    movements: Movements
    signs: tuple[Signs, ...]
    retention: tuple[RetentionRow, ...]
    cohorts: Cohorts
    committed: Committed
    changes: tuple[Change, ...]
    renewals: Renewals
    renewal_owners: tuple[OwnerRenewals, ...] | None
    concentration: Concentration
    books: tuple[Carried, ...] | None
    ote: Mapping[Month, Fraction | None]
    target_rate: Fraction | None
    provenance: Provenance
    shows_pay: bool
    shows_pay_of_groups: bool
    shows_time: bool


def gathered(reader: Held) -> Gathered:
    """Return what the workbook of a reader of all rows shows; raise `AccessDeniedError` for others."""
    reader.access.demand({Right.ALL_ROWS}, "the report")
    found = answer(reader)
    last = found.month
    over = last_over(reader)
    seen: tuple[SignsBy, ...] = ("company", "segment", "person")
    if not reader.access.allows(Right.PERSON_NAMES):
        seen = ("company", "segment")
    named = reader.access.allows(Right.PERSON_NAMES)
    due, owners = owned_renewals(reader) if named else (renewals(reader), None)
    return Gathered(
        answer=found,
        policy=reader.policy,
        currency=reader.policy.company.currency,
        team=team(reader),
        staff=staff(reader),
        movements=movements(reader, "month", max(reader.months[0], last - (MOVEMENT_MONTHS - 1)), last),
        signs=tuple(signs(reader, by, over - (SIGN_MONTHS - 1), over) for by in seen),
        retention=tuple(retention(reader)),
        cohorts=cohorts(reader, "quarter"),
        committed=committed(reader),
        changes=committed_changes(reader).rows,
        renewals=due,
        renewal_owners=owners,
        concentration=concentration(reader, tops=(TOP,)),
        books=_books(reader, last) if reader.access.allows(Right.PERSON_NAMES) else None,
        ote=_ote(reader, [row.month for row in found.trend]),
        target_rate=_target_rate(reader),
        provenance=provenance(reader),
        shows_pay=reader.access.allows(Right.PAY_GROUP),
        shows_pay_of_groups=reader.access.allows(Right.PAY_PERSON),
        shows_time=reader.access.rights >= {Right.TIME_PERSON, Right.PERSON_NAMES},
    )


def _books(reader: Held, month: Month) -> tuple[Carried, ...]:
    rows = carried_shares(reader)
    held = rows.filter(rows.month == month.ordinal)
    named = held.inner_join(unbound("accounts").select("account_id", "name"), "account_id")
    people, groups_ = staff(reader).people, pools(reader)
    read: list[dict[str, Any]] = reader.collect(named).rows()
    found = []
    for row in read:
        owner = row["owner_id"]
        person = people.get(owner)
        kind = "nobody" if owner == UNASSIGNED else "pool" if owner in groups_ else "person"
        name = (person.name if person else groups_.names.get(owner)) or owner or "(unassigned)"
        arr = row["closing"] * row["share"] // SHARE_ONE
        found.append(Carried(name, kind, row["account_id"], row["name"], row["share"], arr))
    return tuple(sorted(found, key=lambda each: (each.kind, each.owner, -each.arr, each.account_id)))


def _ote(reader: Held, months: list[Month]) -> Mapping[Month, Fraction | None]:
    if not reader.access.allows(Right.PAY_GROUP):
        return {}
    company = groups(reader, "company")
    return {
        month: pay_sum(reader, month, "ote", None, company[month][NOT_STATED].parts)
        if NOT_STATED in company[month]
        else None
        for month in months
    }


def _target_rate(reader: Held) -> Fraction | None:
    try:
        return read_rates(reader).on(reader.policy.targets.currency, reader.as_of).value
    except MissingDataError:
        return None
