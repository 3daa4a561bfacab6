"""`bookload impact`: whether what was done to accounts changed MRR, or that nobody can tell."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bookload.cli.options import AsOf, Json, Profile, Role, Root, SnapshotId, opened
from bookload.cli.output import progress


def command(
    intervention: Annotated[
        str | None,
        typer.Argument(metavar="[INTERVENTION]", help="One by its identifier, or new_csm; all by default."),
    ] = None,
    contact: Annotated[
        bool, typer.Option("--contact", help="What MRR does after contact instead, by lag and owner.")
    ] = False,
    after: Annotated[
        int, typer.Option("--months", min=1, max=24, help="Months from each start that are looked at.")
    ] = 6,
    workspace: Root = Path(),
    as_of: AsOf = None,
    snapshot: SnapshotId = None,
    role: Role = None,
    profile: Profile = None,
    as_json: Json = False,
) -> None:
    """Show what interventions did to MRR: the effect with its interval, or why nobody can tell."""
    from bookload.cli.deliver import deliver
    from bookload.report.topics import impact

    reader = opened(workspace, as_of, role, snapshot, profile)
    if contact:
        if intervention is not None:
            raise typer.BadParameter("--contact is of all contact; leave the intervention out")
        seen = reader.contact()
        deliver(
            reader,
            impact.contact_body(seen, reader.access),
            lambda: impact.contact_tables(seen),
            as_json,
        )
        return
    with progress() as told:
        found = reader.impact(intervention, after, told)
    currency = reader.policy.company.currency
    deliver(reader, impact.body(found, reader.access), lambda: impact.tables(found, currency), as_json)
