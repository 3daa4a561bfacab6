"""`bookload board`: the one page for the board, and giving it out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bookload.cli.options import AsOf, Html, Json, Pdf, Profile, Role, Root, SnapshotId, now, opened
from bookload.cli.output import say

if TYPE_CHECKING:
    from bookload.report.board import Board
    from bookload.workspace import Workspace


def command(
    workspace: Root = Path(),
    as_of: AsOf = None,
    since: Annotated[
        int | None, typer.Option("--since", min=1, help="The report to compare with, by its number.")
    ] = None,
    give_out: Annotated[
        bool, typer.Option("--give-out", help="Keep it: the next report tells what changed since.")
    ] = False,
    note: Annotated[
        str, typer.Option("--note", help="What to call it where the next one names it; with --give-out.")
    ] = "",
    html: Html = None,
    pdf: Pdf = None,
    snapshot: SnapshotId = None,
    role: Role = None,
    profile: Profile = None,
    as_json: Json = False,
) -> None:
    """Answer the board on one page: figures, a year of ARR, the plan, what changed since and why."""
    from bookload.cli.deliver import deliver
    from bookload.report.board import topic
    from bookload.workspace.questions.board import board_of

    reader = opened(workspace, as_of, role, snapshot, profile)
    found = board_of(reader, since)
    deliver(
        reader,
        topic.body(found),
        lambda: topic.tables(found, reader.policy.company.currency),
        as_json,
        about=found.months,
    )
    _write(reader, found, html, pdf)
    if give_out:
        _give_out(reader, found, note, profile)


def _write(reader: Workspace, found: Board, html: Path | None, pdf: Path | None) -> None:
    from bookload.base.files import write_whole
    from bookload.report.board import board_html, board_pdf

    if html:
        write_whole(html, board_html(reader, found).encode())
        say(f"written: {html}")
    if pdf:
        write_whole(pdf, board_pdf(reader, found))
        say(f"written: {pdf}")


def _give_out(reader: Workspace, found: Board, note: str, profile: str | None) -> None:
    import getpass

    from bookload.workspace.given_out import give_out

    given = give_out(reader, found, by=getpass.getuser(), note=note, at=now(), profile=profile)
    say(f"given out: board report {given.number}, as of {given.as_of}")
