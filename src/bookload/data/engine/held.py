"""What a connection holds of files and Arrow tables: loaded once, let go when nobody has it any more."""

from __future__ import annotations

import itertools
import weakref
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import pyarrow as pa
import pyarrow.parquet as pq

from bookload.data.engine.told import unreadable

if TYPE_CHECKING:
    from collections.abc import Callable

    import ibis


Key: TypeAlias = tuple[object, ...]


@dataclass
class Held:
    """The names that sources have on one connection; no two contents ever share a name.

    So readers of two snapshots on one connection never see each other's rows, and what an interrupted load
    left behind has a name that nobody asks for.
    """

    _names: dict[Key, str] = field(default_factory=dict)
    _alive: dict[Key, weakref.ref[pa.Table]] = field(default_factory=dict)
    _gone: list[Key] = field(default_factory=list)
    _numbers: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    def name_of(self, source: Path | pa.Table, schema: ibis.Schema, load: Callable[[str], None]) -> str:
        """Return the name that a source has on the connection, loading it under a new one if it has none."""
        key = (*_key(source), schema)
        if key not in self._names:
            name = f"bookload_{next(self._numbers)}"
            load(name)
            self._names[key] = name
            if isinstance(source, pa.Table):
                self._alive[key] = weakref.ref(source, lambda _: self._gone.append(key))
        return self._names[key]

    def released(self) -> list[str]:
        """Return the names whose Arrow tables nobody holds any more, and forget them."""
        names = []
        while self._gone:
            key = self._gone.pop()
            self._alive.pop(key, None)
            names.append(self._names.pop(key))
        return names


def _key(source: Path | pa.Table) -> Key:
    """Return what tells a source's content from any other that the connection may hold."""
    if isinstance(source, Path):
        try:
            now = source.stat()
        except OSError as error:
            raise unreadable() from error
        return ("file", str(source.resolve()), now.st_ino, now.st_size, now.st_mtime_ns)
    return ("table", id(source))


def rows_of(path: Path) -> pa.Table:
    """Return the rows of a file of the snapshot; raise `WorkspaceError` where it is gone or damaged."""
    try:
        return pq.read_table(path, partitioning=None)
    except (OSError, pa.ArrowInvalid) as error:
        raise unreadable() from error
