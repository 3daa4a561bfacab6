"""One book drawn: its bridge over the year, and the hours that it asks for within those that are there."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from bookload.report.charts.within import Taken, within
from bookload.report.figures import number, percent
from bookload.report.page.charted.revenue import waterfall
from bookload.report.page.front import month_words
from bookload.report.page.topic import Chart, drawn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bookload.planning.capacity import PersonLoad
    from bookload.report.topics.book import PersonPage

NONE = Fraction(0)


def charts(page: PersonPage, currency: str) -> tuple[Chart, ...]:
    """Return the bridge, and the hours by month where they are known and may be seen."""
    loads = [load for load in page.loads or () if load.hours_available is not None]
    return (
        *waterfall(page.book.movements, currency),
        *((_hours(sorted(loads, key=lambda each: each.month)),) if loads else ()),
    )


def _hours(loads: Sequence[PersonLoad]) -> Chart:
    rows = [
        Taken(str(load.month), load.hours_available or NONE, load.hours_asked, _used(load)) for load in loads
    ]
    over = [load for load in loads if load.load == "overload"]
    assumed = any(load.assumed for load in loads)
    title = (
        "Hours asked for and there, ASSUMED"
        if assumed
        else f"{len(over)} of {len(loads)} months ask for more hours than there are"
        if over
        else "No month asks for more hours than there are"
    )
    said = "; ".join(
        f"{month_words(load.month)} {number(load.hours_asked, 0)} of {number(load.hours_available, 0)} hours"
        for load in loads
    )
    return drawn(
        "hours",
        title,
        "The wide bar is the hours there, the narrow one those asked for; past its end there is no time.",
        lambda width: within(rows, title="Hours asked for and there", description=f"{said}.", width=width),
    )


def _used(load: PersonLoad) -> str:
    return f"{percent(load.utilisation, 0)} used" if load.utilisation is not None else "nobody there"
