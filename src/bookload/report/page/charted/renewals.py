"""Renewals drawn: what is due in each month, and how much of it is still to be signed."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from bookload.base.money import QUANTA
from bookload.report.charts.stacked import Column, stacked
from bookload.report.figures import annual
from bookload.report.page.front import month_words
from bookload.report.page.topic import Chart, drawn
from bookload.report.topics.renewals import HOW

if TYPE_CHECKING:
    from bookload.metrics.revenue.renewals import Renewals

ORDER = ("to_sign", "auto", "not_stated", "signed")
"""What has to be signed stands on the axis, where it is compared."""


def charts(found: Renewals, currency: str) -> tuple[Chart, ...]:
    """Return what is due by month and by how it renews; none where nothing is."""
    if not found.in_months():
        return ()
    columns = [
        Column(row.month, {HOW[way]: Fraction(getattr(row, way), QUANTA) for way in ORDER})
        for row in found.months
    ]
    first, last = (month_words(found.months[at].month) for at in (0, -1))
    due, open_ = annual(found.in_months(), currency), annual(found.in_months("to_sign"), currency)
    unknown = annual(found.in_months("not_stated"), currency)
    title = f"{open_} of {due} due has to be signed"
    if found.in_months("not_stated"):
        title += f"; of {unknown} it is not stated"
    overdue = f" {annual(found.overdue, currency)} is overdue and in no month." if found.overdue else ""
    said = "; ".join(
        f"{month_words(row.month)} "
        + (
            ", ".join(
                f"{annual(getattr(row, way), currency)} {HOW[way]}" for way in ORDER if getattr(row, way)
            )
            or "nothing"
        )
        for row in found.months
    )
    return (
        drawn(
            "renewals",
            title,
            f"ARR by the month that it is due in, {currency}, {first} to {last}.{overdue}",
            lambda width: stacked(
                columns,
                title="ARR due for renewal by month",
                description=f"{title}. {said}.",
                width=width,
            ),
        ),
    )
