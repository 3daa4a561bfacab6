"""What the team's capacity costs, who takes it, and what is left unused."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from typing import TYPE_CHECKING

from bookload.base.access import Right
from bookload.base.money import exact_text, half_away, minor_units, scaled, split_exactly
from bookload.report.document import amount_text, plain
from bookload.report.figures import number, percent, units
from bookload.report.terminal import Part, table

if TYPE_CHECKING:
    from bookload.base.access import Access
    from bookload.planning.cost import AccountCost, Costs, GroupCost, Pool
    from bookload.report.document import Document, Json

RATE_PLACES = 6
MONEY = (
    "direct",
    "pay",
    "on_costs",
    "other",
    "supplied",
    "used",
    "unused",
    "revenue",
    "cost",
    "margin",
    "cost_per_account",
)


def body(costs: Costs, access: Access, currency: str) -> Document:
    """Return pools, groups and accounts; what comes from pay is absent for who may not see it."""
    places = minor_units(currency)
    shown: Document = {
        "months": [str(month) for month in costs.months],
        "running": plain(costs.running, None),
        "by": costs.by,
        "assumed": costs.assumed,
        "pools": [_row(each, access, places) for each in costs.pools],
        "groups": [_row(each, access, places) for each in costs.groups],
        "total": _row(costs.total, access, places),
        "direct": amount_text(costs.direct, places),
        "stranded": amount_text(costs.stranded, places),
        "beside": [{"role": role, "heads": float(heads)} for role, heads in costs.beside],
        "accounts": [_row(each, access, places) for each in costs.accounts],
        "findings_here": [plain(each, access) for each in costs.findings],
    }
    if access.allows(Right.PAY_GROUP):
        shown["supplied"] = amount_text(costs.supplied, places)
        shown["unused"] = amount_text(costs.unused, places)
        if costs.supplied is not None:
            shown |= _added_up(shown, costs, places)
    return shown


def _added_up(shown: Document, costs: Costs, places: int) -> Document:
    """Return the costs such that their texts add up to the minor unit; what rounding left is on the largest.

    served + unused + stranded = supplied, and both accounts and groups = served.
    """
    whole = _minor(costs.supplied, places)
    parts = [_minor(part, places) for part in (costs.total.cost, costs.unused, costs.stranded)]
    served, unused, stranded = split_exactly(whole, parts)
    found: Document = {"unused": _text(unused, places), "stranded": _text(stranded, places)}
    found["total"] = _with_cost(shown["total"], served, places)
    for name, rows in (("accounts", costs.accounts.rows), ("groups", costs.groups.rows)):
        each = split_exactly(served, [_minor(row.cost, places) for row in rows])
        listed = shown[name]
        assert isinstance(listed, list)  # noqa: S101 - narrows the type
        found[name] = [_with_cost(row, cost, places) for row, cost in zip(listed, each, strict=True)]
    return found


def _minor(amount: Fraction | None, places: int) -> int:
    """Return an amount that is known in minor units."""
    assert amount is not None  # noqa: S101 - all parts of what is supplied are known where it is
    return half_away(amount.numerator * 10**places, amount.denominator)


def _text(minor: int, places: int) -> str:
    return exact_text(scaled(minor, places), places)


def _with_cost(row: Json, cost: int, places: int) -> Json:
    assert isinstance(row, dict)  # noqa: S101 - narrows the type
    return {**row, "cost": _text(cost, places)}


def _row(row: Pool | GroupCost | AccountCost, access: Access, places: int) -> Json:
    """Return a row with its amounts as text: money to the minor unit, a rate to six places."""
    found = plain(row, access)
    assert isinstance(found, dict)  # noqa: S101 - narrows the type
    for name in MONEY:
        if name in found:
            found[name] = amount_text(getattr(row, name), places)
    if "rate" in found:
        found["rate"] = amount_text(getattr(row, "rate", None), RATE_PLACES)
    return found


def tables(costs: Costs, access: Access, currency: str, accounts: int) -> list[Part]:
    """Return the pools, the groups with their margins, and the accounts that cost most (or take most)."""
    paid = access.allows(Right.PAY_GROUP)
    parts: list[Part] = [_pools(costs, currency, paid=paid), _groups(costs, currency, paid=paid)]
    if accounts:
        parts.append(_accounts(costs, currency, accounts, paid=paid))
    if costs.running is not None:
        parts.append(
            f"{costs.months[-1]} is not over: heads and MRR are those of {costs.running}, hours and costs "
            "those of the whole month."
        )
    if costs.stranded:
        parts.append(
            f"{units(costs.stranded, currency)} {currency} of other costs belong to a role without people or "
            "that is asked for nothing, or to a segment without accounts."
        )
    if costs.beside:
        there = ", ".join(f"{role} {number(heads)}" for role, heads in costs.beside)
        parts.append(
            f"Without a pool, for the journey asks nothing of them: {there}. Their pay is not in these "
            "costs, and costs of everybody go to the roles above by their heads."
        )
    parts += _unstaffed(costs)
    if paid and costs.supplied is None:
        parts.append("n/a: the pay of a role that is asked for is not known, or may not be shown")
    if costs.assumed:
        parts.append("Minutes are ASSUMED from published averages: write your journey into journey.toml.")
    return parts


def _unstaffed(costs: Costs) -> list[Part]:
    """Return what is asked of roles without people: nothing is spent on it, which margins do not show."""
    asked: dict[str, Fraction] = defaultdict(Fraction)
    for each in costs.pools:
        asked[each.role] += each.asked_minutes if each.unstaffed else 0
    return [
        f"Of {role}, {number(minutes, 0)} minutes are asked and nobody is there: they cost nothing here, "
        "what it costs to serve is too low, and margins are too good. Give people that role, or say under "
        "[team] roles what their titles mean."
        for role, minutes in asked.items()
        if minutes
    ]


def _span(costs: Costs) -> str:
    first, last = costs.months[0], costs.months[-1]
    return str(first) if first == last else f"{first} to {last}"


def _pools(costs: Costs, currency: str, *, paid: bool) -> Part:
    rows = [
        [
            str(each.month),
            each.role,
            number(each.heads, 2),
            number(each.practical_minutes, 0),
            number(each.asked_minutes, 0),
            number(each.unused_minutes, 0),
            percent(each.unused_share),
            *(
                [units(each.supplied, currency), number(each.rate, 4), units(each.unused, currency)]
                if paid
                else []
            ),
        ]
        for each in costs.pools
    ]
    columns = ["month", "role", "heads", "minutes there", "asked", "unused", "unused share"]
    columns += ["cost", "a minute", "cost unused"] if paid else []
    return table(f"What the capacity costs, {currency}", columns, rows, text_columns=2)


def _groups(costs: Costs, currency: str, *, paid: bool) -> Part:
    rows = [
        [
            "all" if each.key is None else each.key or "(none)",
            f"{each.account_months:,}",
            number(each.minutes, 0),
            units(each.revenue, currency),
            *(
                [
                    units(each.cost, currency),
                    units(each.cost_per_account, currency),
                    units(each.margin, currency),
                    percent(each.gross_margin),
                ]
                if paid
                else []
            ),
        ]
        for each in (*costs.groups, costs.total)
    ]
    columns = [costs.by, "account-months", "minutes", "MRR"]
    columns += ["cost to serve", "per account-month", "margin", "gross margin"] if paid else []
    return table(f"Who takes it, {_span(costs)}, {currency}", columns, rows)


def _accounts(costs: Costs, currency: str, count: int, *, paid: bool) -> Part:
    def most(each: AccountCost) -> tuple[Fraction, Fraction, str]:
        return (-(each.cost or Fraction(0)), -each.minutes, each.account_id)

    rows = [
        [
            each.account_id,
            number(each.minutes, 0),
            units(each.revenue, currency),
            *([units(each.cost, currency), percent(each.gross_margin)] if paid else []),
        ]
        for each in sorted(costs.accounts, key=most)[:count]
    ]
    columns = ["account", "minutes", "MRR", *(["cost to serve", "gross margin"] if paid else [])]
    return table(f"Accounts that take most, {_span(costs)}", columns, rows)
