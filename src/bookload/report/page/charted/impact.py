"""Effects drawn: month by month from the start, several interventions side by side, MRR after contact."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bookload.report.charts.estimates import Aside, Since, by_month, edge, side_by_side
from bookload.report.page.topic import Chart, drawn
from bookload.report.topics.estimates import between, share
from bookload.report.topics.impact import CALLS

if TYPE_CHECKING:
    from bookload.planning.impact import Contact, Event, Impact, Impacts
    from bookload.report.charts.estimates import Kind, Said

PLACEBO = range(-12, -6)
"""The months before a start whose mean is the placebo."""

SAID: dict[str, Said] = {"effect": "sure", "none_seen": "unsure", "cannot_tell": "untold"}
MARKED = (
    "Filled: after the start. Hollow circles: the half year before it; squares: the placebo, seven to twelve "
    "months before. Before the start there should be nothing; the diamond is the month that all are compared "
    "with. Lines are 95% intervals."
)
BESIDE = (
    "Filled: an effect. Hollow: none seen. A cross on a dashed line: nobody can tell. Lines are 95% intervals"
)


def charts(found: Impacts) -> tuple[Chart, ...]:
    """Return the months of one intervention, or several side by side; none where nothing can be compared."""
    if found.one is not None:
        return (_study(found.one),) if found.one.events else ()
    return (_forest(found),) if any(each.effect is not None for each in found.found) else ()


def _study(one: Impact) -> Chart:
    points = [Since(each.since, each.effect, each.low, each.high, _kind(each)) for each in one.events]
    last = one.events[-1]
    said = (
        f"Over the months from the start {share(one.effect)} ({between(one.low, one.high)}); in the last of "
        f"them, {last.since:+d}, {share(last.effect)} ({between(last.low, last.high)}). Placebo, seven to "
        f"twelve months before: {share(one.placebo) or 'n/a'}."
    )
    return drawn(
        "study",
        f"{one.name}, by month from its start",
        MARKED,
        lambda width: by_month(points, title="Effect by month from the start", description=said, width=width),
    )


def _kind(each: Event) -> Kind:
    if each.since >= 0:
        return "after"
    return "placebo" if each.since in PLACEBO else "base" if each.since == -1 else "before"


def _forest(found: Impacts) -> Chart:
    rows = [
        Aside(f"{each.name}: {CALLS[each.called]}", each.effect, each.low, each.high, SAID[each.called])
        for each in found.found
    ]
    said = "; ".join(
        f"{each.name} {share(each.effect) or 'n/a'} ({between(each.low, each.high) or 'n/a'}), "
        f"{CALLS[each.called]}"
        for each in found.found
    )
    most = edge(rows)
    cut = any(max(abs(each.low or 0), abs(each.high or 0)) > most for each in found.found)
    return drawn(
        "forest",
        "Effects on MRR, side by side",
        f"{BESIDE}{f', those that go on beyond {most:.0%} are cut there' if cut else ''}.",
        lambda width: side_by_side(rows, title="Effects on MRR", description=f"{said}.", width=width),
    )


def contact_charts(found: Contact) -> tuple[Chart, ...]:
    """Return what MRR differs by in the months after contact."""
    points = [Since(each.months, each.effect, each.low, each.high) for each in found.lags]
    said = "; ".join(
        f"{each.months} months after {share(each.effect)} ({between(each.low, each.high)})"
        for each in found.lags
    )
    return (
        drawn(
            "lags",
            "MRR after a month with contact, against one without",
            "By months after it. Lines are 95% intervals; an association, not a proof.",
            lambda width: by_month(
                points, title="MRR after contact", description=f"{said}.", width=width, begins=False
            ),
        ),
    )
