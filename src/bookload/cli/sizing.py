"""`bookload sizing`: the team top-down, by published figures, beside bottom-up, by the work."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bookload.cli.options import (
    AsOf,
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
    from bookload.planning.plan.sizing import Sized, Sizing
    from bookload.workspace import Workspace


def command(
    against: Annotated[
        str | None, typer.Option("--against", help="Open the bridge from this source; part of its name does.")
    ] = None,
    aggregators: Annotated[
        bool, typer.Option("--all", help="Also figures that only aggregator pages give (grade C).")
    ] = False,
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
    """Show what each published ratio implies for you beside what the work asks for, and why they differ."""
    from bookload.cli import output
    from bookload.cli.deliver import deliver
    from bookload.report.topics import sizing
    from bookload.report.topics.capacity import told

    whole = opened(workspace, as_of, role, snapshot, profile)
    reader, supposed = supposing(whole, workspace, scenario)
    result = reader.sizing(aggregators=aggregators)
    chosen = result.against(against)
    currency = reader.policy.company.currency
    output.findings(told(result.findings, reader.access))
    deliver(
        reader,
        sizing.body(result, reader.access),
        lambda: sizing.tables(result, currency, chosen),
        as_json,
        supposed=supposed,
    )
    _write(reader, result, chosen, html, xlsx)


def _write(
    reader: Workspace, found: Sizing, chosen: Sized | None, html: Path | None, xlsx: Path | None
) -> None:
    from bookload.cli.written import page, workbook
    from bookload.report.topics import sizing

    currency = reader.policy.company.currency
    if html:
        from bookload.report.page.charted.sizing import charts

        parts = sizing.tables(found, currency, chosen)
        page(reader, html, "Top-down and bottom-up", parts, charts(chosen))
    if xlsx:
        from bookload.report.workbook.sheets import sizing as sheet

        workbook(reader, xlsx, sheet.NAME, lambda made: sheet.fill(made, found, currency))
