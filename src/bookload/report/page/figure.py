"""One figure of the page: what it is called, what it is, and why."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bookload.report.explain import METRICS, explain

if TYPE_CHECKING:
    from bookload.base.access import Access
    from bookload.data.reader import Reader
    from bookload.report.explain import Explanation, Step

ROWS = 8
"""How many rows of a step the page shows; the command line shows all."""

WORDS = frozenset({"activity", "currency", "kind", "name", "product", "role", "status", "touch_model"})
"""Columns of steps that are words, whatever they look like."""

MINUS = "−"
_NUMBER = re.compile(r"-?\d+(\.\d+)?")


@dataclass(frozen=True, slots=True)
class Opened:
    """One step of an explanation as the page shows it: `more` rows are left out, `hidden` where all are.

    `figures` are the places of the columns that are set to the right.
    """

    text: str
    columns: tuple[str, ...]
    figures: frozenset[int]
    rows: tuple[tuple[str, ...], ...]
    more: int
    hidden: bool
    source: str | None
    total: str | None


@dataclass(frozen=True, slots=True)
class Why:
    """A figure's definition and the steps down to its rows; `command` shows all of them.

    `value` is the figure in full, None where it is not known; `subject` whose it is, None for the company's.
    """

    name: str
    value: str | None
    subject: str | None
    definition: str
    formula: str
    steps: tuple[Opened, ...]
    command: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as the page shows it; `value` None reads n/a, and `note` then says what it lacks."""

    name: str
    label: str
    value: str | None
    unit: str = ""
    note: str = ""
    assumed: bool = False


def why(reader: Reader, metric: str) -> Why:
    """Return a metric opened for the page, each step down to its first rows."""
    return opened(explain(reader, metric), reader.access)


def explained(metric: str) -> bool:
    """Return whether a metric can be opened."""
    return metric in METRICS


def opened(explanation: Explanation, access: Access, most: int = ROWS) -> Why:
    """Return an explanation as a page shows it, without what the reader may not see; with 0 all rows."""
    return Why(
        name=explanation.metric,
        value=None if explanation.value is None else grouped(explanation.value),
        subject=explanation.subject,
        definition=explanation.definition,
        formula=explanation.formula,
        steps=tuple(
            Opened(
                text=step.text,
                columns=tuple(column.replace("_", " ") for column in step.columns),
                figures=_figures(step.columns, step.rows),
                rows=_rows(step, most) if step.needs <= access.rights else (),
                more=max(0, len(step.rows) - most) if most else 0,
                hidden=not step.needs <= access.rights,
                source=step.source,
                total=None if step.total is None else grouped(step.total),
            )
            for step in explanation.steps
        ),
        command=f"bookload explain {explanation.metric} --rows 0",
    )


def signed(text: str | None) -> str | None:
    """Return a figure with a true minus sign."""
    return text.replace("-", MINUS, 1) if text and text.startswith("-") else text


def grouped(text: str) -> str:
    """Return a number in full with its thousands apart and a true minus sign; other text as it is."""
    if not _NUMBER.fullmatch(text):
        return text
    whole, point, decimals = text.lstrip("-").partition(".")
    return f"{MINUS if text.startswith('-') else ''}{int(whole):,}{point}{decimals}"


def _rows(step: Step, most: int) -> tuple[tuple[str, ...], ...]:
    figures = _figures(step.columns, step.rows)
    return tuple(
        tuple(
            "n/a" if cell is None else grouped(str(cell)) if place in figures else str(cell)
            for place, cell in enumerate(row)
        )
        for row in step.rows[: most or None]
    )


def _figures(columns: tuple[str, ...], rows: tuple[tuple[object, ...], ...]) -> frozenset[int]:
    """Return the places of the columns that hold nothing but numbers."""
    return frozenset(
        place
        for place, column in enumerate(columns)
        if not (column.endswith("_id") or column in WORDS)
        and rows
        and all(_is_number(row[place]) for row in rows[:ROWS])
    )


def _is_number(cell: object) -> bool:
    text = str(cell).replace(",", "").lstrip("-").removesuffix("%")
    return cell is None or text.replace(".", "", 1).isdigit()
