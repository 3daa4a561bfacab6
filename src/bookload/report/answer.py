"""The one-page answer: what every rendering of the report shows, gathered once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import ibis

from bookload.base.period import Month
from bookload.data.once import once_along
from bookload.data.tables import unbound
from bookload.metrics.books.signs import Signs, signs
from bookload.metrics.ratios.assessment import Assessment, assess
from bookload.metrics.ratios.ratios import RatioRow, ratios
from bookload.metrics.ratios.uncounted import uncounted_owners, unknown_roles
from bookload.metrics.revenue.known import last_over
from bookload.metrics.revenue.movements.bridges import movements
from bookload.metrics.team.people import role_word
from bookload.planning.capacity import capacity
from bookload.planning.journey import head_weights
from bookload.report.explain.retention import last_rate
from bookload.report.figures import annual

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bookload.data.reader import Reader
    from bookload.metrics.revenue.movements.bridges import Movements
    from bookload.metrics.revenue.retention.retention import RetentionRow
    from bookload.planning.capacity import Capacity, CapacityRow, Implied

TREND_MONTHS = 13
"""A year of months and the one that it opens with."""

PASSING = frozenset({"ramping", "long_leave"})
"""Reasons to count for nothing that pass by themselves, and want no look."""

NAMED = 5
"""Owners who are named one by one."""


@dataclass(frozen=True)
class Answer:
    """Everything on the page, as of one date, for one reader.

    `assessment` is the company's ratios at the date with target, verdict and benchmarks; `trend` the ratios
    of the year up to it, `segments` those of each segment at it. `retention` is of the latest year that is
    over, None where the data knows none. `signs` are those of the latest month that is over, of the company
    and of its segments. `need` is the revenue role's row of the month; its `assumed` says
    whether hours are published averages. `missing` tells what reads n/a or is assumed, and what to add.
    """

    month: Month
    assessment: Assessment
    trend: tuple[RatioRow, ...]
    segments: tuple[RatioRow, ...]
    bridge: Movements
    retention: RetentionRow | None
    signs: tuple[Signs, Signs]
    capacity: Capacity
    need: CapacityRow | None
    implied: Implied | None
    missing: tuple[str, ...]

    @property
    def company(self) -> RatioRow:
        """The company's ratios at the date."""
        return self.assessment.row


@once_along
def answer(reader: Reader) -> Answer:
    """Return the answer for a reader of all rows."""
    month = Month.of(reader.as_of)
    over = last_over(reader)
    load = capacity(reader)
    return Answer(
        month=month,
        assessment=assess(reader),
        trend=ratios(reader, months=_trend(month)).rows,
        segments=ratios(reader, "segment", head_weights(reader, (month,)), {month}).rows,
        bridge=movements(reader, "month", max(reader.months[0], month - (TREND_MONTHS - 2)), month),
        retention=last_rate(reader),
        signs=(signs(reader, "company", over, over), signs(reader, "segment", over, over)),
        capacity=load,
        need=load.row(month, role_word(reader.policy.revenue.revenue_role)),
        implied=next((row for row in load.implied if row.month == month), None),
        missing=_missing(reader),
    )


def _trend(month: Month) -> frozenset[Month]:
    return frozenset(month - back for back in range(TREND_MONTHS))


def _missing(reader: Reader) -> tuple[str, ...]:
    """Return what reads n/a, or is assumed, for want of a table, and what to add."""
    wants = {
        "positions": "no positions: roles, ramp and promotions are not known by date; import positions",
        "pay": "no pay: ARR per OTE reads n/a and the target is not scaled; import pay",
        "activities": "no activities: hours are modelled, not measured; import activities or calendars",
    }
    found = [*_uncounted(reader), *(words for table, words in wants.items() if not reader.has(table))]
    if reader.known_from is not None:
        found.append(
            f"the data knows nothing before {reader.known_from}: movements and retention begin there; "
            "import older rows, or mrr_history, or import again as time goes by"
        )
    if _touch_assumed(reader):
        found.append(
            f"no touch models: every account is taken as {reader.policy.touch.default} touch, on which the "
            "target depends; add a column touch_model to the accounts, or say it by segment in bookload.toml"
        )
    if not reader.journey.activities:
        found.append("no journey: required heads come from published averages; write journey.toml")
    return tuple(found)


def _uncounted(reader: Reader) -> Iterator[str]:
    """Yield who counts for nothing though they own accounts, or for want of a role that is known."""
    month, currency = Month.of(reader.as_of), reader.policy.company.currency
    owners = [each for each in uncounted_owners(reader, month) if each.head.reason not in PASSING]
    if owners:
        arr = annual(sum(each.arr for each in owners), currency)
        heads = [each.head for each in owners[:NAMED]]
        who = ", ".join(f"{head.person_id} ({head.role or 'not employed'})" for head in heads)
        more = f" and {len(owners) - NAMED} more" if len(owners) > NAMED else ""
        yield (
            f"{arr} {currency} of ARR is owned by people who do not count as CSMs: {who}{more}; it counts in "
            "total and not in covered. If they are CSMs, say so under [team] roles in bookload.toml; else "
            "give the accounts to somebody who counts"
        )
    for role, people in unknown_roles(reader, month).items():
        yield (
            f"the role '{role}' is not known, so the {people} people in it do not count; if they are CSMs, "
            f'add "{role}" = "csm" to roles under [team] in bookload.toml'
        )


def _touch_assumed(reader: Reader) -> bool:
    """Return whether nothing tells how accounts are looked after, so that the default stands in."""
    accounts, events = unbound("accounts"), unbound("account_events")
    touch = reader.policy.touch
    if touch.by_segment or touch.by_tier:
        return False
    stated = accounts.filter(accounts.touch_model.notnull()).select("account_id")
    changed = events.filter(events.kind == "touch_model").select("account_id")
    told = ibis.union(stated, changed)
    return not reader.collect(told.aggregate(accounts=told.count())).rows()[0]["accounts"]
