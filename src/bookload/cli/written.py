"""A result written as files: a page for a browser, a workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bookload.cli.output import say

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from bookload.report.page import Chart
    from bookload.report.terminal import Part
    from bookload.report.workbook.sheet import Sheet
    from bookload.workspace import Workspace


def page(
    reader: Workspace, path: Path, title: str, parts: Sequence[Part], charts: Sequence[Chart] = ()
) -> None:
    """Write charts, and what stands on the terminal, as one page."""
    from bookload.report.page import write_topic

    write_topic(reader, path, title, charts, parts)
    say(f"written: {path}")


def workbook(
    reader: Workspace,
    path: Path,
    name: str,
    fill: Callable[[Sheet], None],
    more: Sequence[tuple[str, Callable[[Sheet], None]]] = (),
) -> None:
    """Write a sheet, and those after it, as a workbook of its own."""
    from bookload.report.workbook import write_topic

    write_topic(reader, path, name, fill, more)
    say(f"written: {path}")
