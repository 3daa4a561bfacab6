"""55. A backup made while people import, edit and sign in opens, and every hash of it holds."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from bookload.base import audit
from bookload.base.files import write_whole
from bookload.data.snapshots import current, kept_file, listing, load, verify
from bookload.workspace import Request, import_into
from bookload.workspace.backups import Backup, backup, restore
from commanded import FILES, written
from served import copied

NOW = datetime(2026, 6, 30, 10, 15, tzinfo=UTC)
PAIR = "INSERT INTO one VALUES (1); INSERT INTO other VALUES (1);"
TEXTS = tuple(f"[company]\nname = '{sign * 3_000}'\n" for sign in "ab")


@contextmanager
def again_and_again(*works: Callable[[int], object]) -> Iterator[None]:
    """Do each work over and over, in a thread each, while the block runs."""
    over, wrong = threading.Event(), []

    def repeat(work: Callable[[int], object]) -> None:
        number = 0
        try:
            while not over.is_set():
                work(number)
                number += 1
        except BaseException as error:  # noqa: BLE001 - told below, whatever it is
            wrong.append(error)

    threads = [threading.Thread(target=repeat, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        over.set()
        for thread in threads:
            thread.join(60)
    assert wrong == []


def test_a_backup_under_writes_opens_and_has_the_same_hashes(company: Path, tmp_path: Path) -> None:
    root, files = copied(company, tmp_path), written(tmp_path / "files", FILES)
    state = root / ".bookload"
    (state / "web").mkdir(exist_ok=True)
    database = state / "web" / "app.sqlite3"
    with closing(sqlite3.connect(database)) as rows:
        rows.executescript("CREATE TABLE one (n); CREATE TABLE other (n);")

    def imports(number: int) -> None:
        changed = FILES["subscriptions.csv"].replace("120000", str(130_000 + number))
        (files / "subscriptions.csv").write_text(changed)
        import_into(root, Request(paths=[files / "subscriptions.csv"], now=NOW, who="ada"))

    def signs_in(_: int) -> None:
        with closing(sqlite3.connect(database, timeout=20)) as rows:
            rows.executescript(f"BEGIN IMMEDIATE; {PAIR} COMMIT;")

    def edits(number: int) -> None:
        write_whole(root / "bookload.toml", TEXTS[number % 2].encode())
        audit.append(state / "audit.jsonl", at=NOW, who="ben", what="document changed", detail={})

    archives: list[Backup] = []
    with again_and_again(imports, signs_in, edits):
        while len(archives) < 4 or len(listing(state)) < 4:
            archives.append(backup(root, tmp_path, now=NOW))
    assert len({each.manifest.snapshot for each in archives}) > 1, "nothing was imported meanwhile"
    for number, each in enumerate(archives[:: max(1, len(archives) // 4)]):
        restored = restore(each.path, tmp_path / f"restored-{number}").root
        looked_at(restored, root)


def looked_at(restored: Path, root: Path) -> None:
    state = restored / ".bookload"
    held, was = current(state), root / ".bookload"
    assert held is not None
    assert verify(held) == ()
    assert held.manifest == load(was, held.id).manifest
    for path in held.folder.rglob("*.parquet"):
        assert path.read_bytes() == (was / path.relative_to(state)).read_bytes()
    for manifest in listing(state):
        for digest in manifest.files:
            kept_file(state, digest)
    assert audit.verify(state / "audit.jsonl") == ()
    known = {entry.detail.get("snapshot") for entry in audit.read(state / "audit.jsonl")}
    assert {manifest.id for manifest in listing(state)[:-1]} <= known
    text = (restored / "bookload.toml").read_text()
    assert text in TEXTS or text == (root / "bookload.toml").read_text() or "version" in text
    with closing(sqlite3.connect(state / "web" / "app.sqlite3")) as rows:
        assert rows.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        pairs = [rows.execute(f"SELECT count(*) FROM {name}").fetchone() for name in ("one", "other")]  # noqa: S608
        assert pairs[0] == pairs[1]
