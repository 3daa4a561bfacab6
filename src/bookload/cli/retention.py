"""`bookload retention`: NRR, GRR and logo churn."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from bookload.cli.options import AsOf, Json, Profile, Role, Root, SnapshotId, opened


class Period(StrEnum):
    """How long a period is."""

    YEAR = "year"
    QUARTER = "quarter"
    MONTH = "month"
    FISCAL_YEAR = "fiscal_year"
    FISCAL_QUARTER = "fiscal_quarter"


class By(StrEnum):
    """What the rates are split by."""

    SEGMENT = "segment"
    TIER = "tier"
    TOUCH_MODEL = "touch_model"
    REGION = "region"
    PRODUCT = "product"
    PERSON = "person"


def command(
    period: Annotated[
        Period,
        typer.Option("--period", help="Trailing twelve or three months, single months, or fiscal periods."),
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
    if by is By.PERSON:
        books = reader.book_retention(period.value).rows
        deliver(
            reader,
            retention.body_of_books(books, period.value),
            lambda: retention.tables_of_books(books, period.value),
            as_json,
            about=(reader.months[0], reader.months[-1]),
        )
        return
    rows = reader.retention(period.value, split).rows
    deliver(
        reader,
        retention.body(rows, period.value, split),
        lambda: retention.tables(rows, period.value, split),
        as_json,
        about=(reader.months[0], reader.months[-1]),
    )
