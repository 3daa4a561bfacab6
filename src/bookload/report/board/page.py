"""The board report as one HTML file, as the matter of a page, and as one page on paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bookload.report.board.drawn import drawn
from bookload.report.board.shown import TITLE, Shown, shown
from bookload.report.page import render_board
from bookload.report.pdf import concrete, heading, typeset_within
from bookload.report.provenance import Held, Provenance, provenance

if TYPE_CHECKING:
    from bookload.report.board.board import Board
    from bookload.report.document import Json
    from bookload.report.page import Chart
    from bookload.report.page.grid import Grid


@dataclass(frozen=True)
class BoardPage:
    """What the template lays out."""

    company: str
    title: str
    currency: str
    day: str
    said: Shown
    charts: tuple[Chart, ...]
    provenance: Provenance


def board_page(reader: Held, board: Board) -> BoardPage:
    """Return a board report with its charts and where it comes from."""
    currency = reader.policy.company.currency
    said = shown(board, currency)
    return BoardPage(
        company=reader.head.workspace,
        title=TITLE,
        currency=currency,
        day=said.day,
        said=said,
        charts=drawn(board, currency),
        provenance=provenance(reader),
    )


def board_html(reader: Held, board: Board, *, inside: bool = False) -> str:
    """Return the report as an HTML file of its own, or to stand `inside` a page of the app."""
    return render_board(board_page(reader, board), inside=inside)


def board_pdf(reader: Held, board: Board) -> bytes:
    """Return the report on one page of A4, set smaller where there is much to say."""
    page = board_page(reader, board)
    said, change = page.said, page.said.change
    matter: dict[str, Json] = {
        **heading(page.company, page.title, page.provenance, page.currency),
        "day": page.day,
        "verdict": f"{said.mark} {said.verdict}",
        "cells": [
            {
                "label": cell.label,
                "value": cell.value,
                "was": cell.was,
                "compared": cell.compared,
                "note": cell.note,
            }
            for cell in said.cells
        ],
        "charts": [
            {**concrete(each.pair.wide, each.name), "title": each.title, "note": each.note}
            for each in page.charts
        ],
        "trend": _grid(said.trend),
        "carried": _grid(said.carried),
        "plan_lead": said.plan_lead,
        "plan": _grid(said.plan),
        "change_lead": change.lead,
        "arr": _grid(change.arr),
        "ratio": _grid(change.ratio),
        "heads": _grid(change.heads),
        "accounts": _grid(change.accounts),
        "notes": [*change.notes],
    }
    return typeset_within("board.typ", matter, board.as_of, pages=1)


def _grid(grid: Grid | None) -> Json:
    if grid is None:
        return None
    rows: Sequence[Json] = [[*row] for row in grid.rows]
    return {"columns": [*grid.columns], "words": grid.words, "rows": [*rows]}
