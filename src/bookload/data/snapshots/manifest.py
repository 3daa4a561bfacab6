"""What a snapshot says of itself: `manifest.json` in its folder."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from bookload.base.errors import WorkspaceError

FORMAT = 1
"""The newest layout of a snapshot that this program reads, and the one that it writes."""


@dataclass(frozen=True)
class Manifest:
    """One snapshot's contents and where they came from.

    `tables` counts rows; `files` maps the sha256 of each imported file to its name, its bytes
    being kept under `files/<sha256>`. Equal rows give equal `content`, whatever the file format
    or the order that they came in. `known_from` is None where the data begins with the company.
    """

    id: str
    loaded_at: datetime
    data_through: date
    known_from: date | None
    tables: Mapping[str, int]
    files: Mapping[str, str]
    previous: str | None
    content: str
    program: str
    format: int = FORMAT

    def to_json(self) -> str:
        """Return the text of `manifest.json`, the same for the same manifest."""
        return json.dumps(asdict(self), default=_iso, indent=2, sort_keys=True) + "\n"

    @classmethod
    def from_json(cls, text: str, name: str) -> Manifest:
        """Return the manifest in a text.

        Raises `WorkspaceError` if a newer program wrote it, or if it is damaged; `name` is the
        snapshot's, for the message. Keys that this program does not know are left alone.
        """
        try:
            body = json.loads(text)
            layout, program = int(body["format"]), str(body["program"])
        except (ValueError, KeyError, TypeError) as error:
            raise _damaged(name) from error
        if layout > FORMAT:
            message = (
                f"snapshot {name} was written by Bookload {program} in format {layout}; this program reads "
                f"format {FORMAT} and older: update Bookload, nothing was changed"
            )
            raise WorkspaceError(message)
        try:
            return cls._of(body)
        except (ValueError, KeyError, TypeError) as error:
            raise _damaged(name) from error

    @classmethod
    def _of(cls, body: Mapping[str, Any]) -> Manifest:
        known_from = body["known_from"]
        return cls(
            id=body["id"],
            loaded_at=datetime.fromisoformat(body["loaded_at"]),
            data_through=date.fromisoformat(body["data_through"]),
            known_from=None if known_from is None else date.fromisoformat(known_from),
            tables=dict(body["tables"]),
            files=dict(body["files"]),
            previous=body["previous"],
            content=body["content"],
            program=body["program"],
            format=body["format"],
        )


def _iso(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value).__name__)


def _damaged(name: str) -> WorkspaceError:
    message = (
        f"the manifest of snapshot {name} is damaged; restore .bookload from a backup, "
        "or import the files again into a new workspace"
    )
    return WorkspaceError(message)
