"""`bookload signs`: what turned, in the month that it turned."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from bookload.cli.options import AsOf, First, Json, Last, Profile, Role, Root, SnapshotId, opened, span


class By(StrEnum):
    """What the signs are looked for in."""

    COMPANY = "company"
    SEGMENT = "segment"
    TIER = "tier"
    TOUCH_MODEL = "touch_model"
    REGION = "region"
    PERSON = "person"


def command(
    by: Annotated[By, typer.Option("--by", help="What to look for signs in.")] = By.COMPANY,
    first: First = None,
    last: Last = None,
    workspace: Root = Path(),
    as_of: AsOf = None,
    snapshot: SnapshotId = None,
    role: Role = None,
    profile: Profile = None,
    as_json: Json = False,
) -> None:
    """Show what turned and since when: MRR outside its band, first contractions, shrinking accounts."""
    from bookload.cli.deliver import deliver
    from bookload.metrics.revenue.known import last_over
    from bookload.report.topics import signs

    reader = opened(workspace, as_of, role, snapshot, profile)
    asked = span(reader, first, last or str(last_over(reader)), 12 if by is By.COMPANY else 1)
    found = reader.signs(by.value, *asked)
    currency = reader.policy.company.currency
    deliver(
        reader,
        signs.body(found, reader.access, currency),
        lambda: signs.tables(found, currency),
        as_json,
    )
