"""The board report: one page of figures, trend and plan, and what changed since the last one and why."""

from bookload.report.board.board import Board, Figure, board
from bookload.report.board.given import Given, changed_rules
from bookload.report.board.page import board_html, board_pdf
from bookload.report.board.planned import Hire, Planned
from bookload.report.board.shown import shown
from bookload.report.board.topic import body, tables

__all__ = [
    "Board",
    "Figure",
    "Given",
    "Hire",
    "Planned",
    "board",
    "board_html",
    "board_pdf",
    "body",
    "changed_rules",
    "shown",
    "tables",
]
