"""50. Two imports at once: the second waits, and is told for whom."""

from __future__ import annotations

import threading
from collections import Counter
from pathlib import Path

from bookload.base.progress import Progress
from bookload.data.snapshots import Snapshot, listing, verify
from bookload.data.snapshots.lock import write_lock
from stored import company, stored


def test_the_second_import_waits_is_told_and_then_comes_after_the_first(tmp_path: Path) -> None:
    told: list[str] = []
    heard = threading.Event()
    written: list[Snapshot] = []

    def report(stage: str, _done: int, _total: int | None) -> None:
        told.append(stage)
        if stage.startswith("waiting"):
            heard.set()

    def second() -> None:
        written.append(stored(tmp_path, company(seed=1), progress=Progress(report)))

    with write_lock(tmp_path, "import begun 2026-06-30 10:15", Progress()):
        thread = threading.Thread(target=second)
        thread.start()
        assert heard.wait(10)
        assert written == []
        assert listing(tmp_path) == ()
    thread.join(10)
    assert told[0].startswith("waiting for the import begun 2026-06-30 10:15 by ")
    assert len(written) == 1
    assert verify(written[0]) == ()


def test_of_many_imports_at_once_none_is_lost(tmp_path: Path) -> None:
    threads = [threading.Thread(target=stored, args=(tmp_path, company(seed=seed))) for seed in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    manifests = listing(tmp_path)
    assert Counter(manifest.content for manifest in manifests).most_common(1)[0][1] == 1
    assert len(manifests) == 6
    assert [manifest.previous for manifest in manifests] == [None, *(each.id for each in manifests[:-1])]
