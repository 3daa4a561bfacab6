"""What it costs to serve, opened: the rate of each role, and the minutes that accounts take of it."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from bookload.base.access import Right
from bookload.planning.cost import costs
from bookload.report.explain.explanation import Explanation, Step
from bookload.report.figures import number, percent, units

if TYPE_CHECKING:
    from bookload.data.reader import Reader
    from bookload.planning.cost import Costs

DEFINITION = (
    "What the time that accounts take costs: the minutes that the journey asks for each, at what a minute of "
    "the role costs, and the direct costs of its segment. What nobody takes is unused, and no account's cost."
)
FORMULA = "cost = Σ roles minutes × (pay + on-costs + other costs) / practical minutes + direct costs"
RATE_PLACES = 4


def served_cost(reader: Reader, subject: str | None) -> Explanation:
    """Return the cost of serving all accounts in the last month that is over, or one of them."""
    found = costs(reader)
    currency = reader.policy.company.currency
    if subject is None:
        whole = found.total.cost
    else:
        whole = next((row.cost for row in found.accounts if row.account_id == subject), None)
    value = units(whole, currency)
    steps = (_rates(found, currency), _taken(reader, found, subject), _rest(found, currency))
    return Explanation("cost_of_accounts", subject, value, DEFINITION, FORMULA, steps)


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
        needs=frozenset({Right.PAY_GROUP}),
    )


def _taken(reader: Reader, found: Costs, subject: str | None) -> Step:
    """Return the minutes by role; of one account by activity, as the journey asks for them."""
    rows = [row for row in found.served if subject in (None, row.account_id)]
    sums: dict[str, Fraction] = {}
    for row in rows:
        for role, minutes in row.minutes.items():
            sums[role] = sums.get(role, Fraction(0)) + minutes
    direct = units(sum((row.direct for row in rows), Fraction(0)), reader.policy.company.currency)
    whole = number(sum(sums.values(), Fraction(0)), 0)
    return Step(
        text=f"Minutes that {subject or 'all accounts'} take of each role; direct costs are {direct}",
        columns=("role", "minutes"),
        rows=tuple((role, number(minutes, 0)) for role, minutes in sorted(sums.items())),
        source="journey.toml",
        total=f"{whole} minutes",
    )


def _rest(found: Costs, currency: str) -> Step:
    parts = (found.total.cost, found.unused, found.stranded, found.supplied)
    served, unused, stranded, supplied = (units(part, currency) or "n/a" for part in parts)
    return Step(
        text=f"served {served} + unused {unused} + stranded {stranded} = supplied {supplied}",
        total=supplied,
        needs=frozenset({Right.PAY_GROUP}),
    )
