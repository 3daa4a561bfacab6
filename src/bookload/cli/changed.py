"""`bookload changed`: what became of ARR and MRR since a day, by cause, person and account."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from bookload.cli.options import AsOf, Json, Profile, Role, Root, SnapshotId, day, opened

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bookload.report.terminal import Part


def command(
    since: Annotated[
        date | None,
        typer.Option("--since", parser=day, metavar="DATE", help="From which day; else a month ago."),
    ] = None,
    before: Annotated[
        str | None,
        typer.Option("--before", metavar="SNAPSHOT", help="The snapshot of then, else this one."),
    ] = None,
    rows: Annotated[int, typer.Option("--rows", min=1, help="How many accounts to show.")] = 12,
    workspace: Root = Path(),
    as_of: AsOf = None,
    snapshot: SnapshotId = None,
    role: Role = None,
    profile: Profile = None,
    as_json: Json = False,
) -> None:
    """Show what changed since a day, and why: by cause, by person, and the accounts that changed most."""
    from bookload.base.progress import Progress
    from bookload.cli.deliver import deliver
    from bookload.workspace.questions import QUESTIONS

    said = {"since": since, "before": before, "rows": rows}
    reader = opened(workspace, as_of, role, snapshot, profile)
    _, found = QUESTIONS["changed"].put(
        reader, {name: str(value) for name, value in said.items() if value is not None}, Progress()
    )
    deliver(reader, found.body, lambda: cast("Sequence[Part]", found.parts), as_json, about=found.about)
