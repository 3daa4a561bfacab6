"""`bookload monday`: what is worth a look this week."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bookload.cli.options import AsOf, Json, Profile, Role, Root, SnapshotId, opened


def command(
    rows: Annotated[
        int, typer.Option("--rows", min=1, help="How many rows of each list to show; --json has all.")
    ] = 12,
    workspace: Root = Path(),
    as_of: AsOf = None,
    snapshot: SnapshotId = None,
    role: Role = None,
    profile: Profile = None,
    as_json: Json = False,
) -> None:
    """Show what is worth a look: loads above the target, silent renewals and accounts, nobody's accounts."""
    from bookload.cli.deliver import deliver
    from bookload.report.topics import monday

    reader = opened(workspace, as_of, role, snapshot, profile)
    found = reader.monday()
    deliver(
        reader,
        monday.body(found),
        lambda: monday.tables(found, reader.policy.company.currency, rows),
        as_json,
    )
