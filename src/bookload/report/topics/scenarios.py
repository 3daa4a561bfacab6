"""Scenarios side by side: figures, differences, and a bridge that adds up."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from bookload.planning.plan.scenarios import FIGURES
from bookload.report.document import amount_text
from bookload.report.figures import number, percent, units
from bookload.report.terminal import Part, table

if TYPE_CHECKING:
    from bookload.planning.plan.scenarios import Compared, Comparison, Difference
    from bookload.planning.plan.scenarios.staffed import Staffed
    from bookload.report.document import Document, Json


LEAST_POINTS = 0.05
"""Percentage points that would be shown as nothing."""


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
        **({"plans": [_staffed(each) for each in found.staffed]} if found.staffed else {}),
    }


def _staffed(each: Staffed) -> Json:
    shown: dict[str, Json] = {
        "scenario": each.name,
        "hires": each.heads,
        "chance_covered": each.chance,
        "chance_without": each.without,
    }
    return shown if each.cost is None else {**shown, "cost": amount_text(each.cost, 2)}


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
    if found.staffed:
        parts += _plans(found, currency)
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


def _plans(found: Comparison, currency: str) -> list[Part]:
    """Return what each would have to hire, how safe that is, and what it costs for who may see it."""
    base, titles = found.staffed[0], {each.name: each.title for each in found.scenarios}
    money = any(each.cost is not None for each in found.staffed)
    rows = []
    for each in found.staffed:
        hires = number(Fraction(each.heads), 0)
        more = each.heads - base.heads
        cells = [
            "as it is" if each.name is None else titles[each.name],
            f"{hires} ({more:+d})" if more else hires,
            _share(each.without, base.without),
            _share(each.chance, base.chance),
        ]
        if money:
            less = None if each.cost is None or base.cost is None else each.cost - base.cost
            cost = units(each.cost, currency)
            sign = "+" if less is not None and less > 0 else ""
            cells.append(f"{cost} ({sign}{units(less, currency)})" if cost and less else cost)
        rows.append(cells)
    columns = [
        "",
        "to hire",
        "covered without",
        "covered with them",
        *([f"cost, {currency}"] if money else []),
    ]
    said = (
        "Each with a hiring plan of its own, beyond those whom the scenario hires; the chance is the least "
        "of a month that all roles have enough hours. ESTIMATES; growth of a scenario is not in them."
    )
    return [table("With a hiring plan each; in brackets the difference", columns, rows), said]


def _share(value: float | None, base: float | None) -> str | None:
    if value is None:
        return None
    points = None if base is None else 100 * (value - base)
    return f"{value:.1%} ({points:+.1f})" if points and abs(points) >= LEAST_POINTS else f"{value:.1%}"


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
