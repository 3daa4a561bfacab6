"""What a workspace can be asked: one list, for the pages, the API and whatever else shows answers."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from bookload.workspace.questions.board import BOARD
from bookload.workspace.questions.opened import EXPLAIN
from bookload.workspace.questions.question import Answered, Asked, Choice, Question
from bookload.workspace.questions.revenue import REVENUE
from bookload.workspace.questions.team import TEAM
from bookload.workspace.questions.work import WORK
from bookload.workspace.questions.worked import WORKED

__all__ = ["QUESTIONS", "Answered", "Asked", "Choice", "Question"]

QUESTIONS: Mapping[str, Question[Any]] = MappingProxyType(
    {each.name: each for each in (*REVENUE, *TEAM, *WORK, *WORKED, BOARD, EXPLAIN)}
)
"""The questions by name; one more is one more entry."""
