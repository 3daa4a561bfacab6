"""`bookload compare`: what-ifs side by side, and what drives the difference."""

from pathlib import Path
from typing import Annotated

import typer

from bookload.cli.options import AsOf, Json, Profile, Role, Root, SnapshotId, now, opened
from bookload.cli.output import progress


def command(
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="SCENARIO...", help="Scenarios by the names of their files; all by default."),
    ] = None,
    months: Annotated[int, typer.Option("--months", min=1, max=36, help="How far to look ahead.")] = 12,
    workspace: Root = Path(),
    as_of: AsOf = None,
    snapshot: SnapshotId = None,
    role: Role = None,
    profile: Profile = None,
    as_json: Json = False,
) -> None:
    """Compare scenarios with the company as it is: figures, differences, and what drives each."""
    import getpass

    from bookload.cli.deliver import deliver
    from bookload.report.topics import scenarios
    from bookload.workspace.what_ifs import read_what_ifs

    reader = opened(workspace, as_of, role, snapshot, profile)
    what_ifs = read_what_ifs(workspace, names or (), reader.access, now=now(), who=getpass.getuser())
    with progress() as told:
        found = reader.compare(what_ifs, months, told)
    currency = reader.policy.company.currency
    deliver(reader, scenarios.body(found), lambda: scenarios.tables(found, currency), as_json)
