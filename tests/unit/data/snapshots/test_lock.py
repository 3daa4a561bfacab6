"""One writer at a time."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from bookload.base.errors import CancelledError, WorkspaceError
from bookload.base.progress import Progress
from bookload.data.snapshots.lock import write_lock


def test_the_second_waits_and_is_told_for_whom(tmp_path: Path) -> None:
    told: list[str] = []
    heard = threading.Event()

    def report(stage: str, _done: int, _total: int | None) -> None:
        told.append(stage)
        heard.set()

    def second() -> None:
        with write_lock(tmp_path, "import begun later", Progress(report)):
            told.append("in")

    with write_lock(tmp_path, "import begun 2026-06-30 10:15", Progress()):
        thread = threading.Thread(target=second)
        thread.start()
        assert heard.wait(10)
        assert "in" not in told
    thread.join(10)
    assert told[-1] == "in"
    assert told[0].startswith("waiting for the import begun 2026-06-30 10:15 by ")
    assert f"(process {os.getpid()})" in told[0]


def test_waiting_can_be_cancelled(tmp_path: Path) -> None:
    progress = Progress()
    progress.cancelled.set()
    with (
        write_lock(tmp_path, "import", Progress()),
        pytest.raises(CancelledError, match="waiting for the import"),
        write_lock(tmp_path, "import", progress),
    ):
        raise AssertionError


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file where the folder should be")
    with (
        pytest.raises(WorkspaceError, match="cannot write the lock of the workspace: File exists"),
        write_lock(tmp_path / "state", "import", Progress()),
    ):
        raise AssertionError
