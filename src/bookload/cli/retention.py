"""`bookload retention`: NRR, GRR and logo churn."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from bookload.cli.options import AsOf, Json, Profile, Role, Root, SnapshotId, opened


class Period(StrEnum):
    """How long a period is."""

    YEAR = "year"
    MONTH = "month"


class By(StrEnum):
    """What the rates are split by."""

    SEGMENT = "segment"
    TIER = "tier"
    TOUCH_MODEL = "touch_model"
    REGION = "region"


def command(
    period: Annotated[
        Period, typer.Option("--period", help="Trailing twelve months, or single months.")
    ] = Period.YEAR,
    by: Annotated[By | None, typer.Option("--by", help="What to split it by.")] = None,
    workspace: Root = Path(),
    as_of: AsOf = None,
    snapshot: SnapshotId = None,
    role: Role = None,
    profile: Profile = None,
    as_json: Json = False,
) -> None:
    """Show net and gross revenue retention and logo churn, month by month."""
    from bookload.cli.deliver import deliver
    from bookload.report.topics import retention

    reader = opened(workspace, as_of, role, snapshot, profile)
    split = by.value if by else None
    rows = reader.retention(period.value, split).rows
    deliver(
        reader,
        retention.body(rows, period.value, split),
        lambda: retention.tables(rows, period.value, split),
        as_json,
    )
