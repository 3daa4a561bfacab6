"""A plan that was kept, drawn from its document: the heads of each role, needed and had."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from bookload.base.period import Month
from bookload.report.charts.heads import MonthHeads
from bookload.report.page.charted.plan import heads_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bookload.report.page.topic import Chart


def charts(document: Mapping[str, Any]) -> tuple[Chart, ...]:
    """Return the heads of each role by month; none of a role whose hours ask for no heads."""
    found = []
    for role in document["roles"]:
        months = [
            MonthHeads(
                Month.parse(row["month"]),
                Fraction(row["have"]),
                Fraction(row["need"]["middle"]),
                row["need"]["low"],
                row["need"]["high"],
            )
            for row in document["rows"]
            if row["role"] == role and row["need"] is not None and row["have"] is not None
        ]
        if months:
            found.append(heads_of(role, months))
    return tuple(found)
