"""What it costs to serve, opened: the rate of each role, the accounts that take it, and their activities."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from bookload.base.access import Right
from bookload.base.errors import UsageError
from bookload.metrics.revenue.attributes import attribute
from bookload.planning.cost import costs
from bookload.planning.journey import demand
from bookload.report.explain.explanation import Explanation, Step
from bookload.report.explain.parts import adding_up
from bookload.report.figures import number, percent, units

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bookload.base.period import Month
    from bookload.data.reader import Reader
    from bookload.planning.cost import Costs
    from bookload.planning.cost.served import Served
    from bookload.planning.journey import Demand

DEFINITION = (
    "What the time that accounts take costs: the minutes that the journey asks for each, at what a minute of "
    "the role costs, and the direct costs of its segment. What nobody takes is unused, and no account's cost."
)
FORMULA = "cost = Σ roles minutes × (pay + on-costs + other costs) / practical minutes + direct costs"
RATE_PLACES = 4
PLACES = 2
MINUTES_AN_HOUR = 60
OF_PAY = frozenset({Right.PAY_GROUP})
NONE = Fraction(0)


def served_cost(reader: Reader, subject: str | None) -> Explanation:
    """Return the cost of serving all accounts in the month that `costs` takes, a segment's, or one account's.

    Its accounts, and its activities with the direct costs, each sum to it. Raises `UsageError` for what is
    neither an account nor a segment.
    """
    found = costs(reader)
    (month,) = found.months
    segments = _segments(reader, month)
    rows = _chosen(found, segments, subject)
    currency = reader.policy.company.currency
    value = number(_cost(rows), PLACES)
    work = _activities(found, demand(reader, found.months), rows, currency)
    named = (_accounts(rows, segments),) if subject not in {row.account_id for row in rows} else ()
    steps = (_rates(found, currency), *named, work, _rest(found, currency))
    return Explanation("cost_of_accounts", subject, value, DEFINITION, FORMULA, steps)


def _segments(reader: Reader, month: Month) -> Mapping[str, str | None]:
    rows = attribute(reader, "segment")
    listed: list[dict[str, Any]] = reader.collect(
        rows.filter(rows.month == month.ordinal).select("account_id", "value")
    ).rows()
    return {row["account_id"]: row["value"] for row in listed}


def _chosen(found: Costs, segments: Mapping[str, str | None], subject: str | None) -> Sequence[Served]:
    if subject is None:
        return found.served
    rows = [row for row in found.served if subject in (row.account_id, segments.get(row.account_id))]
    if not rows:
        message = f"'{subject}' is neither an account nor a segment that took or paid anything in "
        raise UsageError(message + f"{found.months[0]}; `bookload costs --accounts 0` lists segments")
    return [row for row in rows if row.account_id == subject] or rows


def _cost(rows: Sequence[Served]) -> Fraction | None:
    known = [row.cost for row in rows if row.cost is not None]
    return sum(known, NONE) if len(known) == len(rows) else None


def _rates(found: Costs, currency: str) -> Step:
    return Step(
        text=f"What a minute of each role costs in {found.months[-1]}, {currency}",
        columns=("role", "heads", "minutes there", "supplied", "a minute", "unused"),
        rows=tuple(
            (
                each.role,
                number(each.heads, 2),
                number(each.practical_minutes, 0),
                units(each.supplied, currency),
                number(each.rate, RATE_PLACES),
                percent(each.unused_share),
            )
            for each in found.pools
        ),
        source="pay",
        needs=OF_PAY,
    )


def _accounts(rows: Sequence[Served], segments: Mapping[str, str | None]) -> Step:
    """Return the accounts, the costliest first, with what their costs come to."""
    ordered = sorted(rows, key=lambda row: (-(row.cost or NONE), row.account_id))
    shown = adding_up([row.cost for row in ordered], PLACES)
    return Step(
        text=f"{len(rows)} accounts that took or paid anything: minutes of all roles, direct costs, cost",
        columns=("account_id", "segment", "minutes", "direct", "cost"),
        rows=tuple(
            (
                row.account_id,
                segments.get(row.account_id),
                number(sum(row.minutes.values(), NONE), 1),
                number(row.direct, PLACES),
                cost,
            )
            for row, cost in zip(ordered, shown, strict=True)
        ),
        source="accounts",
        total=number(_cost(rows), PLACES),
    )


def _activities(found: Costs, asked: Demand, rows: Sequence[Served], currency: str) -> Step:
    """Return the minutes of each activity and role at the role's rate, and the direct costs."""
    minutes = _minutes(asked, {row.account_id for row in rows})
    rates = {each.role: NONE if each.unstaffed else each.rate for each in found.pools}
    ordered = sorted(minutes, key=lambda each: (-minutes[each], each))
    costed = [None if rates[role] is None else minutes[name, role] * rates[role] for name, role in ordered]  # type: ignore[operator]
    direct = sum((row.direct for row in rows), NONE)
    shown = adding_up([*costed, direct], PLACES)
    listed = [
        (name, role, number(minutes[name, role], 1), number(rates[role], RATE_PLACES), cost)
        for (name, role), cost in zip(ordered, shown, strict=False)
    ]
    idle = sorted({each.role for each in found.pools if each.unstaffed})
    told = f"; nobody is there as {', '.join(idle)}: nothing is spent on it" if idle else ""
    return Step(
        text=f"Minutes of each activity at its role's rate, {currency}{told}",
        columns=("activity", "role", "minutes", "a minute", "cost"),
        rows=(*listed, ("direct costs", None, None, None, shown[-1])),
        source="journey.toml",
        total=number(_cost(rows), PLACES),
    )


def _minutes(asked: Demand, accounts: set[str]) -> Mapping[tuple[str, str], Fraction]:
    """Return the likely minutes of some accounts by activity and role."""
    sums: dict[tuple[str, str], Fraction] = defaultdict(Fraction)
    for (account, activity, role), hours in asked.totals("account_id", "activity", "role").items():
        if account in accounts and hours.likely:
            sums[str(activity), str(role)] += hours.likely * MINUTES_AN_HOUR
    return sums


def _rest(found: Costs, currency: str) -> Step:
    parts = (found.total.cost, found.unused, found.stranded, found.supplied)
    served, unused, stranded, supplied = (units(part, currency) or "n/a" for part in parts)
    return Step(
        text=f"served {served} + unused {unused} + stranded {stranded} = supplied {supplied}",
        total=supplied,
        needs=OF_PAY,
    )
