"""`bookload benchmarks`: published figures to compare with."""

from typing import Annotated

import typer

from bookload.cli.options import Json


def command(
    metric: Annotated[
        str | None, typer.Argument(help="Only those of one metric, such as arr_per_csm.")
    ] = None,
    aggregators: Annotated[
        bool, typer.Option("--all", help="Also those that only aggregator pages give (grade C).")
    ] = False,
    as_json: Json = False,
) -> None:
    """List published figures, each with value, scope, year, source and grade."""
    from bookload.report import terminal
    from bookload.report.document import VERSION, printed
    from bookload.report.topics import benchmarks

    found = benchmarks.chosen(metric, aggregators=aggregators)
    if as_json:
        typer.echo(printed({"version": VERSION, **benchmarks.body(found)}))
    else:
        terminal.show(*benchmarks.tables(found))
