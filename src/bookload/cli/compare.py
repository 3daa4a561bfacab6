"""`bookload compare`: what-ifs side by side, and what drives the difference."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bookload.cli.options import AsOf, Html, Json, Profile, Role, Root, SnapshotId, Xlsx, now, opened
from bookload.cli.output import progress

if TYPE_CHECKING:
    from bookload.planning.plan.scenarios import Comparison
    from bookload.workspace import Workspace


def command(
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="SCENARIO...", help="Scenarios by the names of their files; all by default."),
    ] = None,
    months: Annotated[int, typer.Option("--months", min=1, max=36, help="How far to look ahead.")] = 12,
    plans: Annotated[
        bool, typer.Option("--plans", help="With a hiring plan each: heads to hire, chance of cover, cost.")
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
    """Compare scenarios with the company as it is: figures, differences, and what drives each.

    One that cannot be read or meant is left out and named, with exit code 1; one asked for by name stops all.
    """
    import getpass

    from bookload.cli.deliver import deliver
    from bookload.report.topics import scenarios
    from bookload.workspace.what_ifs import log_pay, read_what_ifs

    reader = opened(workspace, as_of, role, snapshot, profile)
    log_pay(workspace, reader.access, now=now(), who=getpass.getuser())
    what_ifs, broken = read_what_ifs(workspace, names or (), reader.access)
    with progress() as told:
        found = reader.compare(what_ifs, months, told, None if names else broken)
        if plans:
            from bookload.planning.plan.scenarios import with_plans

            found = with_plans(reader, found, what_ifs, reader.company.levers, told)
    currency = reader.policy.company.currency
    deliver(reader, scenarios.body(found), lambda: scenarios.tables(found, currency), as_json)
    _write(reader, found, html, xlsx)
    if found.broken:
        raise typer.Exit(1)


def _write(reader: Workspace, found: Comparison, html: Path | None, xlsx: Path | None) -> None:
    from bookload.cli.written import page, workbook
    from bookload.report.topics import scenarios

    currency = reader.policy.company.currency
    if html:
        from bookload.report.page.charted.scenarios import charts

        page(reader, html, "Scenarios side by side", scenarios.tables(found, currency), charts(found))
    if xlsx:
        from bookload.report.workbook.sheets import scenarios as sheet

        workbook(reader, xlsx, sheet.NAME, lambda made: sheet.fill(made, found, currency))
