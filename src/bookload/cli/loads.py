"""`bookload loads`: hours asked of hours there, by person and month."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from bookload.cli.options import AsOf, First, Json, Profile, Role, Root, SnapshotId, opened

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bookload.report.terminal import Part


def command(
    months_ahead: Annotated[
        int, typer.Option("--months-ahead", min=0, max=24, help="How far to look ahead.")
    ] = 5,
    first: First = None,
    workspace: Root = Path(),
    as_of: AsOf = None,
    snapshot: SnapshotId = None,
    role: Role = None,
    profile: Profile = None,
    as_json: Json = False,
) -> None:
    """Show the load of each person by month: hours asked of those there are, and where it is too much."""
    from bookload.base.progress import Progress
    from bookload.cli.deliver import deliver
    from bookload.workspace.questions import QUESTIONS

    said = {"months_ahead": str(months_ahead), **({"from": first} if first else {})}
    reader = opened(workspace, as_of, role, snapshot, profile)
    _, found = QUESTIONS["loads"].put(reader, said, Progress())
    deliver(reader, found.body, lambda: cast("Sequence[Part]", found.parts), as_json)
