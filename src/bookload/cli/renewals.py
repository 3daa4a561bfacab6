"""`bookload renewals`: what is due for renewal, when, and whether it has to be signed."""

from pathlib import Path
from typing import Annotated

import typer

from bookload.cli.options import AsOf, Json, Profile, Role, Root, SnapshotId, opened


def command(
    ahead: Annotated[int, typer.Option("--ahead", min=1, max=120, help="How many months ahead.")] = 12,
    rows: Annotated[int, typer.Option("--rows", min=0, help="How many rows to show; 0 shows all.")] = 12,
    workspace: Root = Path(),
    as_of: AsOf = None,
    snapshot: SnapshotId = None,
    role: Role = None,
    profile: Profile = None,
    as_json: Json = False,
) -> None:
    """Show the ARR that is due for renewal by month, by owner and row by row, overdue first."""
    from bookload.cli.deliver import deliver
    from bookload.report.topics import renewals

    reader = opened(workspace, as_of, role, snapshot, profile)
    found, owners = reader.renewals(ahead)
    deliver(
        reader,
        renewals.body(found, owners),
        lambda: renewals.tables(found, owners, reader.policy.company.currency, rows),
        as_json,
        about=(reader.months[-1], reader.months[-1]),
    )
