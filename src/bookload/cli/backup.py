"""`bookload backup`: the workspace in one file."""

import os
from pathlib import Path
from typing import Annotated

import typer

from bookload.cli import output
from bookload.cli.options import Json, Root, now


def command(
    to: Annotated[
        Path,
        typer.Argument(
            metavar="FILE|DIR", help="The file to write, or a folder that it gets a name of its own in."
        ),
    ],
    workspace: Root = Path(),
    as_json: Json = False,
) -> None:
    """Back up documents, snapshots, imported bytes, the audit log and the app's people, while all goes on."""
    from bookload.report.document import VERSION, printed
    from bookload.web.state import DATABASE
    from bookload.workspace.backups import backup

    url = os.environ.get(DATABASE)
    with output.progress() as progress:
        made = backup(workspace, to, now=now(), database_url=url, progress=progress)
    manifest = made.manifest
    if made.dump:
        output.say(
            f"The app's people are in PostgreSQL, not in this backup. Back them up too:\n  {made.dump}"
        )
    if as_json:
        typer.echo(
            printed(
                {
                    "version": VERSION,
                    "file": str(made.path),
                    "size": made.size,
                    "snapshot": manifest.snapshot,
                    "files": len(manifest.files),
                    "database": manifest.database,
                    "dump": made.dump,
                    "program": manifest.program,
                    "made_at": manifest.made_at.isoformat(),
                }
            )
        )
        return
    typer.echo(f"{made.path}: {len(manifest.files):,} files in {made.size:,} bytes, read again and whole")
    output.say("It holds pay and people: keep it as carefully as the workspace.")
