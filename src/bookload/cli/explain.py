"""`bookload explain METRIC`: the rows behind a figure."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bookload.cli.options import AsOf, Json, Profile, Role, Root, SnapshotId, now, opened

if TYPE_CHECKING:
    from bookload.report.explain import Explanation
    from bookload.workspace import Workspace


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
    scenario: Annotated[
        str | None, typer.Option("--scenario", metavar="NAME", help="Open it as a scenario has it.")
    ] = None,
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
    result = (
        reader.explain(metric, subject)
        if scenario is None
        else _under(reader, workspace, scenario, (metric, subject))
    )
    deliver(
        reader,
        explanation.body(result, reader.access),
        lambda: explanation.tables(result, reader.access, rows),
        as_json,
    )


def _under(reader: Workspace, root: Path, scenario: str, asked: tuple[str, str | None]) -> Explanation:
    """Return a figure of the company that a scenario makes; its growth changes none of `as_of`."""
    import getpass
    from dataclasses import replace

    from bookload.report.explain import Step
    from bookload.workspace.what_ifs import log_pay, supposed

    log_pay(root, reader.access, now=now(), who=getpass.getuser())
    made = supposed(reader, scenario)
    found = made.reader.explain(*asked)
    return replace(found, steps=(Step(made.said), *found.steps))
