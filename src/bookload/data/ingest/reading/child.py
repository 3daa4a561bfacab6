"""The child process that opens workbooks, Parquet files, calendars and event logs, within enforced limits.

It reads one request as JSON from standard input, spools the sheets into the folder
named there, and leaves `result.json` beside them. If it dies, it dies alone.
"""

from __future__ import annotations

import json
import resource
import sys
from dataclasses import asdict
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from bookload.data.ingest.reading.limits import LEAST_MEMORY, Limits
from bookload.data.ingest.reading.listing import Listing

if TYPE_CHECKING:
    from collections.abc import Callable

    from bookload.data.ingest.reading.spool import Spooled

RESULT = "result.json"
OUT_OF_MEMORY = 3
NO_ROOM = 4


def main() -> int:
    """Answer the request on standard input; return the exit code."""
    request = json.load(sys.stdin)
    limits = Limits(**request["limits"])
    _bound(limits)
    path, folder = Path(request["path"]), Path(request["folder"])
    listing = Listing(path.name)
    try:
        sheets = _reader(request["kind"], request["through"])(path, folder, limits, listing)
    except MemoryError:
        return OUT_OF_MEMORY
    except OSError:
        return NO_ROOM
    answer = {
        "sheets": [sheet.to_json() for sheet in sheets],
        "findings": [asdict(finding) for finding in listing.findings()],
    }
    (folder / RESULT).write_text(json.dumps(answer), encoding="utf-8")
    return 0


def _reader(kind: str, through: str | None) -> Callable[[Path, Path, Limits, Listing], tuple[Spooled, ...]]:
    """Return the reader of one format; only that one is loaded, because Arrow takes a fifth of a second."""
    if kind == "WORKBOOK":
        from bookload.data.ingest.reading.workbook import read_workbook  # noqa: PLC0415

        return read_workbook
    if kind == "CALENDAR":
        from bookload.data.ingest.reading.calendar.read import read_calendar  # noqa: PLC0415

        return partial(read_calendar, through=date.fromisoformat(through) if through else None)
    if kind == "EVENT_LOG":
        from bookload.data.ingest.reading.event_log import read_event_log  # noqa: PLC0415

        return read_event_log
    sys.meta_path.insert(0, _WithoutPandas())
    from bookload.data.ingest.reading.parquet import read_parquet  # noqa: PLC0415

    return read_parquet


class _WithoutPandas:
    """Finds no pandas: Arrow looks for it at its first conversion, and it takes a second to load."""

    def find_spec(self, name: str, _path: object = None, _target: object = None) -> None:
        """Refuse pandas, and leave other modules to other finders."""
        if name == "pandas":
            raise ModuleNotFoundError(name)


def _bound(limits: Limits) -> None:
    memory = max(limits.memory, LEAST_MEMORY)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.seconds, limits.seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
