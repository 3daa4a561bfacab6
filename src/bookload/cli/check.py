"""`bookload check`: all findings."""

from dataclasses import asdict
from pathlib import Path

import typer

from bookload.cli.options import Json, Root
from bookload.cli.output import findings


def command(workspace: Root = Path(), as_json: Json = False) -> None:
    """List everything that was found wrong, or worth knowing, about the data."""
    from bookload.report.document import VERSION, plain, printed
    from bookload.workspace import checked

    found = checked(workspace)
    if as_json:
        typer.echo(printed({"version": VERSION, "rows": [plain(asdict(finding), None) for finding in found]}))
    else:
        findings(found)
        counts = {
            kind: sum(finding.severity == kind for finding in found) for kind in ("error", "warning", "note")
        }
        typer.echo(", ".join(f"{count} {kind}{'' if count == 1 else 's'}" for kind, count in counts.items()))
    raise typer.Exit(1 if any(finding.severity != "note" for finding in found) else 0)
