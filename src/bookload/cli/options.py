"""Options that several commands share, each defined once."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bookload.base.access import Access
from bookload.base.errors import UsageError
from bookload.base.period import Month
from bookload.cli.output import say_where_from

if TYPE_CHECKING:
    from bookload.workspace import Workspace
    from bookload.workspace.what_ifs import Supposed


def day(text: str) -> date:
    """Return the date that an option gives as YYYY-MM-DD."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"'{text}' is not a date; write it as YYYY-MM-DD") from None


Root = Annotated[Path, typer.Option("--workspace", "-w", help="The workspace's folder.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")]
AsOf = Annotated[
    date | None,
    typer.Option(
        "--as-of", parser=day, metavar="DATE", help="The date that figures are for; data through by default."
    ),
]
Role = Annotated[
    str | None,
    typer.Option(
        "--as", metavar="ROLE", help="See it as a role does: head, operations, finance, board, csm:PERSON."
    ),
]
SnapshotId = Annotated[
    str | None, typer.Option("--snapshot", help="An earlier snapshot instead of the current one.")
]
Profile = Annotated[
    str | None,
    typer.Option(
        "--profile",
        metavar="NAME",
        help="Count under a profile's rules, such as stripe; `bookload profiles`.",
    ),
]
Html = Annotated[Path | None, typer.Option("--html", help="Also write it as one page for a browser.")]
Pdf = Annotated[Path | None, typer.Option("--pdf", help="Also write it as a PDF for paper and mail.")]
Xlsx = Annotated[Path | None, typer.Option("--xlsx", help="Also write it as a workbook with live formulas.")]
Scenario = Annotated[
    str | None,
    typer.Option(
        "--scenario", metavar="NAME", help="Of the company as a scenario has it, by its file's name."
    ),
]
First = Annotated[str | None, typer.Option("--from", metavar="YYYY-MM", help="The first month.")]
Last = Annotated[str | None, typer.Option("--to", metavar="YYYY-MM", help="The last month.")]


def opened(
    root: Path,
    as_of: date | None = None,
    role: str | None = None,
    snapshot: str | None = None,
    profile: str | None = None,
) -> Workspace:
    """Return the workspace that the options ask for, under its own policy or a profile's switches alone."""
    from bookload.workspace.opened import reader_of

    reader = reader_of(root, access(role), as_of=as_of, profile=profile, snapshot=snapshot)
    say_where_from(reader.head.snapshot)
    return reader


def supposing(reader: Workspace, root: Path, scenario: str | None) -> tuple[Workspace, Supposed | None]:
    """Return the company as a scenario has it, and what that changes; as it is where none is named."""
    if scenario is None:
        return reader, None
    import getpass

    from bookload.workspace.what_ifs import log_pay, supposed

    log_pay(root, reader.access, now=now(), who=getpass.getuser())
    made = supposed(reader, scenario)
    return made.reader, made


def access(role: str | None) -> Access:
    """Return the access that `--as ROLE` or `--as csm:PERSON` names; the owner's by default.

    Raises `UsageError` for a person after a role that sees everybody's accounts.
    """
    if role is None:
        return Access()
    name, _, person = role.partition(":")
    named = Access.of(name, person or None)
    if person and named.sees_all_rows:
        raise UsageError(f"role '{name}' sees all accounts and takes no person; say --as {name}")
    return named


def span(workspace: Workspace, first: str | None, last: str | None, default: int = 12) -> tuple[Month, Month]:
    """Return the months that --from and --to ask for; the last `default` months where they do not."""
    end = Month.parse(last) if last else workspace.months[-1]
    start = Month.parse(first) if first else max(workspace.months[0], end - (default - 1))
    return start, end


def now() -> datetime:
    """Return the time: the command line is where the clock enters."""
    return datetime.now().astimezone()  # noqa: TID251 - the one clock, passed on from here
