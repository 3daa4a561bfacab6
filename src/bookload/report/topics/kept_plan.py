"""A plan that was kept, from its document: whom to hire when, heads needed and had, and what came of it."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from bookload.base.money import SHARE_ONE
from bookload.base.period import Month
from bookload.planning.plan.hiring.came import Planned
from bookload.report.figures import number
from bookload.report.terminal import Part, table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bookload.planning.plan.hiring.came import Came


def planned(document: Mapping[str, Any]) -> Planned:
    """Return what a plan began with and asked for."""
    starts: dict[tuple[str, Month], int] = defaultdict(int)
    for each in document["searches"]:
        starts[each["role"], Month.parse(each["starts"])] += each["heads"]
    people = {
        role: Fraction(heads).limit_denominator(SHARE_ONE) for role, heads in document["people"].items()
    }
    return Planned(
        date.fromisoformat(document["as_of"]), Month.parse(document["months"][-1]), people, dict(starts)
    )


def tables(document: Mapping[str, Any]) -> list[Part]:
    """Return whom to hire when, and the heads that are needed and had."""
    rows = [
        [each["role"], str(each["heads"]), each["opens"], each["starts"]] for each in document["searches"]
    ]
    parts: list[Part] = [
        table("Searches to open", ["role", "heads", "open in", "start in"], rows)
        if rows
        else "Nobody is to be hired."
    ]
    heads = [
        [
            row["month"],
            row["role"],
            *_need(row["need"]),
            number(_fraction(row["have"])),
            _chance(row["chance"]),
            _held(row["held"]),
        ]
        for row in document["rows"]
    ]
    columns = ["month", "role", "needed P10", "P50", "P90", "have", "chance of cover", "level"]
    title = "Heads needed and had with the hires, in ramped heads: ESTIMATES of the day it was kept"
    parts.append(table(title, columns, heads, text_columns=2))
    return parts


def came_tables(found: Sequence[Came]) -> list[Part]:
    """Return the people who came beside those planned."""
    if not found:
        return ["No month of the plan is over yet; here stands what came of it once one is."]
    rows = [
        [
            str(row.month),
            row.role,
            str(row.hired),
            number(row.planned),
            number(row.people),
            _signed(row.difference),
        ]
        for row in found
    ]
    columns = ["month end", "role", "hires planned by then", "people planned", "people there", "difference"]
    said = (
        "People by their share of full time, without those on long leave. Planned are those of the plan's "
        "day and its hires: whoever left since, and was not replaced, is in the difference."
    )
    return [table("What came", columns, rows, text_columns=2), said]


def _need(need: Mapping[str, float] | None) -> list[str | None]:
    return [None if need is None else number(_fraction(need[name])) for name in ("low", "middle", "high")]


def _fraction(value: float | None) -> Fraction | None:
    return None if value is None else Fraction(value)


def _chance(value: float) -> str:
    return f"{value:.1%}"


def _held(held: bool | None) -> str:  # noqa: FBT001 - as the document has it
    return "too early" if held is None else "held" if held else "missed"


def _signed(value: Fraction | None) -> str | None:
    text = number(value)
    return f"+{text}" if text is not None and value is not None and value > 0 else text
