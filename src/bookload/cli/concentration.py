"""`bookload concentration`: what share of ARR the largest accounts have."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from bookload.cli.options import AsOf, First, Json, Last, Profile, Role, Root, SnapshotId, opened


class Of(StrEnum):
    """What is counted as one."""

    FAMILY = "family"
    ACCOUNT = "account"


def command(
    top: Annotated[
        list[int] | None,
        typer.Option("--top", min=1, help="How many of the largest; may be given several times."),
    ] = None,
    of: Annotated[
        Of, typer.Option("--of", help="Accounts of one parent together as a family, or each account alone.")
    ] = Of.FAMILY,
    first: First = None,
    last: Last = None,
    workspace: Root = Path(),
    as_of: AsOf = None,
    snapshot: SnapshotId = None,
    role: Role = None,
    profile: Profile = None,
    as_json: Json = False,
) -> None:
    """Show what share of ARR the largest accounts have, and how evenly it is spread."""
    from bookload.base.period import Month
    from bookload.cli.deliver import deliver
    from bookload.metrics.revenue.concentration import TOPS
    from bookload.report.topics import concentration

    reader = opened(workspace, as_of, role, snapshot, profile)
    found = reader.concentration(
        Month.parse(first) if first else None,
        Month.parse(last) if last else None,
        tuple(top or TOPS),
        of.value,
    )
    deliver(
        reader,
        concentration.body(found),
        lambda: concentration.tables(found, reader.policy.company.currency),
        as_json,
        about=(reader.months[0], reader.months[-1]),
    )
