"""`bookload signs`: what turned, in the month that it turned."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from bookload.cli.options import AsOf, First, Json, Last, Role, Root, SnapshotId, opened, span


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
    as_json: Json = False,
) -> None:
    """Show what turned and since when: MRR outside its band, first contractions, shrinking accounts."""
    from bookload.cli.deliver import deliver
    from bookload.report.topics import signs

    reader = opened(workspace, as_of, role, snapshot)
    found = reader.signs(by.value, *span(reader, first, last, 12 if by is By.COMPANY else 1))
    currency = reader.policy.company.currency
    deliver(
        reader,
        signs.body(found, reader.access, currency),
        lambda: signs.tables(found, currency),
        as_json,
    )
