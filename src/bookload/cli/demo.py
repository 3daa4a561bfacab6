"""`bookload demo`: the sample company, imported like any other; then its report."""

from pathlib import Path
from typing import Annotated

import typer

from bookload.cli import output
from bookload.cli.options import Json


def command(
    folder: Annotated[Path, typer.Argument(help="Where to make it.")] = Path("bookload-demo"),
    as_json: Json = False,
) -> None:
    """Make a sample company of about 600 accounts and 14 people, import it, and show its report."""
    from bookload.base.access import Access
    from bookload.base.errors import DataError
    from bookload.data import demo
    from bookload.report import terminal
    from bookload.report.document import printed
    from bookload.report.topics import answer_lines
    from bookload.workspace import Request, import_into, init, report_document

    made = init(folder)
    demo.write(demo.generate(), folder)
    request = Request(
        [made.data], now=demo.IMPORTED_AT, who="demo", data_through=demo.THROUGH, known_from=demo.KNOWN_FROM
    )
    with output.progress() as progress:
        done = import_into(folder, request, progress)
    if done.refused:
        raise DataError(f"the files in {made.data} were changed; name another folder", done.findings)
    report = report_document(folder, as_of=None, access=Access())
    if as_json:
        typer.echo(printed(report))
    else:
        terminal.show(*answer_lines.tables(report))
        output.say(
            f"\nThis is made up. Its files are in {made.data}, its findings: bookload check -w {folder}"
        )
