"""Whether the app's database is whole, and of this program; read as a file, without starting the app."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from bookload.base.errors import Finding
from bookload.web.state import LEAST_SECRET, State

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).parent
BACK = "Stop the server and put the database back from a backup: `bookload restore` into another folder."


def checkup(root: Path, database_url: str | None) -> Iterator[Finding]:
    """Yield what is wrong with the app's database and secret; nothing where the app was never served."""
    state = State(root)
    secret = state.folder / "secret"
    if secret.exists() and len(secret.read_text(encoding="utf-8").strip()) < LEAST_SECRET:
        remedy = "Remove the file: the next start makes another, and everybody signs in again."
        yield Finding(
            "secret", "the server's secret is short, so sessions could be forged", remedy, file="web/secret"
        )
    if database_url:
        remedy = "Its own tools look at it, as pg_amcheck does."
        yield Finding(
            "elsewhere", "the app's people are in PostgreSQL, which was not looked at", remedy, "note"
        )
    elif state.database.exists():
        yield from _database(state.database)


def _database(path: Path) -> Iterator[Finding]:
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=20)) as rows:
            wrong = [str(row[0]) for row in rows.execute("PRAGMA integrity_check(3)") if row[0] != "ok"]
            lost = rows.execute("PRAGMA foreign_key_check").fetchall()
            applied = _applied(rows)
    except sqlite3.Error as error:
        yield Finding("database", f"the app's database cannot be read: {error}", BACK, file=path.name)
        return
    if wrong:
        yield Finding("database", f"the app's database is damaged: {'; '.join(wrong)}", BACK, file=path.name)
    if lost:
        tables = ", ".join(sorted({str(row[0]) for row in lost}))
        yield Finding(
            "database", f"rows of {tables} name rows that are gone", BACK, file=path.name, count=len(lost)
        )
    if newer := sorted(applied - migrations()):
        yield Finding(
            "newer",
            f"a newer Bookload wrote the app's database ({newer[-1]})",
            "Update Bookload.",
            file=path.name,
        )
    elif missing := sorted(migrations() - applied):
        remedy = "The next `bookload serve` brings it up to date; back it up first."
        yield Finding(
            "older",
            f"the app's database is older than Bookload ({missing[0]})",
            remedy,
            "note",
            file=path.name,
        )


def _applied(rows: sqlite3.Connection) -> set[str]:
    """Return the migrations of our own apps that a database went through, as `app.name`."""
    if not rows.execute("SELECT 1 FROM sqlite_master WHERE name = 'django_migrations'").fetchone():
        return set()
    ours = {name.partition(".")[0] for name in migrations()}
    found = rows.execute("SELECT app, name FROM django_migrations")
    return {f"{app}.{name}" for app, name in found if app in ours}


def migrations() -> set[str]:
    """Return the migrations that this program knows of its own apps, as `app.name`."""
    return {f"{path.parent.parent.name}.{path.stem}" for path in HERE.glob("*/migrations/[0-9]*.py")}
