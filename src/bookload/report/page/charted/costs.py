"""What it costs to serve, drawn: each group's cost within what it pays, each role's time within its own."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from bookload.report.charts.within import Taken, within
from bookload.report.figures import number, percent, units
from bookload.report.page.topic import Chart, drawn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bookload.planning.cost import Costs

NONE = Fraction(0)


def charts(found: Costs, currency: str) -> tuple[Chart, ...]:
    """Return the groups' costs against their margins, where pay may be seen, and the roles' time."""
    groups = [
        Taken(each.key or "(none stated)", each.revenue, each.cost, _margin(each.gross_margin))
        for each in found.groups
        if each.cost is not None
    ]
    roles = [Taken(role, there, asked, _used(there, asked)) for role, there, asked in _roles(found)]
    return (*_drawn_costs(groups, found, currency), *_drawn_time(roles))


def _margin(share: Fraction | None) -> str:
    return "nothing paid" if share is None else f"margin {percent(share, 0)}"


def _used(there: Fraction, asked: Fraction) -> str:
    return f"{percent(asked / there, 0)} used" if there else "nobody there"


def _roles(found: Costs) -> list[tuple[str, Fraction, Fraction]]:
    """Return the minutes there and asked of each role over the months, in hours."""
    sums: dict[str, tuple[Fraction, Fraction]] = {}
    for pool in found.pools:
        there, asked = sums.get(pool.role, (NONE, NONE))
        sums[pool.role] = (there + pool.practical_minutes / 60, asked + pool.asked_minutes / 60)
    return [(role.replace("_", " "), *both) for role, both in sums.items() if any(both)]


def _drawn_costs(rows: Sequence[Taken], found: Costs, currency: str) -> tuple[Chart, ...]:
    if not rows:
        return ()
    said = "; ".join(
        f"{each.name} {units(each.part, currency)} of {units(each.whole, currency)}, {each.shown}"
        for each in rows
    )
    return (
        drawn(
            "costs-margins",
            f"Cost to serve against margin, by {found.by.replace('_', ' ')}",
            f"The wide bar is the MRR of the months, {currency}; the narrow one what its accounts' time and "
            "direct costs come to. What is left of the wide one is the margin.",
            lambda width: within(rows, title="Cost to serve within MRR", description=f"{said}.", width=width),
        ),
    )


def _drawn_time(rows: Sequence[Taken]) -> tuple[Chart, ...]:
    if not rows:
        return ()
    said = "; ".join(f"{each.name} {number(each.part, 0)} of {number(each.whole, 0)} hours" for each in rows)
    return (
        drawn(
            "costs-time",
            "Time asked for within time there, by role",
            "The wide bar is the hours that the role can give, the narrow one those asked for. What is left "
            "of the wide one is unused: its cost is named, and no account's.",
            lambda width: within(
                rows, title="Hours asked for and there", description=f"{said}.", width=width
            ),
        ),
    )
