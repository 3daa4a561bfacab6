"""`bookload import`: files in, one snapshot out."""

import getpass
import os
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from bookload.cli import output
from bookload.cli.options import Json, Root, day, now


def command(
    paths: Annotated[
        list[Path], typer.Argument(help="Files or folders: CSV, XLSX, Parquet, ICS or XES, any names.")
    ],
    workspace: Root = Path(),
    mapping: Annotated[
        Path | None, typer.Option("--map", help="A mapping of columns that overrides what is guessed.")
    ] = None,
    data_through: Annotated[
        date | None,
        typer.Option("--data-through", parser=day, metavar="DATE", help="The last day that the files know."),
    ] = None,
    known_from: Annotated[
        date | None,
        typer.Option(
            "--known-from",
            parser=day,
            metavar="DATE",
            help="The first day that the files know all of; before it is n/a.",
        ),
    ] = None,
    answer: Annotated[
        list[str] | None,
        typer.Option("--answer", metavar="CODE=VALUE", help="An answer to what the import asks."),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say exactly what would be done, and do nothing.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Read files, map their columns, check every row, and write a snapshot."""
    from bookload.report import terminal
    from bookload.report.document import printed
    from bookload.report.topics import imports
    from bookload.workspace import Request, import_into

    request = Request(
        paths=paths,
        now=now(),
        who=os.environ.get("USER") or getpass.getuser(),
        mapping=mapping,
        answers=dict(item.partition("=")[::2] for item in answer or []),
        data_through=data_through,
        known_from=known_from,
        dry_run=dry_run,
    )
    with output.progress() as progress:
        done = import_into(workspace, request, progress)
    output.findings(done.findings)
    if as_json:
        typer.echo(printed(imports.body(done)))
    else:
        terminal.show(*imports.tables(done, dry_run=dry_run))
    raise typer.Exit(1 if done.refused else 0)
