"""The board report: one page, comparable with the last one that was given out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from bookload.report.board import board, board_html, board_pdf, topic
from bookload.report.board.drawn import drawn
from bookload.workspace.beside import Reads
from bookload.workspace.given_out import last_plan
from bookload.workspace.questions.question import Answered, Asked, Question
from bookload.workspace.questions.revenue import ALL_ROWS
from bookload.workspace.since_then import before

if TYPE_CHECKING:
    from bookload.base.progress import Progress
    from bookload.report.board import Board as Report
    from bookload.workspace.reading import Workspace


class Board(Asked):
    """Which report it is compared with, by its number; the last one given out before unless said."""

    since: Annotated[int, Field(ge=1, le=9999)] | None = None


def board_of(reader: Workspace, number: int | None = None) -> Report:
    """Return the board report of a workspace, compared with an earlier one."""
    reader.access.demand(ALL_ROWS, "the board report")
    reader.demand_all_accounts("the board report")
    root = reader.company.root
    return board(reader, None if root is None else last_plan(root), before(reader, number))


def _board(reader: Workspace, asked: Board, _progress: Progress) -> Answered:
    found, currency = board_of(reader, asked.since), reader.policy.company.currency
    return Answered(
        topic.body(found),
        topic.tables(found, currency),
        drawn(found, currency),
        about=found.months,
        pdf=lambda: board_pdf(reader, found),
        html=lambda: board_html(reader, found),
        inside=lambda: board_html(reader, found, inside=True),
    )


BOARD = Question("board", "Board report", ALL_ROWS, Board, _board, reads=Reads.GIVEN_OUT)
