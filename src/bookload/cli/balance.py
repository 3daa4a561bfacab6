"""`bookload balance`: which accounts should move to whom, why, in which order, and how good that is."""

from __future__ import annotations

from datetime import date, timedelta
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
    day,
    opened,
    supposing,
)
from bookload.cli.output import progress, say

if TYPE_CHECKING:
    from bookload.planning.balance import Proposal
    from bookload.workspace import Workspace


def command(
    orphans: Annotated[
        bool, typer.Option("--orphans", help="Place what nobody looks after; all else stays.")
    ] = False,
    leaver: Annotated[
        list[str] | None,
        typer.Option(
            "--leaver", metavar="OWNER", help="Hand on what somebody has who leaves; all else stays."
        ),
    ] = None,
    hire: Annotated[
        str | None,
        typer.Option("--hire", metavar="PERSON", help="Build a book for one person; others may only give."),
    ] = None,
    max_moves: Annotated[
        int | None, typer.Option("--max-moves", min=0, help="How many accounts may change owner.")
    ] = None,
    seconds: Annotated[
        float | None, typer.Option("--seconds", min=0.1, max=86_400, help="How long to search; the policy's.")
    ] = None,
    frontier: Annotated[
        bool, typer.Option("--frontier", help="Also what fewer moves would reach; takes as long again.")
    ] = False,
    moves: Annotated[
        Path | None,
        typer.Option("--moves", "--out", metavar="FILE.csv", help="Also write the moves for a CRM."),
    ] = None,
    ownership: Annotated[
        Path | None,
        typer.Option(
            "--ownership", metavar="FILE.csv", help="Also write the ownership that follows, to import."
        ),
    ] = None,
    starts: Annotated[
        date | None,
        typer.Option(
            "--starts", parser=day, metavar="DATE", help="When owners change; the day after the date."
        ),
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
    """Propose moves that even out hours and ARR, each with its reason, and how near to the best they are."""
    from time import monotonic

    from bookload.cli import output
    from bookload.cli.deliver import deliver
    from bookload.planning.balance import Ask
    from bookload.report.topics import balance
    from bookload.workspace.balancing import How

    whole = opened(workspace, as_of, role, snapshot, profile)
    reader, supposed = supposing(whole, workspace, scenario)
    ask = Ask(orphans, tuple(leaver or ()), hire)
    with progress() as told:
        found = reader.balance(ask, How(max_moves, seconds, frontier), monotonic, told)
    output.findings(found.findings)
    _write(reader, found, moves, ownership, starts or reader.as_of + timedelta(days=1))
    currency = reader.policy.company.currency
    deliver(reader, balance.body(found), lambda: balance.tables(found, currency), as_json, supposed=supposed)
    if found.objective is None:
        raise typer.Exit(1)
    _show(reader, found, html, xlsx)


def _show(reader: Workspace, found: Proposal, html: Path | None, xlsx: Path | None) -> None:
    """Write the page and the workbook that are asked for."""
    from bookload.cli.written import page, workbook

    currency = reader.policy.company.currency
    if html:
        from bookload.report.page.charted.balance import charts
        from bookload.report.topics.balance import tables

        page(reader, html, "Balance", tables(found, currency), charts(found.books, found.frontier))
    if xlsx:
        from bookload.report.workbook.sheets.balance import sheets

        (name, fill), *more = sheets(found, currency)
        workbook(reader, xlsx, name, fill, more)


def _write(
    reader: Workspace, found: Proposal, moves: Path | None, ownership: Path | None, starts: date
) -> None:
    """Write the files that are asked for; none where nothing is proposed."""
    from bookload.base.files import write_whole
    from bookload.planning.balance import owners_after
    from bookload.report.moves_file import moves_csv, ownership_csv

    if found.objective is None:
        return
    if moves:
        write_whole(moves, moves_csv(found, starts).encode())
        say(f"{len(found.moves)} moves are in {moves}")
    if ownership:
        rows = owners_after(reader, found, starts)
        write_whole(ownership, ownership_csv(rows).encode())
        say(
            f"{len(rows)} rows of ownership are in {ownership}; `bookload import {ownership}` takes them over"
        )
