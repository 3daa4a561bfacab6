"""What the web app keeps in a workspace, under `.bookload/web/`: its database, its secret and the way in."""

from __future__ import annotations

import fcntl
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bookload.base.errors import UsageError, WorkspaceError
from bookload.base.files import write_whole
from bookload.workspace.paths import Folder

WORKSPACE = "BOOKLOAD_WORKSPACE"
"""The environment variable that names the workspace that is served."""

DATABASE = "BOOKLOAD_DATABASE_URL"
"""The environment variable that names a PostgreSQL database in place of the file."""

METRICS = "PROMETHEUS_MULTIPROC_DIR"
"""The environment variable by which the processes of a server know where they count together."""

SECRET_BYTES = 48
LEAST_SECRET = 32


@dataclass(frozen=True)
class State:
    """The web app's own files in a workspace."""

    root: Path

    @property
    def folder(self) -> Path:
        """The folder that nobody but the owner of the files may open."""
        return Folder(self.root).app

    @property
    def database(self) -> Path:
        """People, keys, jobs: what is not a document of the workspace."""
        return Folder(self.root).app_database

    @property
    def uploads(self) -> Path:
        """Files on their way into an import, under names of our own."""
        return self.folder / "uploads"

    def secret(self) -> str:
        """Return the key that sessions and links are signed with, made at the first start.

        Raises `WorkspaceError` for one that somebody made short: sessions could be forged with it.
        """
        return self._made("secret", "sessions could be forged with it")

    def metrics_token(self) -> str:
        """Return what opens the metrics, made at the first start; raises as `secret` does."""
        return self._made("metrics-token", "anybody could guess it")

    def _made(self, name: str, danger: str) -> str:
        path = self.folder / name
        if not path.exists():
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_whole(path, secrets.token_urlsafe(SECRET_BYTES).encode(), mode=0o600)
        found = path.read_text(encoding="utf-8").strip()
        if len(found) < LEAST_SECRET:
            raise WorkspaceError(
                f"{path} is shorter than {LEAST_SECRET} characters: {danger}; "
                "remove the file, and the next start makes another"
            )
        return found

    def counted(self) -> Path:
        """Return the empty folder in which the processes of a server that starts count together."""
        path = self.folder / "counted"
        shutil.rmtree(path, ignore_errors=True)
        path.mkdir(mode=0o700, parents=True)
        return path


@contextmanager
def in_use(state: State, how: int) -> Iterator[bool]:
    """Hold a workspace's app while the block runs, as a server shared, or alone; give whether that may be.

    The system lets go when the holder dies.
    """
    with (state.folder / "in-use").open("a") as file:
        try:
            fcntl.flock(file, how | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True


def served() -> State:
    """Return the workspace that this process serves; raise `UsageError` where none is named."""
    if WORKSPACE not in os.environ:
        raise UsageError(f"no workspace is served; start with `bookload serve`, or set {WORKSPACE}")
    return State(Path(os.environ[WORKSPACE]).resolve())
