"""What goes where: results to standard output, progress and findings to standard error."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

from bookload.base.progress import Progress

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bookload.base.errors import Finding

MARKS = {"error": "error", "warning": "warning", "note": "note"}


def say(text: str = "") -> None:
    """Write a line for people to standard error, where it never mixes with a result."""
    typer.echo(text, err=True)


def say_where_from(snapshot: object) -> None:
    """Say that figures cannot be had again, where the head of a document says so of its rows."""
    if "not reproducible" in str(snapshot):
        say(f"Rows are {snapshot}: the same question may have another answer tomorrow.")


def findings(found: Sequence[Finding]) -> None:
    """Write findings to standard error, errors first."""
    order = list(MARKS)
    for finding in sorted(found, key=lambda finding: order.index(finding.severity)):
        say(f"{MARKS[finding.severity]}: {finding}")


@contextmanager
def progress() -> Iterator[Progress]:
    """Yield a progress that shows a bar on a terminal and stays silent elsewhere."""
    if not sys.stderr.isatty():
        yield Progress()
        return
    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True), transient=True) as bar:
        tasks: dict[str, object] = {}

        def report(stage: str, done: int, total: int | None) -> None:
            if stage not in tasks:
                tasks[stage] = bar.add_task(stage, total=total)
            bar.update(tasks[stage], completed=done, total=total)  # type: ignore[arg-type]

        yield Progress(report=report)
