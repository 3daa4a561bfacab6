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
    from bookload.workspace.what_ifs import Supposed


def deliver(
    reader: Workspace,
    body: Mapping[str, Json],
    tables: Callable[[], Sequence[Part]],
    as_json: bool,
    about: tuple[Month, Month] | None = None,
    supposed: Supposed | None = None,
) -> None:
    """Print the document, or what `tables` makes of the same result.

    Where it is `about` amounts of the months from one to another, it says on which days the rate of an
    earlier one had to serve: `notes` in the document, lines under the tables. What is `supposed` stands
    first, as `scenario` in the document.
    """
    notes = rate_notes(reader, *about) if about else ()
    if as_json:
        said: Mapping[str, Json] = {"notes": list(notes)} if about else {}
        what_if = {} if supposed is None else {"scenario": supposed.body}
        typer.echo(printed(document(reader.head, {**what_if, **body, **said})))
    else:
        under, lead = terminal.under(reader.policy.revenue.profile), [supposed.said] if supposed else []
        terminal.show(*under, *lead, *tables(), *terminal.remarks(notes))
