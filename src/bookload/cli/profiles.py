"""`bookload profiles`: whose rules MRR can be counted under."""

from pathlib import Path
from typing import Annotated

import typer

from bookload.cli.options import Json, Root


def command(
    name: Annotated[str | None, typer.Argument(help="One profile in full, such as stripe.")] = None,
    workspace: Root = Path(),
    as_json: Json = False,
) -> None:
    """List the profiles that MRR can be counted under: each vendor's published rules, and your own."""
    from bookload.data.documents import read_policy
    from bookload.report import terminal
    from bookload.report.document import VERSION, printed
    from bookload.report.topics import profiles

    policy = read_policy(workspace).content
    if as_json:
        typer.echo(printed({"version": VERSION, **profiles.body(policy, name)}))
    else:
        terminal.show(*profiles.tables(policy, name))
