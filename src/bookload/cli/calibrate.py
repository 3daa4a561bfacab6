"""`bookload calibrate`: minutes learnt from the log, beside what the journey assumes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bookload.cli import output
from bookload.cli.options import AsOf, Html, Json, Role, Root, SnapshotId, Xlsx, now, opened

if TYPE_CHECKING:
    from bookload.planning.journey.calibration import Calibration
    from bookload.workspace import Workspace

SHOWN = ("minutes", "segments", "stages", "kinds", "drivers", "deliveries")


def shown(word: str) -> str:
    """Return what `--show` names."""
    if word not in SHOWN:
        raise typer.BadParameter(f"'{word}' is none of {', '.join(SHOWN)}")
    return word


def command(
    show: Annotated[
        str,
        typer.Option(
            "--show",
            parser=shown,
            metavar="WHAT",
            help="minutes, segments, stages, kinds, drivers, deliveries.",
        ),
    ] = "minutes",
    driver: Annotated[
        list[str] | None,
        typer.Option("--driver", metavar="NAME", help="A number of accounts to try for every activity."),
    ] = None,
    diff: Annotated[
        bool, typer.Option("--diff", help="Show what writing would change in journey.toml.")
    ] = False,
    write: Annotated[
        bool, typer.Option("--write", help="Show it, and write the learnt minutes into journey.toml.")
    ] = False,
    workspace: Root = Path(),
    as_of: AsOf = None,
    snapshot: SnapshotId = None,
    role: Role = None,
    html: Html = None,
    xlsx: Xlsx = None,
    as_json: Json = False,
) -> None:
    """Learn minutes per activity from the log, and show them beside what the journey assumes."""
    from bookload.cli.deliver import deliver
    from bookload.report.topics import calibration
    from bookload.workspace.learning import journey_change, write_journey

    reader = opened(workspace, as_of, role, snapshot)
    with output.progress() as progress:
        found = reader.calibration(tuple(driver or ()), progress)
    change = journey_change(workspace, reader, found) if diff or write else None
    lines = change.difference if change else ()
    deliver(
        reader,
        calibration.body(found, lines if change else None),
        lambda: calibration.difference(lines) if change else calibration.tables(found, show),
        as_json,
    )
    _write(reader, found, html, xlsx)
    if change and write and lines:
        write_journey(workspace, change, now=now(), who="command line")
        output.say(f"Wrote {change.path}")
    elif write:
        output.say("Nothing to write: the journey says what the log does.")


def _write(reader: Workspace, found: Calibration, html: Path | None, xlsx: Path | None) -> None:
    from bookload.cli.written import page, workbook
    from bookload.report.topics import calibration

    if html:
        from bookload.report.page.charted.calibration import charts

        page(reader, html, "Minutes learnt from the log", calibration.everything(found), charts(found))
    if xlsx:
        from bookload.report.workbook.sheets import calibration as sheet

        workbook(reader, xlsx, sheet.NAME, lambda made: sheet.fill(made, found))
