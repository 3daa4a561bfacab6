"""How a command hands over its result: one JSON document, or tables for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from bookload.metrics.revenue.rates.conversion import rate_notes
from bookload.report import terminal
from bookload.report.document import document, printed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from bookload.base.period import Month
    from bookload.report.document import Json
    from bookload.report.terminal import Part
    from bookload.workspace import Workspace


def deliver(
    reader: Workspace,
    body: Mapping[str, Json],
    tables: Callable[[], Sequence[Part]],
    as_json: bool,
    about: tuple[Month, Month] | None = None,
) -> None:
    """Print the document, or what `tables` makes of the same result.

    Where it is `about` amounts of the months from one to another, it says on which days the rate of an
    earlier one had to serve: `notes` in the document, lines under the tables.
    """
    notes = rate_notes(reader, *about) if about else ()
    if as_json:
        said: Mapping[str, Json] = {"notes": list(notes)} if about else {}
        typer.echo(printed(document(reader.head, {**body, **said})))
    else:
        terminal.show(*terminal.under(reader.policy.revenue.profile), *tables(), *terminal.remarks(notes))
