"""Balance, drawn: how full everybody is before and after, and what fewer moves would reach."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from bookload.report.charts.dumbbell import Ends, dumbbell
from bookload.report.charts.fewer_moves import Reached, fewer_moves
from bookload.report.figures import percent
from bookload.report.page.topic import Chart, drawn

if TYPE_CHECKING:
    from bookload.planning.balance import BookChange, Point

MOST = 40
"""People that are drawn, those whose books change most first; the table has everybody."""

FEWEST = 2
"""Points that make a line."""


def charts(books: Sequence[BookChange], frontier: Sequence[Point]) -> tuple[Chart, ...]:
    """Return everybody's utilisation before and after, and the frontier where one was asked for."""
    known = [each for each in books if each.kind == "csm" and each.before.utilisation is not None]
    found = [_ends(known)] if len(known) >= FEWEST else []
    if len(frontier) >= FEWEST:
        found.append(_frontier(frontier))
    return tuple(found)


def _ends(books: Sequence[BookChange]) -> Chart:
    rows = [
        Ends(each.name, Fraction(each.before.utilisation or 0), Fraction(each.after.utilisation or 0))
        for each in books
    ]
    shown = sorted(rows, key=lambda each: (-abs(each.after - each.before), each.name))[:MOST]
    shown.sort(key=lambda each: (-each.before, each.name))
    was, then = max(each.before for each in rows), max(each.after for each in rows)
    said = f"The fullest book goes from {percent(was, 0)} to {percent(then, 0)} of the hours there are."
    left = f" The {MOST} of {len(rows)} whose books change most." if len(shown) < len(rows) else ""
    return drawn(
        "before-and-after",
        "Utilisation before and after",
        f"{said} Open is before, filled after; the dashed line is all of somebody's hours.{left}",
        lambda width: dumbbell(shown, title="Utilisation before and after", description=said, width=width),
    )


def _frontier(points: Sequence[Point]) -> Chart:
    reached = [Reached(each.moves, each.hours_off) for each in points]
    said = (
        f"With {reached[0].moves} moves {reached[0].hours_off:,.1f} hours a month are off an even share, "
        f"with {reached[-1].moves} moves {reached[-1].hours_off:,.1f}."
    )
    return drawn(
        "fewer-moves",
        "Balance against moves",
        said,
        lambda width: fewer_moves(reached, title="Balance against moves", description=said, width=width),
    )
