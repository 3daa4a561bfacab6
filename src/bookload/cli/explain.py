"""`bookload explain METRIC`: the rows behind a figure."""

from pathlib import Path
from typing import Annotated

import typer

from bookload.cli.options import AsOf, Json, Profile, Role, Root, SnapshotId, opened


def command(
    metric: Annotated[
        str,
        typer.Argument(help="A figure of the report, such as arr_per_csm; any other word names them all."),
    ],
    subject: Annotated[
        str | None, typer.Option("--for", metavar="KEY", help="An account, person or segment that it is for.")
    ] = None,
    rows: Annotated[
        int, typer.Option("--rows", min=0, help="How many rows of each step to show; 0 shows all.")
    ] = 12,
    workspace: Root = Path(),
    as_of: AsOf = None,
    snapshot: SnapshotId = None,
    role: Role = None,
    profile: Profile = None,
    as_json: Json = False,
) -> None:
    """Open a figure down to the rows behind it, with the rule applied at each step."""
    from bookload.cli.deliver import deliver
    from bookload.report.topics import explanation

    reader = opened(workspace, as_of, role, snapshot, profile)
    result = reader.explain(metric, subject)
    deliver(
        reader,
        explanation.body(result, reader.access),
        lambda: explanation.tables(result, reader.access, rows),
        as_json,
    )
