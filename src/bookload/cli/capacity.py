"""`bookload capacity`: hours asked for against hours there are."""

from pathlib import Path
from typing import Annotated

import typer

from bookload.base.period import Month
from bookload.cli.options import AsOf, First, Json, Profile, Role, Root, SnapshotId, opened


def command(
    months_ahead: Annotated[
        int, typer.Option("--months-ahead", min=0, max=24, help="How far to look ahead.")
    ] = 3,
    first: First = None,
    workspace: Root = Path(),
    as_of: AsOf = None,
    snapshot: SnapshotId = None,
    role: Role = None,
    profile: Profile = None,
    as_json: Json = False,
) -> None:
    """Show demand, supply, utilisation and required heads, by role and month and by person."""
    from bookload.cli.deliver import deliver
    from bookload.report.topics import capacity

    reader = opened(workspace, as_of, role, snapshot, profile)
    result = reader.capacity(months_ahead, Month.parse(first) if first else None)
    deliver(
        reader,
        capacity.body(result, reader.access),
        lambda: capacity.tables(result, reader.access, reader.policy.company.currency),
        as_json,
    )
