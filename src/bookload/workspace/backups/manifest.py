"""What a backup says of itself: which files, with their hashes, when, and by which program."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Literal

from bookload.base.errors import WorkspaceError
from bookload.workspace.backups.contents import belongs

NAME = "manifest.json"
FORMAT = 1
"""The newest layout of an archive that this program reads, and the one that it writes."""

KIND = "bookload backup"
Database = Literal["here", "elsewhere", "none"]
"""Where the web app's people were: in the archive, in a PostgreSQL, nowhere yet."""

_HASH = re.compile(r"[0-9a-f]{64}")
_MOST_BYTES = 2**50
_EVERY_MODE = 0o777


@dataclass(frozen=True, slots=True)
class Held:
    """One file of an archive."""

    sha256: str
    size: int
    mode: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """The contents of an archive: `files` by their paths in the workspace."""

    program: str
    made_at: datetime
    snapshot: str | None
    database: Database
    files: Mapping[str, Held]
    format: int = FORMAT
    kind: str = KIND

    @property
    def size(self) -> int:
        """How many bytes its files have together."""
        return sum(each.size for each in self.files.values())

    def to_json(self) -> bytes:
        """Return the manifest as the archive holds it."""
        body = {**asdict(self), "made_at": self.made_at.isoformat()}
        return (json.dumps(body, indent=1, sort_keys=True) + "\n").encode()

    @classmethod
    def from_json(cls, text: bytes, archive: str, program: str) -> Manifest:
        """Return the manifest in a text, read by a `program` of this version.

        Raises `WorkspaceError` if something newer wrote it, if it is damaged, or if it names a file that no
        backup takes.
        """
        try:
            body = json.loads(text)
            layout, wrote, kind = int(body["format"]), str(body["program"]), body["kind"]
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise damaged(archive, "its manifest cannot be read") from error
        if kind != KIND:
            raise damaged(archive, "its manifest is another program's")
        if layout > FORMAT or _version(wrote) > _version(program):
            raise WorkspaceError(
                f"{archive} was made by Bookload {wrote[:40]} in format {layout}; this is {program}, which "
                f"reads its own and older backups: update Bookload, nothing was written"
            )
        try:
            return cls._of(body)
        except (ValueError, KeyError, TypeError) as error:
            raise damaged(archive, f"its manifest says something impossible: {error}") from error

    @classmethod
    def _of(cls, body: Mapping[str, Any]) -> Manifest:
        files = {str(path): _held(str(path), said) for path, said in body["files"].items()}
        if len({path.casefold() for path in files}) != len(files):
            raise ValueError("two files of one name")
        if body["database"] not in ("here", "elsewhere", "none"):
            raise ValueError("database")
        return cls(
            program=str(body["program"]),
            made_at=datetime.fromisoformat(body["made_at"]),
            snapshot=None if body["snapshot"] is None else str(body["snapshot"]),
            database=body["database"],
            files=files,
        )


def _held(path: str, said: Mapping[str, Any]) -> Held:
    if not belongs(path):
        raise ValueError(f"{path[:100]!r} is no file of a workspace")
    sha256, size, mode = str(said["sha256"]), int(said["size"]), int(said["mode"])
    if not _HASH.fullmatch(sha256) or not 0 <= size < _MOST_BYTES or not 0 <= mode <= _EVERY_MODE:
        raise ValueError(f"hash, size or mode of {path}")
    return Held(sha256, size, mode)


def _version(text: str) -> tuple[int, ...]:
    return tuple(int(part[:9]) for part in re.findall(r"\d+", text)[:3])


def damaged(archive: str, what: str) -> WorkspaceError:
    """Return the error for an archive that is not what was written."""
    return WorkspaceError(
        f"{archive} is no backup that can be relied on: {what}; nothing was written, take another backup"
    )
