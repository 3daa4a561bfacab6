"""`bookload capacity`: hours asked for against hours there are."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bookload.base.period import Month
from bookload.cli.options import (
    AsOf,
    First,
    Html,
    Json,
    Profile,
    Role,
    Root,
    Scenario,
    SnapshotId,
    Xlsx,
    opened,
    supposing,
)

if TYPE_CHECKING:
    from bookload.planning.capacity import Capacity
    from bookload.workspace import Workspace


def command(
    months_ahead: Annotated[
        int, typer.Option("--months-ahead", min=0, max=24, help="How far to look ahead.")
    ] = 3,
    first: First = None,
    workspace: Root = Path(),
    as_of: AsOf = None,
    snapshot: SnapshotId = None,
    role: Role = None,
    profile: Profile = None,
    scenario: Scenario = None,
    html: Html = None,
    xlsx: Xlsx = None,
    as_json: Json = False,
) -> None:
    """Show demand, supply, utilisation and required heads, by role and month and by person."""
    from bookload.cli import output
    from bookload.cli.deliver import deliver
    from bookload.report.topics import capacity

    whole = opened(workspace, as_of, role, snapshot, profile)
    reader, supposed = supposing(whole, workspace, scenario)
    result = reader.capacity(months_ahead, Month.parse(first) if first else None)
    output.findings(capacity.told(result.findings, reader.access))
    deliver(
        reader,
        capacity.body(result, reader.access),
        lambda: capacity.tables(result, reader.access, reader.policy.company.currency),
        as_json,
        supposed=supposed,
    )
    _write(reader, result, html, xlsx)


def _write(reader: Workspace, found: Capacity, html: Path | None, xlsx: Path | None) -> None:
    from bookload.cli.written import page, workbook
    from bookload.report.topics import capacity

    if html:
        from bookload.report.page.charted.capacity import charts

        parts = capacity.tables(found, reader.access, reader.policy.company.currency)
        page(reader, html, "Hours and heads", parts, charts(found))
    if xlsx:
        from bookload.report.workbook.sheets import capacity as sheet

        workbook(reader, xlsx, sheet.NAME, lambda made: sheet.alone(made, found, reader.policy))
