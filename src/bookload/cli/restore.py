"""`bookload restore`: a workspace out of a backup."""

from pathlib import Path
from typing import Annotated

import typer

from bookload.cli import output
from bookload.cli.options import Json


def command(
    file: Annotated[Path, typer.Argument(help="The backup.")],
    folder: Annotated[Path, typer.Argument(help="Where to: a folder that is empty, or not there yet.")],
    as_json: Json = False,
) -> None:
    """Restore a backup into an empty folder, once every file of it was checked."""
    from bookload.report.document import VERSION, printed
    from bookload.workspace.backups import restore

    with output.progress() as progress:
        done = restore(file, folder, progress)
    manifest = done.manifest
    if as_json:
        typer.echo(
            printed(
                {
                    "version": VERSION,
                    "workspace": str(done.root),
                    "snapshot": manifest.snapshot,
                    "files": len(manifest.files),
                    "database": manifest.database,
                    "program": manifest.program,
                    "made_at": manifest.made_at.isoformat(),
                }
            )
        )
        return
    typer.echo(f"{done.root}: {len(manifest.files):,} files, as of {manifest.made_at:%Y-%m-%d %H:%M} UTC")
    if manifest.database == "elsewhere":
        output.say(
            "The app's people were in PostgreSQL: restore them with pg_restore from a dump of the same day."
        )
    output.say(f"next: bookload doctor -w {done.root}")
