"""The folder that a workspace is: what is where, and what its figures depend on."""

from __future__ import annotations

import hashlib
import os
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path

import bookload
from bookload.base.errors import WorkspaceError

POLICY = "bookload.toml"
JOURNEY = "journey.toml"

PROGRAM = "BOOKLOAD_PROGRAM"
"""The environment variable by which a server's processes know the program that it was started with."""


@dataclass(frozen=True)
class Folder:
    """The paths of a workspace."""

    root: Path

    @property
    def state(self) -> Path:
        """What Bookload keeps: imported bytes, snapshots, findings, the audit, the cache."""
        return self.root / ".bookload"

    @property
    def data(self) -> Path:
        """The files as they came."""
        return self.root / "data"

    @property
    def mapping(self) -> Path:
        """What each column of the files was taken for."""
        return self.state / "mapping.toml"

    @property
    def audit(self) -> Path:
        """The hash-chained log."""
        return self.state / "audit.jsonl"

    @property
    def app(self) -> Path:
        """What the web app keeps, the owner's of the files alone: its database, its secret, uploads."""
        return self.state / "web"

    @property
    def app_database(self) -> Path:
        """People, keys, jobs: what is not a document of the workspace."""
        return self.app / "app.sqlite3"

    def findings(self, snapshot: str) -> Path:
        """The findings of the import that made a snapshot."""
        return self.state / "findings" / f"{snapshot}.json"

    def cache(self, snapshot: str) -> Path:
        """Figures that can be computed again: of a snapshot, under today's documents, by this program."""
        depends = hashlib.sha256(f"{document_hash(self.root)}{program_hash()}".encode()).hexdigest()
        return self.state / "cache" / f"{snapshot}-{depends[:16]}"


def existing(root: Path) -> Folder:
    """Return the folder of a workspace; raise `WorkspaceError` with the way out if it is none."""
    folder = Folder(root)
    if not folder.state.is_dir() and not (root / POLICY).exists():
        raise WorkspaceError(
            f"{root} is no workspace; make one with `bookload init {root}`, or name one with --workspace"
        )
    return folder


def is_live(root: Path) -> bool:
    """Return whether a workspace's policy says that tables stay in a database; nothing else of it is read."""
    path = root / POLICY
    try:
        return path.exists() and bool(tomllib.loads(path.read_text(encoding="utf-8-sig")).get("tables"))
    except (ValueError, RecursionError):
        return False  # whoever reads the whole of it says so


def document_hash(root: Path) -> str:
    """Return what the figures depend on besides the rows: the policy and the journey, as written."""
    texts = [path.read_bytes() if path.exists() else b"" for path in (root / POLICY, root / JOURNEY)]
    return hashlib.sha256(b"".join(hashlib.sha256(text).digest() for text in texts)).hexdigest()


@cache
def program_hash() -> str:
    """Return what tells this program from one that could compute something else.

    A server's processes are told, those that it starts later too: where files change under it (an update),
    its pages still find what its jobs leave for them, and the next start asks anew.
    """
    return os.environ.get(PROGRAM) or installed_program()


def installed_program() -> str:
    """Return what tells the program as it is installed now from one that could compute something else.

    That is its files, by name and time, and the libraries that bring data: rates, holidays, time zones.
    """
    package = Path(bookload.__file__).parent
    files = sorted(path for kind in ("py", "csv") for path in package.rglob(f"*.{kind}"))
    stamps = [(str(path.relative_to(package)), path.stat().st_mtime_ns) for path in files]
    libraries = [version(name) for name in ("currencyconverter", "holidays", "tzdata")]
    return hashlib.sha256(repr((bookload.__version__, stamps, libraries)).encode()).hexdigest()
