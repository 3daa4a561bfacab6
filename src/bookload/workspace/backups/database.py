"""The app's database in a backup: a copy that is whole whoever writes meanwhile."""

from __future__ import annotations

import shlex
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

from bookload.base.errors import WorkspaceError

if TYPE_CHECKING:
    from pathlib import Path


def copied(database: Path, to: Path) -> None:
    """Copy a database in use, as it is at one moment, into a new file that its owner alone may read.

    Raises `WorkspaceError` if it is damaged, or cannot be read or written.
    """
    to.touch(mode=0o600, exist_ok=False)
    try:
        with (
            closing(sqlite3.connect(f"{database.absolute().as_uri()}?mode=rw", uri=True)) as source,
            closing(sqlite3.connect(to)) as copy,
        ):
            source.backup(copy)
            found = str(copy.execute("PRAGMA quick_check(1)").fetchone()[0])
    except sqlite3.Error as error:
        raise WorkspaceError(f"cannot copy the app's database {database.name}: {error}") from error
    if found != "ok":
        raise WorkspaceError(
            f"the app's database {database.name} is damaged: {found}; `bookload doctor` says more"
        )


def dump_command(url: str) -> str:
    """Return the command that backs up the PostgreSQL of a URL; a password does not stand in it."""
    parts = urlsplit(url)
    name = f"{parts.username}@" if parts.username else ""
    port = f":{parts.port}" if parts.port else ""
    plain = urlunsplit(("postgresql", f"{name}{parts.hostname or ''}{port}", parts.path, "", ""))
    return f"pg_dump --format=custom --file=bookload-app.dump {shlex.quote(plain)}"
