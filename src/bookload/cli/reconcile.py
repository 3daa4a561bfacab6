"""`bookload reconcile`: why two figures of one month differ."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bookload.base.errors import UsageError
from bookload.base.period import Month
from bookload.cli.options import AsOf, Json, Role, Root, SnapshotId, opened

if TYPE_CHECKING:
    from bookload.metrics.revenue.reconcile import Measure as MeasureName
    from bookload.metrics.revenue.reconcile import Reconciled
    from bookload.workspace import Workspace


class Measure(StrEnum):
    """What is reconciled."""

    MRR = "mrr"
    ARR = "arr"
    OPENING = "opening"
    NEW = "new"
    REACTIVATION = "reactivation"
    RESUMED = "resumed"
    EXPANSION = "expansion"
    CONTRACTION = "contraction"
    CHURN = "churn"
    PAUSED = "paused"
    FX = "fx"


class By(StrEnum):
    """What the bridge is split by."""

    ACCOUNT = "account"


def command(
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[PROFILE] [PROFILE]",
            help="Two profiles; one: the workspace's policy against it. With --figure or --with: ours.",
        ),
    ] = None,
    month: Annotated[
        str | None, typer.Option("--month", metavar="YYYY-MM", help="The month; that of the as-of date.")
    ] = None,
    measure: Annotated[Measure, typer.Option("--measure", help="The figure to reconcile.")] = Measure.MRR,
    figure: Annotated[
        str | None, typer.Option("--figure", metavar="AMOUNT", help="Another tool's figure, as 123456.78.")
    ] = None,
    file: Annotated[
        Path | None,
        typer.Option("--with", metavar="FILE", help="Another tool's monthly MRR: CSV, XLSX or Parquet."),
    ] = None,
    mapping: Annotated[
        Path | None, typer.Option("--map", help="What the columns of that file are, where it is not clear.")
    ] = None,
    answer: Annotated[
        list[str] | None,
        typer.Option("--answer", metavar="CODE=VALUE", help="An answer to what that file leaves open."),
    ] = None,
    by: Annotated[By | None, typer.Option("--by", help="Also a line for each account that differs.")] = None,
    rows: Annotated[
        str | None, typer.Option("--rows", metavar="CAUSE", help="Also all rows behind one cause.")
    ] = None,
    workspace: Root = Path(),
    as_of: AsOf = None,
    snapshot: SnapshotId = None,
    role: Role = None,
    as_json: Json = False,
) -> None:
    """Explain to the cent why two figures of one month differ: of two profiles, or of another tool."""
    from bookload.cli.deliver import deliver
    from bookload.metrics.revenue.reconcile import between
    from bookload.report.topics import comparison, reconcile

    reader = opened(workspace, as_of, role, snapshot)
    currency = reader.policy.company.currency
    when = Month.parse(month) if month else None
    if figure is None and file is None:
        before, after = _two(names or [])
        result = between(reader, before, after, when or Month.of(reader.as_of), measure.value)
        deliver(reader, reconcile.body(result), lambda: reconcile.tables(result, currency, by, rows), as_json)
        return
    asked = Asked(when, measure.value, figure, file, mapping, answer or [])
    found = _compared(reader, asked, names or [])
    deliver(reader, comparison.body(found), lambda: comparison.tables(found, currency, by, rows), as_json)


@dataclass(frozen=True)
class Asked:
    """What the options ask to compare with."""

    month: Month | None
    measure: MeasureName
    figure: str | None
    file: Path | None
    mapping: Path | None
    answers: list[str]


def _compared(reader: Workspace, asked: Asked, names: list[str]) -> Reconciled:
    """Return our figures against a figure or a file; what its reading found goes to standard error."""
    from bookload.cli import output
    from bookload.data.ingest import read_mapping
    from bookload.data.ingest.monthly import read_monthly
    from bookload.metrics.revenue import reconcile

    ours = _one(names)
    switches = reconcile.profile_switches(reader, ours)
    months: tuple[Month, ...]
    if asked.file is None:
        months = (asked.month or Month.of(reader.as_of),)
        theirs = reconcile.figure(str(asked.figure), months[0], reader.policy.company.currency)
    elif asked.figure is not None or asked.measure != "mrr":
        raise UsageError("--with compares MRR; leave out --figure and --measure")
    else:
        answers = dict(item.partition("=")[::2] for item in asked.answers)
        read = read_monthly(asked.file, reader.policy, read_mapping(asked.mapping), answers)
        output.findings(read.findings)
        theirs, months = reconcile.from_file(reader, asked.file.name, read.amounts, asked.month)
    figures = reconcile.Figures(reader, asked.measure, months)
    with output.progress() as progress:
        rates = reconcile.rates_of(reader, months)
        return reconcile.against(figures, (ours, switches), theirs, rates, progress)


def _two(names: list[str]) -> tuple[str, str]:
    from bookload.metrics.revenue.reconcile import CURRENT

    match names:
        case [after]:
            return CURRENT, after
        case [before, after]:
            return before, after
        case _:
            raise UsageError(
                "name one profile or two, such as `bookload reconcile bookload stripe`; or give another "
                "tool's figure with --figure, or its export with --with"
            )


def _one(names: list[str]) -> str:
    from bookload.metrics.revenue.reconcile import CURRENT

    match names:
        case []:
            return CURRENT
        case [name]:
            return name
        case _:
            raise UsageError("with --figure or --with, name one profile at most: ours")
