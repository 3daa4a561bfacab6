"""`bookload ratios`: ARR per CSM and its relatives, month by month."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from bookload.cli.options import AsOf, First, Json, Last, Profile, Role, Root, SnapshotId, opened, span


class By(StrEnum):
    """What the ratios are split by."""

    COMPANY = "company"
    SEGMENT = "segment"
    TIER = "tier"
    TOUCH_MODEL = "touch_model"
    REGION = "region"
    TEAM = "team"


def command(
    by: Annotated[By, typer.Option("--by", help="What to split them by.")] = By.COMPANY,
    first: First = None,
    last: Last = None,
    workspace: Root = Path(),
    as_of: AsOf = None,
    snapshot: SnapshotId = None,
    role: Role = None,
    profile: Profile = None,
    as_json: Json = False,
) -> None:
    """Show ARR per CSM, accounts per CSM and, where allowed, ARR per OTE, month by month."""
    from bookload.cli.deliver import deliver
    from bookload.report.topics import ratios

    reader = opened(workspace, as_of, role, snapshot, profile)
    start, end = span(reader, first, last)
    rows = [row for row in reader.ratios(by.value) if start <= row.month <= end]
    deliver(
        reader,
        ratios.body(rows, by.value, reader.access),
        lambda: ratios.tables(rows, by.value, reader.access, reader.policy.company.currency),
        as_json,
        about=(start, end),
    )
