"""`bookload costs`: what the team's time costs, who takes it, and what nobody takes."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bookload.base.period import Month
from bookload.cli.options import AsOf, First, Html, Json, Last, Profile, Role, Root, SnapshotId, Xlsx, opened

if TYPE_CHECKING:
    from bookload.planning.cost import Costs
    from bookload.workspace import Workspace


class By(StrEnum):
    """What the accounts are grouped by."""

    SEGMENT = "segment"
    TIER = "tier"
    TOUCH_MODEL = "touch_model"
    REGION = "region"


def command(
    by: Annotated[By, typer.Option("--by", help="What to group accounts by.")] = By.SEGMENT,
    first: First = None,
    last: Last = None,
    accounts: Annotated[
        int, typer.Option("--accounts", min=0, help="How many accounts to list, the costliest first.")
    ] = 10,
    workspace: Root = Path(),
    as_of: AsOf = None,
    snapshot: SnapshotId = None,
    role: Role = None,
    profile: Profile = None,
    html: Html = None,
    xlsx: Xlsx = None,
    as_json: Json = False,
) -> None:
    """Show what the team's capacity costs, the cost to serve by group and account, and what is unused."""
    from bookload.cli import output
    from bookload.cli.deliver import deliver
    from bookload.report.topics import costs

    reader = opened(workspace, as_of, role, snapshot, profile)
    result = reader.costs(
        by.value, Month.parse(first) if first else None, Month.parse(last) if last else None
    )
    output.findings(result.findings)
    deliver(
        reader,
        costs.body(result, reader.access, reader.policy.company.currency),
        lambda: costs.tables(result, reader.access, reader.policy.company.currency, accounts),
        as_json,
        about=(result.months[0], result.months[-1]),
    )
    _write(reader, result, accounts, html, xlsx)


def _write(reader: Workspace, found: Costs, accounts: int, html: Path | None, xlsx: Path | None) -> None:
    from bookload.cli.written import page, workbook
    from bookload.report.topics import costs

    currency = reader.policy.company.currency
    if html:
        from bookload.report.page.charted.costs import charts

        parts = costs.tables(found, reader.access, currency, accounts)
        page(reader, html, "What it costs to serve", parts, charts(found, currency))
    if xlsx:
        from bookload.report.workbook.sheets import costs as sheet

        workbook(reader, xlsx, sheet.NAME, lambda made: sheet.fill(made, found, currency))
