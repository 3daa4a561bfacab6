"""What was imported when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bookload.report.terminal import Part, table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bookload.data.snapshots import Manifest
    from bookload.report.document import Document


SHOWN_FILES = 3


def body(manifests: Sequence[Manifest], current: str | None) -> Document:
    """Return the snapshots, newest last."""
    return {
        "rows": [
            {
                "snapshot": manifest.id,
                "current": manifest.id == current,
                "loaded_at": manifest.loaded_at.isoformat(),
                "data_through": manifest.data_through.isoformat(),
                "known_from": manifest.known_from.isoformat() if manifest.known_from else None,
                "files": [*sorted(manifest.files.values())],
                "rows": sum(manifest.tables.values()),
                "program": manifest.program,
            }
            for manifest in manifests
        ]
    }


def tables(manifests: Sequence[Manifest], current: str | None) -> list[Part]:
    """Return the snapshots as a table; the current one is marked."""
    if not manifests:
        return ["nothing was imported yet; run `bookload import FILE…`"]
    rows = [
        [
            f"{'*' if manifest.id == current else ' '} {manifest.id}",
            f"{manifest.loaded_at:%Y-%m-%d %H:%M}",
            manifest.data_through.isoformat(),
            f"{sum(manifest.tables.values()):,}",
            _files(sorted(manifest.files.values())),
        ]
        for manifest in manifests
    ]
    columns = ["snapshot (* is current)", "loaded at", "data through", "rows", "files"]
    return [table("Snapshots", columns, rows, text_columns=3)]


def _files(names: Sequence[str]) -> str:
    shown = ", ".join(names[:SHOWN_FILES])
    return shown if len(names) <= SHOWN_FILES else f"{shown} and {len(names) - SHOWN_FILES} more"
