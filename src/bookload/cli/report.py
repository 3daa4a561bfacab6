"""`bookload report`: the one-page answer."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from bookload.cli.options import AsOf, Html, Json, Pdf, Profile, Role, Root, SnapshotId, Xlsx, access, opened
from bookload.cli.output import say, say_where_from

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bookload.report.terminal import Part
    from bookload.workspace import Workspace


def command(
    workspace: Root = Path(),
    as_of: AsOf = None,
    html: Html = None,
    xlsx: Xlsx = None,
    pdf: Pdf = None,
    snapshot: SnapshotId = None,
    role: Role = None,
    profile: Profile = None,
    as_json: Json = False,
) -> None:
    """Answer on one page: ARR per CSM against its target, and the heads that the work asks for."""
    from bookload.report import terminal
    from bookload.report.document import printed
    from bookload.report.topics import answer_lines
    from bookload.workspace import report_document
    from bookload.workspace.opened import one_reading

    reads = access(role)
    with one_reading():  # files hold what is shown
        found = report_document(workspace, as_of=as_of, access=reads, snapshot=snapshot, profile=profile)
        if as_json:
            typer.echo(printed(found))
        else:
            terminal.show(*answer_lines.tables(found))
            say_where_from(found["snapshot"])
        if html or xlsx or pdf:
            reader = opened(workspace, as_of, role, snapshot, profile)
            _write(reader, html, xlsx)
            if pdf:
                _paper(reader, pdf, answer_lines.tables(found))


def _paper(reader: Workspace, path: Path, parts: Sequence[Part]) -> None:
    from bookload.report.page.charted.report import charts
    from bookload.report.pdf import write_pdf

    write_pdf(reader, path, "report", "ARR per CSM and heads", parts, charts(reader))
    say(f"written: {path}")


def _write(reader: Workspace, html: Path | None, xlsx: Path | None) -> None:
    if html:
        from bookload.report.page import write_page

        write_page(reader, html)
        say(f"written: {html}")
    if xlsx:
        from bookload.report.workbook import write_workbook

        write_workbook(reader, xlsx)
        say(f"written: {xlsx}")
