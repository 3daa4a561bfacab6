"""`bookload report`: the one-page answer."""

from pathlib import Path
from typing import Annotated

import typer

from bookload.cli.options import AsOf, Json, Role, Root, SnapshotId, opened
from bookload.cli.output import say


def command(
    workspace: Root = Path(),
    as_of: AsOf = None,
    html: Annotated[
        Path | None, typer.Option("--html", help="Also write it as one page for a browser.")
    ] = None,
    xlsx: Annotated[
        Path | None, typer.Option("--xlsx", help="Also write it as a workbook with live formulas.")
    ] = None,
    snapshot: SnapshotId = None,
    role: Role = None,
    as_json: Json = False,
) -> None:
    """Answer on one page: ARR per CSM against its target, and the heads that the work asks for."""
    from bookload.cli.deliver import deliver
    from bookload.report.topics import answer

    reader = opened(workspace, as_of, role, snapshot)
    result = reader.report()
    deliver(
        reader,
        answer.body(result, reader.access),
        lambda: answer.tables(result, reader),
        as_json,
    )
    if html:
        from bookload.report.page import write_page

        write_page(reader, html)
        say(f"written: {html}")
    if xlsx:
        from bookload.report.workbook import write_workbook

        write_workbook(reader, xlsx)
        say(f"written: {xlsx}")
