"""`bookload forecast`: accounts, ARR, hours and heads ahead, with how far to believe them."""

from pathlib import Path
from typing import Annotated

import typer

from bookload.cli.options import AsOf, Json, Profile, Role, Root, SnapshotId, opened


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
    as_json: Json = False,
) -> None:
    """Show accounts, ARR, hours and heads ahead as P10, P50 and P90, with a backtest on your own past."""
    from bookload.cli import output
    from bookload.cli.deliver import deliver
    from bookload.report.topics import forecast

    reader = opened(workspace, as_of, role, snapshot, profile)
    with output.progress() as progress:
        result = reader.forecast(months, method, draws, progress)  # type: ignore[arg-type]  # checked there
    output.findings(result.findings)
    deliver(
        reader,
        forecast.body(result),
        lambda: forecast.tables(result, reader.policy.company.currency),
        as_json,
    )
