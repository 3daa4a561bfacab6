"""`bookload book PERSON`: what one person carries."""

from pathlib import Path
from typing import Annotated

import typer

from bookload.cli.options import AsOf, Json, Profile, Role, Root, SnapshotId, opened


def command(
    person: Annotated[str, typer.Argument(help="The person's id, or a pool's.")],
    workspace: Root = Path(),
    as_of: AsOf = None,
    snapshot: SnapshotId = None,
    role: Role = None,
    profile: Profile = None,
    as_json: Json = False,
) -> None:
    """Show one book: its accounts with their MRR, its movements, load and renewals."""
    from bookload.cli.deliver import deliver
    from bookload.report.topics import book

    reader = opened(workspace, as_of, role, snapshot, profile)
    result = reader.person(person)
    deliver(
        reader,
        book.person_body(result, reader),
        lambda: book.person_tables(result, reader),
        as_json,
        about=(reader.months[-1] - 11, reader.months[-1]),
    )
