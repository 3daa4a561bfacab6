"""All doubts about one sheet, one after the other."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bookload.data.ingest.doubts.totals import totals
from bookload.data.ingest.doubts.without import without

if TYPE_CHECKING:
    from collections.abc import Callable

    from bookload.base.errors import Finding
    from bookload.data.ingest.doubts.doubt import Doubt
    from bookload.data.ingest.filled import Filled
    from bookload.data.ingest.mapping.question import Question

_ABOUT_ROWS: tuple[Callable[[Filled], Doubt], ...] = (totals,)


def settle(filled: Filled) -> tuple[Filled, tuple[Question, ...]]:
    """Return the sheet without the rows that are none, and what is asked about the others."""
    findings: list[Finding] = []
    questions: list[Question] = []
    for look in _ABOUT_ROWS:
        doubt = look(filled)
        findings += doubt.findings
        questions += doubt.questions
        filled = without(filled, doubt.out)
    return replace(filled, findings=(*filled.findings, *findings)), tuple(questions)
