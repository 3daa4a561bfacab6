"""Why this number: a figure opened down to its rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from bookload.report.explain import metrics_of
from bookload.report.page import render_why
from bookload.report.page.figure import opened
from bookload.report.provenance import provenance
from bookload.report.topics import explanation
from bookload.workspace.beside import Reads
from bookload.workspace.questions.question import Answered, Asked, Choice, Question
from bookload.workspace.questions.revenue import EVERYBODY

if TYPE_CHECKING:
    from bookload.base.progress import Progress
    from bookload.workspace.reading import Workspace


class Explain(Asked):
    """Which figure, of whom, and how many rows of each step."""

    metric: Annotated[str, Field(min_length=1)]
    subject: str | None = Field(default=None, alias="for", description="a person, account or segment")
    rows: Annotated[int, Field(ge=0, le=100_000)] = 50


def _explain(reader: Workspace, asked: Explain, _progress: Progress) -> Answered:
    found = reader.explain(asked.metric, asked.subject or None)
    return Answered(
        explanation.body(found, reader.access),
        explanation.tables(found, reader.access, asked.rows),
        inside=lambda: render_why(opened(found, reader.access, asked.rows), provenance(reader)),
    )


def _metrics(reader: Workspace) -> Mapping[str, Sequence[Choice]]:
    """Return the figures that this reader can open."""
    return {"metric": tuple((name, name.replace("_", " ")) for name in sorted(metrics_of(reader.access)))}


EXPLAIN = Question(
    "explain",
    "Why this number",
    EVERYBODY,
    Explain,
    _explain,
    choices=_metrics,
    supposes=True,
    reads=Reads.LEVERS,
)
