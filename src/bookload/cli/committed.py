"""`bookload committed`: ARR that is live, and what is signed or known to end."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from bookload.cli.options import AsOf, Json, Profile, Role, Root, SnapshotId, opened


class By(StrEnum):
    """What committed ARR is split by."""

    ACCOUNT = "account"
    SEGMENT = "segment"
    TIER = "tier"
    TOUCH_MODEL = "touch_model"
    REGION = "region"


def command(
    by: Annotated[By | None, typer.Option("--by", help="What to split it by.")] = None,
    ahead: Annotated[
        int, typer.Option("--ahead", min=0, max=120, help="How many coming month ends to show.")
    ] = 12,
    rows: Annotated[
        int, typer.Option("--rows", min=0, help="How many changes ahead to show; 0 shows all.")
    ] = 12,
    workspace: Root = Path(),
    as_of: AsOf = None,
    snapshot: SnapshotId = None,
    role: Role = None,
    profile: Profile = None,
    as_json: Json = False,
) -> None:
    """Show committed ARR: live, signed and not yet started, and the changes and ends that are known."""
    from bookload.cli.deliver import deliver
    from bookload.report.topics import committed

    reader = opened(workspace, as_of, role, snapshot, profile)
    split = by.value if by else None
    found = reader.committed(split, ahead)
    changes = reader.committed_changes().rows
    deliver(
        reader,
        committed.body(found, changes, split),
        lambda: committed.tables(found, changes, split, reader.policy.company.currency, rows),
        as_json,
        about=(reader.months[-1], reader.months[-1]),
    )
