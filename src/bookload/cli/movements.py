"""`bookload movements`: the bridge from opening to closing MRR."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from bookload.cli.options import AsOf, First, Json, Last, Profile, Role, Root, SnapshotId, opened, span


class By(StrEnum):
    """What the bridge is split by."""

    MONTH = "month"
    ACCOUNT = "account"
    PERSON = "person"
    SEGMENT = "segment"
    PRODUCT = "product"


def command(
    by: Annotated[By, typer.Option("--by", help="What to split it by.")] = By.MONTH,
    first: First = None,
    last: Last = None,
    detail: Annotated[
        bool,
        typer.Option(
            "--detail", help="Show what expansion, contraction and churn are made of: seats, price, plan ..."
        ),
    ] = False,
    workspace: Root = Path(),
    as_of: AsOf = None,
    snapshot: SnapshotId = None,
    role: Role = None,
    profile: Profile = None,
    as_json: Json = False,
) -> None:
    """Show the bridge from opening to closing MRR: new, expansion, churn, transfers and the rest."""
    from bookload.cli.deliver import deliver
    from bookload.report.topics import movements

    reader = opened(workspace, as_of, role, snapshot, profile)
    asked = span(reader, first, last)
    result = reader.movements(by.value, *asked)
    parts = reader.sub_kinds(by.value, *asked) if detail else None
    currency = reader.policy.company.currency
    deliver(
        reader,
        movements.body(result, by.value, parts),
        lambda: movements.tables(result, by.value, currency, parts),
        as_json,
        about=asked,
    )
