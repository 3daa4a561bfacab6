"""Scenarios side by side: figures, differences, and a bridge that adds up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bookload.planning.plan.scenarios import FIGURES
from bookload.report.document import amount_text
from bookload.report.figures import number, percent, units
from bookload.report.terminal import Part, table

if TYPE_CHECKING:
    from fractions import Fraction

    from bookload.planning.plan.scenarios import Compared, Comparison, Difference
    from bookload.report.document import Document, Json


def body(found: Comparison) -> Document:
    """Return the base's figures, and each scenario's with differences, bridges and results of its own."""
    return {
        "months": found.months,
        "figures": [
            {
                "figure": name,
                "words": FIGURES[name].words,
                "unit": FIGURES[name].unit,
                "base": _json(name, value),
            }
            for name, value in found.base.items()
        ],
        "scenarios": [_scenario(each) for each in found.scenarios],
        "broken": [{"scenario": each.name, "message": each.message} for each in found.broken],
    }


def _scenario(each: Compared) -> Json:
    return {
        "scenario": each.name,
        "name": each.title,
        "sentence": each.sentence,
        "parts": list(each.parts),
        "estimates": each.estimates,
        "pay_withheld": each.pay_withheld,
        "figures": [_difference(row) for row in each.differences],
        "results": {
            name: {"base": _float(before), "value": _float(after)}
            for name, (before, after) in each.results.items()
        },
    }


def _difference(row: Difference) -> Json:
    return {
        "figure": row.figure,
        "value": _json(row.figure, row.value),
        "difference": _json(row.figure, row.difference),
        "bridge": {part: _json(row.figure, value) for part, value in row.bridge.items()},
        "interaction": _json(row.figure, row.interaction),
    }


def _json(figure: str, value: Fraction | None) -> Json:
    return amount_text(value, 2) if FIGURES[figure].unit == "money" else _float(value)


def _float(value: Fraction | None) -> Json:
    return None if value is None else float(value)


def tables(found: Comparison, currency: str) -> list[Part]:
    """Return the scenarios side by side, then what drives the differences of each."""
    parts: list[Part] = [f"Left out: {each.message}" for each in found.broken]
    if found.scenarios or not found.broken:
        parts.append(_beside(found, currency))
    for each in found.scenarios:
        parts.append(f"{each.title}: {each.sentence}")
        parts += _bridge(each, currency) + _results(each)
        if each.estimates:
            parts.append("Figures of the months ahead are estimates: accounts grow as the scenario assumes.")
        if each.pay_withheld:
            parts.append(f"Pay changes too ({each.name}.pay.toml); it needs the right to pay_person.")
    return parts


def _beside(found: Comparison, currency: str) -> Part:
    rows = []
    for name, value in found.base.items():
        cells = [FIGURES[name].words, shown(name, value, currency)]
        for each in found.scenarios:
            row = each.of(name)
            cells.append(None if row is None else _changed(row, currency))
        rows.append(cells)
    columns = ["", "as it is", *(each.title for each in found.scenarios)]
    return table(
        f"As of {found.as_of} and the {found.months} months after it; in brackets the difference",
        columns,
        rows,
    )


def _changed(row: Difference, currency: str) -> str | None:
    value = shown(row.figure, row.value, currency)
    if value is None or not row.difference:
        return value
    return f"{value} ({signed(row.figure, row.difference, currency)})"


def shown(figure: str, value: Fraction | None, currency: str) -> str | None:
    """Return a figure as people read it, by its unit."""
    match FIGURES[figure].unit:
        case "money":
            return units(value, currency)
        case "share":
            return percent(value)
        case "heads":
            return number(value, 2)
        case _:
            return number(value)


def signed(figure: str, value: Fraction | None, currency: str) -> str | None:
    """Return a difference with its sign."""
    text = shown(figure, value, currency)
    return f"+{text}" if text is not None and value is not None and value > 0 else text


def _bridge(each: Compared, currency: str) -> list[Part]:
    if len(each.parts) < 2:  # noqa: PLR2004 - one part drives all of it
        return []
    rows = [
        [
            FIGURES[row.figure].words,
            signed(row.figure, row.difference, currency),
            *(signed(row.figure, row.bridge[part], currency) for part in each.parts),
            signed(row.figure, row.interaction, currency),
        ]
        for row in each.differences
        if row.difference or any(row.bridge.values())
    ]
    columns = ["what drives it", "difference", *each.parts, "together"]
    return [table("", columns, rows)]


def _results(each: Compared) -> list[Part]:
    if not each.results:
        return []
    rows = [[name, number(before, 2), number(after, 2)] for name, (before, after) in each.results.items()]
    return [table("", ["its own results", "as it is", each.title], rows)]
