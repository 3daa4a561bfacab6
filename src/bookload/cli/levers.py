"""`bookload levers`: what to change so that hours are freed and customers get no less."""

from __future__ import annotations

import re
from fractions import Fraction
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
from bookload.cli.output import progress, say

if TYPE_CHECKING:
    from bookload.planning.plan.levers import LeverPlan
    from bookload.workspace import Workspace


TO_WRITE = "`bookload levers --write` writes these into it, to be changed."

AMOUNT = re.compile(r"[0-9]{1,24}(\.[0-9]{1,6})?|[0-9]{1,3}(,[0-9]{3}){1,7}(\.[0-9]{1,6})?")
"""An amount, with or without commas between its thousands; `1,5` is none: it would be read as 15."""


def amount(text: str) -> Fraction:
    """Return the amount that an option gives."""
    if not AMOUNT.fullmatch(text.strip()):
        raise typer.BadParameter(f"'{text}' is not an amount of 0 or more; write it as 20000 or 20,000.50")
    return Fraction(text.strip().replace(",", ""))


def command(
    budget: Annotated[
        Fraction | None,
        typer.Option(
            "--budget", parser=amount, metavar="AMOUNT", help="What levers may cost; the policy's by default."
        ),
    ] = None,
    of_role: Annotated[
        str | None,
        typer.Option("--role", metavar="ROLE", help="Whose hours to free: csm by default, or all."),
    ] = None,
    write: Annotated[
        bool,
        typer.Option("--write", help="Write the default levers to levers.toml, to be changed, and stop."),
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
    """Show the best set of levers under a budget, what each frees alone, and the ratios that follow."""
    from bookload.cli.deliver import deliver
    from bookload.report.topics import levers

    whole = opened(workspace, as_of, role, snapshot, profile)
    reader, supposed = supposing(whole, workspace, scenario)
    if write:
        from bookload.workspace.writing import write_levers

        say(f"{write_levers(whole, workspace)} levers are in {workspace / 'levers.toml'}; each is assumed")
        return
    with progress() as told:
        plan = reader.levers(budget, of_role, told)
    currency = reader.policy.company.currency
    deliver(
        reader,
        levers.body(plan, reader.access),
        lambda: [*levers.tables(plan, reader.access, currency), *([TO_WRITE] if plan.assumed else [])],
        as_json,
        supposed=supposed,
    )
    _write(reader, plan, html, xlsx)


def _write(reader: Workspace, found: LeverPlan, html: Path | None, xlsx: Path | None) -> None:
    from bookload.cli.written import page, workbook
    from bookload.report.topics import levers

    currency = reader.policy.company.currency
    if html:
        from bookload.report.page.charted.levers import charts

        parts = levers.tables(found, reader.access, currency)
        page(reader, html, "What to change", parts, charts(found, currency))
    if xlsx:
        from bookload.report.workbook.sheets import levers as sheet

        workbook(reader, xlsx, sheet.NAME, lambda made: sheet.fill(made, found, currency))
