"""`bookload doctor`: whether the workspace is as it was written."""

import os
from dataclasses import asdict
from pathlib import Path

import typer

from bookload.cli import output
from bookload.cli.options import Json, Root, now


def command(workspace: Root = Path(), as_json: Json = False) -> None:
    """Look whether a workspace is whole: documents, snapshots, files, log, the app's database, the disk."""
    from bookload.report.document import VERSION, plain, printed
    from bookload.web import checkup as app
    from bookload.web.state import DATABASE
    from bookload.workspace.checkup import LOOKS, checkup

    with output.progress() as progress:
        found = (*checkup(workspace, now(), progress), *app.checkup(workspace, os.environ.get(DATABASE)))
    wrong = [finding for finding in found if finding.severity != "note"]
    if as_json:
        typer.echo(printed({"version": VERSION, "rows": [plain(asdict(finding), None) for finding in found]}))
    else:
        output.findings(found)
        looked = ", ".join((*LOOKS, "the app's database"))
        typer.echo(f"{len(wrong)} to mend; looked at: {looked}" if wrong else f"all is well: {looked}")
    raise typer.Exit(1 if wrong else 0)
