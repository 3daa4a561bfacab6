"""57. A newer workspace, an older program: refused, whatever is asked of it, and left as it is."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from bookload.base.errors import WorkspaceError
from bookload.data.snapshots import current, listing, load
from stored import company, everything, stored


@pytest.mark.parametrize(
    "ask",
    [
        current,
        listing,
        lambda state: load(state, next((state / "snapshots").iterdir()).name),
        lambda state: stored(state, company(seed=1)),
    ],
    ids=["current", "listing", "load", "write"],
)
def test_a_newer_format_is_refused_with_what_to_do(tmp_path: Path, ask: Callable[[Path], object]) -> None:
    snapshot = stored(tmp_path, company())
    path = snapshot.folder / "manifest.json"
    newer = {"format": 2, "program": "3.1.4", "tables": "somewhere else altogether"}
    path.write_text(json.dumps(newer))
    before = everything(tmp_path)
    with pytest.raises(WorkspaceError, match=r"written by Bookload 3\.1\.4 in format 2.*update Bookload"):
        ask(tmp_path)
    assert everything(tmp_path) == before
