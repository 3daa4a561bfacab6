"""The app's database brought up to date: whole or not at all, and never one of a newer program."""

from __future__ import annotations

import fcntl
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from bookload.base.errors import WorkspaceError
from bookload.web.state import in_use

if TYPE_CHECKING:
    from pathlib import Path

    from django.db.migrations.loader import MigrationLoader

    from bookload.web.state import State

COPY = "app.unfinished.sqlite3"


def migrate(state: State) -> None:
    """Bring the app's database up to date, and make it where there is none.

    A file is changed as a copy, which is written over it in one step at the end: killed before, the old one
    is as it was, and an older program goes on with it. PostgreSQL makes each migration whole or not at all.

    Raises `WorkspaceError` for a database that a newer program wrote, and where another server uses one that
    is to be changed; nothing is changed then.
    """
    if not _is_old():
        return
    with _alone(state):
        if not _is_old():  # whoever started before us saw to it
            return
        if connection.vendor == "sqlite":
            _by_a_copy(state)
        else:
            call_command("migrate", interactive=False, verbosity=0)


def _is_old() -> bool:
    """Return whether the database lacks migrations; raise `WorkspaceError` where it has some unknown here."""
    executor = MigrationExecutor(connection)
    _demand_not_newer(executor.loader)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _demand_not_newer(loader: MigrationLoader) -> None:
    ours = {app.label for app in apps.get_app_configs() if app.name.startswith("bookload.")}
    newer = sorted(
        f"{app}.{name}"
        for app, name in set(loader.applied_migrations) - set(loader.disk_migrations)
        if app in ours
    )
    if newer:
        raise WorkspaceError(
            f"a newer Bookload wrote the app's database of this workspace ({newer[-1]}): update Bookload; "
            "nothing was changed"
        )


@contextmanager
def _alone(state: State) -> Iterator[None]:
    """Hold the workspace's app while its database is changed; another server would lose what it writes."""
    with in_use(state, fcntl.LOCK_EX) as alone:
        if not alone:
            raise WorkspaceError(
                "another server uses this workspace, and its database is older than this program; stop that "
                "server, then start this one"
            )
        yield


def _by_a_copy(state: State) -> None:
    copy = state.folder / COPY
    copy.unlink(missing_ok=True)
    for path in (copy, state.database):
        path.touch(mode=0o600)
        path.chmod(0o600)
    try:
        _written_over(state.database, copy)
        with _connected_to(copy):
            call_command("migrate", interactive=False, verbosity=0)
        _written_over(copy, state.database)
    finally:
        copy.unlink(missing_ok=True)


def _written_over(source: Path, target: Path) -> None:
    """Write a database over another, in one transaction of it."""
    there = f"{source.absolute().as_uri()}?mode=rw"
    with closing(sqlite3.connect(there, uri=True)) as whole, closing(sqlite3.connect(target)) as old:
        whole.backup(old)


@contextmanager
def _connected_to(path: Path) -> Iterator[None]:
    usual = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = path
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = usual
