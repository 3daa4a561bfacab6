"""Whom to hire when: the searches to open, chances of cover, what it costs, and what else was compared."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from bookload.base.access import Right
from bookload.base.money import minor_units
from bookload.report.document import amount_text, plain
from bookload.report.figures import number, percent, units
from bookload.report.terminal import Part, table
from bookload.report.topics.bound import bound_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bookload.base.access import Access
    from bookload.planning.forecast import Band
    from bookload.planning.plan.hiring import Bill, Cover, HiringPlan, Together, Way
    from bookload.report.document import Document, Json

MONEY = ("pay", "hiring", "too_few", "too_many", "total")
WORDS = {
    "plan": "plan",
    "no_hires": "nobody",
    "flat": "flat rule",
    "targets": "targets",
    "once_ramped": "once ramped",
}
"""How each way to hire is called."""


def body(plan: HiringPlan, access: Access, currency: str) -> Document:
    """Return the plan; money and whose pay it is made of are absent for who may not see them."""
    shown = plain(plan, access)
    assert isinstance(shown, dict)  # noqa: S101 - narrows the type
    places = minor_units(currency)
    shown["held"] = plan.held
    shown["ways"] = [_way(each, access, places) for each in plan.ways]
    for name in ("cover", "joint_cover"):
        shown[name] = float(getattr(plan, name))
    shown["rows"] = [{**_object(plain(row, access)), "have": row.have} for row in plan.rows]
    return shown


def without_money(document: Mapping[str, Json]) -> Document:
    """Return a plan's document as somebody without any right to pay gets it: to be kept, and shown to all."""
    kept: Document = {name: value for name, value in document.items() if name != "pay_basis"}
    kept["ways"] = [
        {**way, "bills": [_without_money(bill) for bill in _list(way["bills"])]}
        for way in map(_object, _list(document["ways"]))
    ]
    return kept


def _without_money(bill: Json) -> Json:
    return {name: value for name, value in _object(bill).items() if name not in MONEY}


def _object(value: Json) -> dict[str, Json]:
    assert isinstance(value, dict)  # noqa: S101 - narrows the type
    return value


def _list(value: Json) -> list[Json]:
    assert isinstance(value, list)  # noqa: S101 - narrows the type
    return value


def _way(way: Way, access: Access, places: int) -> Json:
    found = plain(way, access)
    assert isinstance(found, dict)  # noqa: S101 - narrows the type
    found["arr_per_head"] = amount_text(way.arr_per_head, places)
    found["bills"] = [_bill(each, access, places) for each in way.bills]
    return found


def _bill(bill: Bill, access: Access, places: int) -> Json:
    found = plain(bill, access)
    assert isinstance(found, dict)  # noqa: S101 - narrows the type
    for name in MONEY:
        if name in found:
            found[name] = amount_text(getattr(bill, name), places)
    return found


def tables(plan: HiringPlan, access: Access, currency: str) -> list[Part]:
    """Return what to open when, the chances of cover, and what else could be hired."""
    parts: list[Part] = [_searches(plan), *_heads_by_month(plan), *_why(plan)]
    parts += [*_once_ramped(plan, access, currency), _cover(plan)]
    if len(plan.roles) > 1:
        parts.append(_together(plan))
    parts.append(_ways(plan, access, currency))
    parts.extend(_remarks(plan, access))
    return parts


def _searches(plan: HiringPlan) -> Part:
    rows = [[each.role, str(each.heads), str(each.opens), str(each.starts)] for each in plan.searches]
    if not rows and not any(plan.first.values()):
        return "No search opened now brings anybody within the months planned."
    if not rows:
        return "Nobody has to be hired to keep the chance of enough cover."
    return table("Searches to open", ["role", "heads", "open in", "start in"], rows)


def _heads_by_month(plan: HiringPlan) -> list[Part]:
    """Return the heads that are needed, and those that are there with the hires; nothing without any."""
    if all(row.need is None for row in plan.rows):
        return []
    rows = [
        [
            str(row.month),
            row.role,
            *([None] * 3 if row.need is None else _band(row.need)),
            _one(row.there),
            _one(row.hired),
            _one(row.have),
        ]
        for row in plan.rows
    ]
    columns = ["month", "role", "needed P10", "P50", "P90", "there", "hires", "have"]
    title = "Heads needed and had, in ramped heads: eight of ten futures need between P10 and P90"
    return [table(title, columns, rows, text_columns=2)]


def _band(need: Band) -> list[str]:
    return [f"{each:,.1f}" for each in (need.low, need.middle, need.high)]


def _one(heads: float | None) -> str | None:
    return None if heads is None else f"{heads:,.1f}"


def _why(plan: HiringPlan) -> list[Part]:
    """Return the month that decides how many heads of each role start, and how many would do once ramped."""
    rows = [
        [
            each.role,
            str(each.heads),
            str(each.month),
            f"{each.lacking:,.1f}",
            f"{each.required:,.1f}",
            f"{each.carries:.0%}",
            str(each.least),
            None if each.ramped_least is None else str(each.ramped_least),
        ]
        for each in plan.why
    ]
    if not rows:
        return []
    title = "Why so many: the month that decides, loads in ramped heads"
    columns = ["role", "heads", "month", "lacking on average", "to keep the levels", "a hire carries"]
    columns += ["so at least", "once ramped"]
    said = (
        f"Levels ask for more than lacks on average: they hold in {percent(plan.cover, 0)} of futures for "
        f"each role and {percent(plan.joint_cover, 0)} for all at once, with confidence. Once ramped: what "
        "the fullest month asks for in which the first hires carry a full load; heads beyond it are for "
        "the ramp, or replace hires who leave."
    )
    return [table(title, columns, rows), said]


def _once_ramped(plan: HiringPlan, access: Access, currency: str) -> list[Part]:
    """Return whom to hire where the level has to hold only from when the first hires are ramped."""
    later, now = plan.way("once_ramped"), plan.ways[0]
    if later is None or _heads(later) >= _heads(now):
        return []
    who = "; ".join(f"{each.role} {each.heads} from {each.starts}" for each in later.searches) or "nobody"
    short = [_hours(way, "short") for way in (later, now)]
    text = (
        f'With begins = "ramped" in [plan], {_heads(later)} heads would do instead of {_heads(now)}: {who}. '
        f"The rest are there for the months in which new hires carry little: {short[0]} h short in "
        f"place of {short[1]}"
    )
    totals = [_sum(way, "total") for way in (later, now)]
    if access.allows(Right.PAY_GROUP) and None not in totals:
        costs = [units(total, currency) for total in totals]
        text += f", at a cost of {costs[0]} {currency} in place of {costs[1]}"
    return [f"{text}."]


def _cover(plan: HiringPlan) -> Part:
    """Return hours and chances by month and role."""
    rows = [
        [
            str(row.month),
            row.role,
            f"{row.hours_asked:,.0f}",
            f"{row.hours_there:,.0f}",
            f"{row.hours_hired:,.0f}",
            _chance(row.without),
            _chance(row.chance),
            _held(row),
        ]
        for row in plan.rows
    ]
    columns = ["month", "role", "hours asked", "there", "hired", "without", "with the plan", "level"]
    title = f"Chance of enough cover, level {percent(plan.cover, 0)}: judged on {plan.judged:,} other futures"
    return table(title, columns, rows, text_columns=2)


def _together(plan: HiringPlan) -> Part:
    rows = [[str(row.month), _chance(row.without), _chance(row.chance), _held(row)] for row in plan.together]
    title = f"Chance that all roles have enough cover, level {percent(plan.joint_cover, 0)}"
    return table(title, ["month", "without", "with the plan", "level"], rows)


def _ways(plan: HiringPlan, access: Access, currency: str) -> Part:
    money = access.allows(Right.PAY_GROUP)
    rows = []
    for way in plan.ways:
        row = [
            WORDS[way.name],
            number(sum((Fraction(each.heads) for each in way.bills), Fraction(0)), 0),
            number(sum((each.head_months for each in way.bills), Fraction(0))),
            _chance(_least(way.worst.values())),
            _chance(way.together),
            _hours(way, "short"),
            _hours(way, "idle"),
        ]
        if money:
            row += [units(_sum(way, name), currency) for name in ("too_few", "too_many", "total")]
        rows.append(row)
    columns = ["hired by", "heads", "paid months", "least chance", "all roles", "hours short", "hours idle"]
    if money:
        columns += [f"too few, {currency}", "too many", "total"]
    return table("What else could be hired, in the same futures", columns, rows)


def _remarks(plan: HiringPlan, access: Access) -> Iterable[Part]:
    yield from bound_lines(plan.rows)
    early = [row for row in plan.rows if row.held is None and row.chance < plan.cover]
    for role in plan.roles:
        months = [row for row in early if row.role == role]
        if months:
            short = sum(row.short_hours for row in months)
            until = f" to {months[-1].month}" if len(months) > 1 else ""
            yield (
                f"{role}: {short:,.0f} h short in {months[0].month}{until}, before the level can hold: "
                "no search opened now brings anybody in time."
            )
    for row in plan.unmet:
        yield (
            f"{row.month} {row.role}: {row.heads:.1f} ramped heads fewer than the level asks for under any "
            "plan: no more may start in a month (plan.most_hires_a_month)."
        )
    if plan.whole is not None:
        yield (
            f"Chance that every role has enough in every month from {plan.first_together} on: "
            f"{_chance(plan.whole)}"
        )
    if not plan.held:
        yield "In a month marked 'missed' the level does not hold in the futures that judge."
    yield (
        f"Fitted on {plan.fitted:,} futures; within {plan.gap:.2%} of the least cost under its rule"
        + (" (stopped early)." if plan.stopped else ".")
    )
    yield "Hours asked are means of drawn minutes, as in the forecast; capacity counts the likely ones."
    if not access.allows(Right.PAY_GROUP):
        yield "Costs follow from pay, which this reader has no right to."


def _heads(way: Way) -> int:
    return sum(each.heads for each in way.bills)


def _hours(way: Way, name: str) -> str | None:
    """Return the sum of a column of hours over the roles that a hire can reach; n/a where there is none."""
    hours = [getattr(each, name) for each in way.bills if getattr(each, name) is not None]
    return f"{sum(hours):,.0f}" if hours else None


def _sum(way: Way, name: str) -> Fraction | None:
    """Return the sum of a column of money over the roles that a hire can reach.

    None where there is none of them, or that of one is not known.
    """
    amounts = [getattr(each, name) for each in way.bills if each.short is not None]
    return sum(amounts, Fraction(0)) if amounts and None not in amounts else None


def _least(chances: Iterable[float | None]) -> float | None:
    known = [each for each in chances if each is not None]
    return min(known) if known else None


def _chance(chance: float | None) -> str | None:
    return None if chance is None else f"{chance:.1%}"


def _held(row: Cover | Together) -> str:
    return "too early" if row.held is None else "held" if row.held else "missed"
