"""An archive: a ZIP of a workspace's files under their own paths, and a manifest of their hashes."""

from __future__ import annotations

import hashlib
import stat
import zipfile
import zlib
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

from bookload import __version__
from bookload.base.errors import WorkspaceError
from bookload.workspace.backups.contents import FILES, Item
from bookload.workspace.backups.manifest import NAME, Held, Manifest, damaged

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime
    from pathlib import Path

    from bookload.base.progress import Progress
    from bookload.workspace.backups.manifest import Database

_CHUNK = 1 << 20
_MOST_MANIFEST = 1 << 26
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError)
"""What reading a ZIP that somebody damaged, or made, can raise."""


@dataclass(frozen=True)
class Archive:
    """An archive that is open; what is in it was counted, not yet read."""

    name: str
    manifest: Manifest
    _zip: zipfile.ZipFile

    def read(self, path: str) -> Iterator[bytes]:
        """Yield the bytes of one of its files; raise `WorkspaceError` if they are not those of its hash."""
        held = self.manifest.files[path]
        hasher, size = hashlib.sha256(), 0
        try:
            with self._zip.open(path) as file:
                while size <= held.size and (chunk := file.read(min(_CHUNK, held.size - size + 1))):
                    hasher.update(chunk)
                    size += len(chunk)
                    yield chunk
        except _BROKEN as error:
            raise damaged(self.name, f"{path} cannot be read ({error})") from error
        if size != held.size or hasher.hexdigest() != held.sha256:
            raise damaged(self.name, f"{path} is not what was backed up")

    def verify(self, progress: Progress) -> None:
        """Read all of it; raise `WorkspaceError` at the first file whose bytes are not those of its hash."""
        done = 0
        for path, held in self.manifest.files.items():
            progress.step("checking the backup", done, self.manifest.size)
            for _ in self.read(path):
                pass
            done += held.size


@contextmanager
def opened(path: Path) -> Iterator[Archive]:
    """Open an archive; raise `WorkspaceError` if it is none, is damaged, or was made by a newer program.

    It has to hold the files that its manifest names, each once, and nothing else: no links, no folders.
    """
    try:
        file = zipfile.ZipFile(path)
    except FileNotFoundError:
        raise WorkspaceError(f"there is no file {path}") from None
    except _BROKEN as error:
        raise damaged(path.name, str(error)) from error
    with file:
        yield Archive(path.name, _manifest(file, path.name), file)


def _manifest(file: zipfile.ZipFile, name: str) -> Manifest:
    try:
        with file.open(NAME) as text:
            body = text.read(_MOST_MANIFEST + 1)
    except (KeyError, *_BROKEN) as error:
        raise damaged(name, "it has no manifest") from error
    manifest = Manifest.from_json(body[:_MOST_MANIFEST], name, __version__)
    if Counter(file.namelist()) != Counter([NAME, *manifest.files]):
        raise damaged(name, "it does not hold the files that its manifest names")
    for entry in file.infolist():
        kind = stat.S_IFMT(entry.external_attr >> 16)
        if kind not in {0, stat.S_IFREG} or entry.is_dir():
            raise damaged(name, f"{entry.filename} is no file")
    return manifest


def write(
    to: IO[bytes],
    items: Iterable[Item],
    *,
    about: tuple[str | None, Database, datetime],
    total: int,
    progress: Progress,
) -> Manifest:
    """Write an archive and return its manifest; `about` is the snapshot, the app's database and the time.

    Raises `WorkspaceError` for imported bytes that are not those of their name.
    """
    snapshot, database, now = about
    stamp = (max(now.year, 1980), *now.timetuple()[1:6])
    files: dict[str, Held] = {}
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as made:
        for item in items:
            progress.step("backing up", min(total, sum(each.size for each in files.values())), total)
            files[item.path] = _added(made, item, stamp)
        manifest = Manifest(__version__, now, snapshot, database, files)
        made.writestr(_entry(NAME, 0o600, stamp), manifest.to_json())
    return manifest


def _added(made: zipfile.ZipFile, item: Item, stamp: tuple[int, ...]) -> Held:
    entry = _entry(item.path, item.mode, stamp)
    hasher, size = hashlib.sha256(), 0
    with made.open(entry, "w", force_zip64=True) as out:
        for chunk in _pieces(item):
            hasher.update(chunk)
            size += len(chunk)
            out.write(chunk)
    if item.path.startswith(FILES) and item.path.removeprefix(FILES) != hasher.hexdigest():
        raise WorkspaceError(
            f"the imported file {item.path} is not what was imported any more, so no backup was made of it; "
            "restore it from an earlier backup, `bookload doctor` says what else is wrong"
        )
    return Held(hasher.hexdigest(), size, item.mode)


def _entry(path: str, mode: int, stamp: tuple[int, ...]) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(path, (stamp[0], stamp[1], stamp[2], stamp[3], stamp[4], stamp[5]))
    entry.external_attr = (stat.S_IFREG | mode) << 16
    # Parquet is packed already.
    entry.compress_type = zipfile.ZIP_STORED if path.endswith(".parquet") else zipfile.ZIP_DEFLATED
    return entry


def _pieces(item: Item) -> Iterator[bytes]:
    if isinstance(item.source, bytes):
        yield item.source
        return
    with item.source.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk
