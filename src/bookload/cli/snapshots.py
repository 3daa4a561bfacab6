"""`bookload snapshots`: what was imported when."""

from pathlib import Path

import typer

from bookload.cli.options import Json, Root


def command(workspace: Root = Path(), as_json: Json = False) -> None:
    """List what was imported when; earlier figures can be computed again with --snapshot."""
    from bookload.report import terminal
    from bookload.report.document import VERSION, printed
    from bookload.report.topics import snapshots
    from bookload.workspace import history

    manifests, current = history(workspace)
    if as_json:
        typer.echo(printed({"version": VERSION, **snapshots.body(manifests, current)}))
    else:
        terminal.show(*snapshots.tables(manifests, current))
