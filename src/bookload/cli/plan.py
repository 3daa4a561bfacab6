"""`bookload plan`: whom to hire when, how safe that is, and what it costs."""

from pathlib import Path
from typing import Annotated

import typer

from bookload.cli.options import AsOf, Json, Profile, Role, Root, SnapshotId, opened


def command(
    months_ahead: Annotated[
        int | None,
        typer.Option(
            "--months-ahead", min=1, max=60, help="How far to plan; the policy's [forecast] months."
        ),
    ] = None,
    workspace: Root = Path(),
    as_of: AsOf = None,
    snapshot: SnapshotId = None,
    role: Role = None,
    profile: Profile = None,
    as_json: Json = False,
) -> None:
    """Show whom to hire when, the chance of enough cover by role and month, and what a flat rule would do."""
    from bookload.cli.deliver import deliver
    from bookload.cli.output import progress
    from bookload.report.topics import plan

    reader = opened(workspace, as_of, role, snapshot, profile)
    with progress() as told:
        result = reader.plan(months_ahead, told)
    currency = reader.policy.company.currency
    deliver(
        reader,
        plan.body(result, reader.access, currency),
        lambda: plan.tables(result, reader.access, currency),
        as_json,
    )
