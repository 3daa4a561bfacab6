"""`bookload effort`: where the hours go, by the log."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bookload.base.errors import UsageError
from bookload.cli.options import AsOf, Html, Json, Profile, Role, Root, SnapshotId, Xlsx, opened

if TYPE_CHECKING:
    from bookload.metrics.effort.effort import Effort
    from bookload.workspace import Workspace


class By(StrEnum):
    """What minutes are summed by."""

    ACCOUNT = "account"
    SEGMENT = "segment"
    STAGE = "stage"
    ACTIVITY = "activity"
    PERSON = "person"
    MONTH = "month"


def command(
    by: Annotated[By | None, typer.Option("--by", help="Only the hours by one side, all of them.")] = None,
    against_revenue: Annotated[
        bool, typer.Option("--against-revenue", help="Only time against revenue, with all accounts far off.")
    ] = False,
    candidates: Annotated[
        bool, typer.Option("--candidates", help="Only what could take fewer hours, all of it.")
    ] = False,
    workspace: Root = Path(),
    as_of: AsOf = None,
    snapshot: SnapshotId = None,
    role: Role = None,
    profile: Profile = None,
    html: Html = None,
    xlsx: Xlsx = None,
    as_json: Json = False,
) -> None:
    """Show where the team's hours go, against what is paid and entitled, and what could take fewer."""
    from bookload.base.access import Right
    from bookload.cli.deliver import deliver
    from bookload.report.topics import effort, effort_body, effort_sides

    if sum((by is not None, against_revenue, candidates)) > 1:
        raise UsageError("ask for one of --by, --against-revenue and --candidates, or for the one page")
    if by is not None and (html or xlsx):
        raise UsageError("--html and --xlsx write the one page; --by prints one side of it")
    reader = opened(workspace, as_of, role, snapshot, profile)
    if by is not None:
        rows = reader.effort_by(by.value).rows
        deliver(
            reader,
            effort_body.side_body(by.value, rows),
            lambda: effort_sides.tables(by.value, rows),
            as_json,
        )
        return
    if against_revenue or candidates:
        reader.access.demand({Right.TIME_PERSON}, "accounts and candidates")
    found, currency = reader.effort(), reader.policy.company.currency
    body, hours = effort_body.body(found), found.hours
    if against_revenue and hours is not None:
        part = {"against_revenue": body["against_revenue"]}
        deliver(reader, part, lambda: effort.against_tables(hours.against, currency), as_json)
    elif candidates and hours is not None:
        named = reader.access.allows(Right.PERSON_NAMES)
        part = {"candidates": effort_body.candidate_body(hours.savings.all, named=named)}
        deliver(reader, part, lambda: effort.candidate_tables(hours.savings, named=named), as_json)
    else:
        deliver(reader, body, lambda: effort.tables(found, currency), as_json)
    _write(reader, found, html, xlsx)


def _write(reader: Workspace, found: Effort, html: Path | None, xlsx: Path | None) -> None:
    from bookload.base.access import Right
    from bookload.base.errors import MissingDataError
    from bookload.cli.written import page, workbook
    from bookload.report.topics import effort

    currency, hours = reader.policy.company.currency, found.hours
    if html:
        from bookload.report.page.charted.effort import charts

        parts = effort.tables(found, currency)
        page(reader, html, "Where the hours go", parts, charts(reader, found))
    if xlsx:
        from bookload.report.workbook.sheets import effort as sheet

        reader.access.demand({Right.TIME_PERSON}, "the sheet of effort")
        if hours is None:
            raise MissingDataError(effort.NOTHING)
        workbook(reader, xlsx, sheet.NAME, lambda made: sheet.fill(made, hours, currency))
