"""`bookload plan`: whom to hire when, how safe that is, and what it costs."""

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
    from bookload.planning.plan.hiring import HiringPlan
    from bookload.report.document import Document
    from bookload.workspace import Workspace


def command(
    months_ahead: Annotated[
        int | None,
        typer.Option(
            "--months-ahead", min=1, max=60, help="How far to plan; the policy's [forecast] months."
        ),
    ] = None,
    workspace: Root = Path(),
    as_of: AsOf = None,
    snapshot: SnapshotId = None,
    role: Role = None,
    profile: Profile = None,
    scenario: Scenario = None,
    keep: Annotated[
        bool, typer.Option("--keep", help="Keep it: the board report shows the last one.")
    ] = False,
    html: Html = None,
    xlsx: Xlsx = None,
    as_json: Json = False,
) -> None:
    """Show whom to hire when, the chance of enough cover by role and month, and what a flat rule would do."""
    from bookload.cli.deliver import deliver
    from bookload.cli.output import progress
    from bookload.report.document import document
    from bookload.report.topics import plan

    whole = opened(workspace, as_of, role, snapshot, profile)
    reader, supposed = supposing(whole, workspace, scenario)
    with progress() as told:
        result = reader.plan(months_ahead, told)
    currency = reader.policy.company.currency
    deliver(
        reader,
        plan.body(result, reader.access, currency),
        lambda: plan.tables(result, reader.access, currency),
        as_json,
        supposed=supposed,
    )
    _write(reader, result, html, xlsx)
    if keep:
        _keep(workspace, document(reader.head, plan.body(result, reader.access, currency)))


def _keep(workspace: Path, found: Document) -> None:
    from bookload.cli.output import say
    from bookload.report.board import Planned
    from bookload.workspace.given_out import keep_plan

    kept = keep_plan(workspace, Planned.of(found))
    say(
        "kept for the board report"
        if kept
        else "not kept: the plan of a later day is, or nothing may be written"
    )


def _write(reader: Workspace, found: HiringPlan, html: Path | None, xlsx: Path | None) -> None:
    from bookload.cli.written import page, workbook
    from bookload.report.topics import plan

    currency = reader.policy.company.currency
    if html:
        from bookload.report.page.charted.plan import charts

        page(reader, html, "Whom to hire when", plan.tables(found, reader.access, currency), charts(found))
    if xlsx:
        from bookload.report.workbook.sheets import plan as sheet

        workbook(reader, xlsx, sheet.NAME, lambda made: sheet.fill(made, found, reader.access, currency))
