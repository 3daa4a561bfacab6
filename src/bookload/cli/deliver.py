"""How a command hands over its result: one JSON document, or tables for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from bookload.report import terminal
from bookload.report.document import document, printed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from bookload.report.document import Json
    from bookload.report.terminal import Part
    from bookload.workspace import Workspace


def deliver(
    reader: Workspace, body: Mapping[str, Json], tables: Callable[[], Sequence[Part]], as_json: bool
) -> None:
    """Print the document, or what `tables` makes of the same result."""
    if as_json:
        typer.echo(printed(document(reader.head, body)))
    else:
        terminal.show(*terminal.under(reader.policy.revenue.profile), *tables())
