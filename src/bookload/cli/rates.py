"""`bookload rates`: what a currency is worth on a day, and who says so."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from bookload.cli.options import Json, Role, Root, SnapshotId, day, opened


def command(
    currencies: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[CURRENCY]...", help="Codes of ISO 4217; those that revenue is in by default."
        ),
    ] = None,
    on: Annotated[
        date | None,
        typer.Option("--on", parser=day, metavar="DATE", help="The day; data through by default."),
    ] = None,
    workspace: Root = Path(),
    snapshot: SnapshotId = None,
    role: Role = None,
    as_json: Json = False,
) -> None:
    """Show what currencies are worth on a day: the rate, whose and of which day it is, and its inverse."""
    from bookload.cli.deliver import deliver
    from bookload.metrics.revenue.rates.stated import stated_rates
    from bookload.report.topics import rates

    reader = opened(workspace, None, role, snapshot)
    found = stated_rates(reader, on or reader.as_of, [code.upper() for code in currencies or ()]).rows
    deliver(reader, rates.body(found), lambda: rates.tables(found, reader.policy.company.currency), as_json)
