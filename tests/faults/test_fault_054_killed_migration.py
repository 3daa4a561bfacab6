"""54. A killed migration leaves the old file; the next start brings it up to date, with all of it."""

from __future__ import annotations

import fcntl
import os
import signal
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bookload.base.errors import WorkspaceError
from bookload.web.state import State, in_use
from forked import in_child

BEFORE = ("people", "0001")
"""How far the old file is: one migration of our own, of many."""


def on(state: State) -> None:
    """Have this process, a child, ask the workspace's own database."""
    from django.db import connection

    connection.close()
    connection.settings_dict["NAME"] = state.database


def old(state: State) -> str:
    from django.core.management import call_command
    from django.db import connection

    on(state)
    call_command("migrate", *BEFORE, interactive=False, verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE mine (word)")
        cursor.execute("INSERT INTO mine VALUES ('kept')")
    return "made"


def migrated(state: State) -> str:
    from bookload.web.migrating import migrate

    on(state)
    try:
        migrate(state)
    except WorkspaceError as error:
        return str(error)
    return "done"


def killed_after(state: State, migrations: int) -> str:
    from django.db.migrations.executor import MigrationExecutor

    apply = MigrationExecutor.apply_migration
    done: list[int] = []

    def applied(self: MigrationExecutor, *arguments: Any, **named: Any) -> Any:
        if len(done) == migrations:
            os.kill(os.getpid(), signal.SIGKILL)
        done.append(1)
        return apply(self, *arguments, **named)

    MigrationExecutor.apply_migration = applied  # type: ignore[method-assign]
    return migrated(state)


@pytest.fixture
def state(_django: None, tmp_path: Path) -> State:
    from django.db import connections

    connections.close_all()
    found = State(tmp_path)
    found.folder.mkdir(parents=True)
    return found


def test_a_killed_migration_leaves_the_old_file_and_the_next_start_finishes(state: State) -> None:
    assert in_child(lambda: old(state)) == "made"
    before = state.database.read_bytes()
    for migrations in (0, 1, 4):
        assert in_child(lambda: killed_after(state, migrations)) == ""  # noqa: B023 - done before the next
        assert state.database.read_bytes() == before
    assert in_child(lambda: migrated(state)) == "done"
    with closing(sqlite3.connect(state.database)) as rows:
        assert rows.execute("SELECT word FROM mine").fetchall() == [("kept",)]
        assert rows.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert rows.execute("SELECT count(*) FROM jobs_job").fetchall() == [(0,)]
    assert {path.name for path in state.folder.iterdir()} <= {"app.sqlite3", "in-use"}
    assert state.database.stat().st_mode & 0o077 == 0
    again = state.database.read_bytes()
    assert in_child(lambda: migrated(state)) == "done"
    assert state.database.read_bytes() == again


def test_a_database_is_not_changed_under_a_server_that_uses_it(state: State) -> None:
    assert in_child(lambda: old(state)) == "made"
    before = state.database.read_bytes()
    with in_use(state, fcntl.LOCK_SH) as there:
        assert there
        assert "another server uses this workspace" in in_child(lambda: migrated(state))
    assert state.database.read_bytes() == before
    assert in_child(lambda: migrated(state)) == "done"


def test_a_database_of_a_newer_program_is_refused_and_left_as_it_is(state: State) -> None:
    """57, for people and jobs."""
    assert in_child(lambda: migrated(state)) == "done"
    with closing(sqlite3.connect(state.database)) as rows, rows:
        rows.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('people', '0999_more', '2030-01-01')"
        )
    before = state.database.read_bytes()
    told = in_child(lambda: migrated(state))
    assert "a newer Bookload wrote the app's database" in told
    assert "people.0999_more" in told
    assert state.database.read_bytes() == before


@pytest.mark.usefixtures("_django")
def test_what_a_doctor_takes_for_our_migrations_is_what_they_are() -> None:
    from django.apps import apps
    from django.db.migrations.loader import MigrationLoader

    from bookload.web.checkup import migrations

    ours = {app.label for app in apps.get_app_configs() if app.name.startswith("bookload.")}
    known = MigrationLoader(None).disk_migrations
    assert migrations() == {f"{app}.{name}" for app, name in known if app in ours}
