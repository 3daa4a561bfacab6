"""50. Two imports at once: the second waits, is told for whom, and neither loses the other's rows."""

from __future__ import annotations

import threading
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from bookload.base.progress import Progress
from bookload.data.snapshots import Snapshot, listing, verify
from bookload.data.snapshots.lock import write_lock
from bookload.workspace import Imported, Request, import_into, open_folder
from commanded import FILES, written
from served import person
from stored import company, stored

NOW = datetime(2025, 7, 1, 9, tzinfo=UTC)


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


def test_in_the_app_too_the_second_is_told_for_whom_it_waits(own: Path) -> None:
    from bookload.web.data.work import _one_at_a_time
    from bookload.web.state import served

    served().folder.mkdir(exist_ok=True)
    ada, ben = person("ada@example.com", "operations"), person("ben@example.com", "operations")
    told: list[str] = []
    heard, in_turn = threading.Event(), threading.Event()

    def report(stage: str, _done: int, _total: int | None) -> None:
        told.append(stage)
        heard.set()

    def second() -> None:
        with _one_at_a_time(ben, "the import", Progress(report)):
            in_turn.set()

    with _one_at_a_time(ada, "the import", Progress()):
        thread = threading.Thread(target=second)
        thread.start()
        assert heard.wait(30)
        assert not in_turn.is_set()
    thread.join(30)
    assert in_turn.is_set()
    assert told[0].startswith("waiting for the import by ada@example.com, begun ")


def test_an_import_that_comes_between_reading_and_writing_loses_no_row(tmp_path: Path) -> None:
    root, files = tmp_path / "acme", written(tmp_path / "files", FILES)
    accounts = Request(paths=[files / "accounts.csv"], now=NOW, who="first")
    people = Request(paths=[files / "people.csv", files / "positions.csv"], now=NOW, who="second")
    import_into(root, Request(paths=[files / "subscriptions.csv", files / "accounts.csv"], now=NOW, who="x"))
    came: list[Imported] = []
    told: list[str] = []

    def report(stage: str, _done: int, _total: int | None) -> None:
        told.append(stage)
        if stage == "checking rows" and not came:
            came.append(import_into(root, people))

    changed = files / "accounts.csv"
    changed.write_text(changed.read_text() + "A9,Later,SMB,low,NA\n")
    import_into(root, accounts, Progress(report))
    reader = open_folder(root)
    assert reader.size("people") == 3
    assert reader.size("accounts") == 5
    assert "reading again: another import came first" in told
    assert len(listing(root / ".bookload")) == 3
