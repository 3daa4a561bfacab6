"""`bookload reconcile`: why two figures of one month differ."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from bookload.base.errors import UsageError
from bookload.base.period import Month
from bookload.cli.options import AsOf, Json, Role, Root, SnapshotId, opened


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
            metavar="[FROM] [TO]", help="Two profiles; with one, from the workspace's own policy to it."
        ),
    ] = None,
    month: Annotated[
        str | None, typer.Option("--month", metavar="YYYY-MM", help="The month; that of the as-of date.")
    ] = None,
    measure: Annotated[Measure, typer.Option("--measure", help="The figure to reconcile.")] = Measure.MRR,
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
    """Explain to the cent why two profiles give another figure for one month, cause by cause."""
    from bookload.cli.deliver import deliver
    from bookload.metrics.revenue.reconcile import CURRENT, between
    from bookload.report.topics import reconcile

    reader = opened(workspace, as_of, role, snapshot)
    when = Month.parse(month) if month else Month.of(reader.as_of)
    match names:
        case [after]:
            before = CURRENT
        case [before, after]:
            pass
        case _:
            raise UsageError("name one profile or two, such as `bookload reconcile bookload stripe`")
    result = between(reader, before, after, when, measure.value)
    deliver(
        reader,
        reconcile.body(result),
        lambda: reconcile.tables(result, reader.policy.company.currency, by, rows),
        as_json,
    )
