"""`bookload diff A B`: which figures changed between two snapshots, and by which rows."""

from pathlib import Path
from typing import Annotated

import typer

from bookload.cli.options import Json, Role, Root, opened


def command(
    before: Annotated[str, typer.Argument(help="The earlier snapshot.")],
    after: Annotated[str, typer.Argument(help="The later snapshot.")],
    workspace: Root = Path(),
    role: Role = None,
    as_json: Json = False,
) -> None:
    """Show which figures changed between two snapshots, and which rows changed them."""
    from bookload.cli.deliver import deliver
    from bookload.report.topics import difference
    from bookload.workspace import changes_between

    old, new = opened(workspace, role=role, snapshot=before), opened(workspace, role=role, snapshot=after)
    result = difference.between(old, new, changes_between(workspace, before, after))
    deliver(new, difference.body(result), lambda: difference.tables(result), as_json)
