"""`bookload forecast`: accounts, ARR, hours and heads ahead, with how far to believe them."""

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
    from bookload.planning.forecast import Forecast
    from bookload.workspace import Workspace


def command(
    months: Annotated[
        int | None,
        typer.Option("--months", min=1, max=60, help="How far to look ahead; the policy's 12 unless stated."),
    ] = None,
    method: Annotated[
        str | None,
        typer.Option("--method", metavar="METHOD", help="drivers, history, or auto: the better backtest."),
    ] = None,
    draws: Annotated[
        int | None, typer.Option("--draws", min=100, max=100_000, help="Simulated futures.")
    ] = None,
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
    """Show accounts, ARR, hours and heads ahead as P10, P50 and P90, with a backtest on your own past."""
    from bookload.cli import output
    from bookload.cli.deliver import deliver
    from bookload.report.topics import forecast

    whole = opened(workspace, as_of, role, snapshot, profile)
    reader, supposed = supposing(whole, workspace, scenario)
    with output.progress() as progress:
        result = reader.forecast(months, method, draws, progress)  # type: ignore[arg-type]  # checked there
    output.findings(result.findings)
    deliver(
        reader,
        forecast.body(result),
        lambda: forecast.tables(result, reader.policy.company.currency),
        as_json,
        supposed=supposed,
    )
    _write(reader, result, html, xlsx)


def _write(reader: Workspace, found: Forecast, html: Path | None, xlsx: Path | None) -> None:
    from bookload.cli.written import page, workbook
    from bookload.report.topics import forecast

    currency = reader.policy.company.currency
    if html:
        from bookload.report.page.charted.forecast import charts

        page(reader, html, "What may come", forecast.tables(found, currency), charts(reader, found))
    if xlsx:
        from bookload.report.workbook.sheets import forecast as sheet

        workbook(reader, xlsx, sheet.NAME, lambda made: sheet.fill(made, found, currency))
