"""Readers that were opened before: found by all that their answers depend on, never stale, nobody else's."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bookload.base.access import Access
from bookload.base.errors import UsageError, WorkspaceError
from bookload.data import snapshots
from bookload.workspace import Request, import_into, opened
from bookload.workspace.opened import one_reading, reader_of
from bookload.workspace.paths import Folder
from commanded import FILES, run, written
from kept_plans import LEVERS
from made_once import made_once
from served import copied

OWNER = Access()


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    def make(folder: Path) -> None:
        files = written(folder / "files", FILES)
        ran = run("import", str(files), "--workspace", str(folder / "acme"), "--data-through", "2025-06-30")
        assert ran.code == 0, ran.err

    return made_once(tmp_path_factory, "opened", make) / "acme"


@pytest.fixture
def root(imported: Path, tmp_path: Path) -> Path:
    return copied(imported, tmp_path)


def asked(root: Path, access: Access = OWNER, **where):
    """The reader of one request."""
    with one_reading():
        found = reader_of(root, access, **where)
        assert found is reader_of(root, access, **where), "the parts of a page share one"
    return found


def more(root: Path, to: Path) -> None:
    """Import one more account."""
    text = FILES["accounts.csv"] + "A9,New,SMB,low,NA\n"
    request = Request(
        paths=[written(to, {"accounts.csv": text})],
        now=datetime(2026, 3, 4, tzinfo=UTC),
        who="ada",
        data_through=date(2025, 6, 30),
    )
    assert import_into(root, request).changed


def test_who_asks_the_same_next_gets_the_same_and_who_asks_anything_else_another(root):
    first = asked(root)
    assert asked(root) is first
    others = [
        asked(root, Access.of("head")),
        asked(root, Access.of("csm", "P1")),
        asked(root, Access.of("csm", "P2")),
        asked(root, OWNER.choosing((("segment", "SMB"),))),
        asked(root, as_of=date(2025, 5, 31)),
        asked(root, profile="chartmogul"),
    ]
    assert len({id(each) for each in (first, *others)}) == len(others) + 1
    assert asked(root, snapshot=snapshots.current_id(Folder(root).state)) is first


def test_outside_a_reading_nothing_is_shared_and_one_request_at_a_time_has_a_reader(root):
    assert reader_of(root, OWNER) is not reader_of(root, OWNER)
    first = asked(root)
    with one_reading(), ThreadPoolExecutor(1) as another:
        mine = reader_of(root, OWNER)
        assert mine is first
        assert another.submit(asked, root).result() is not mine


@pytest.mark.parametrize(
    ("document", "text"),
    [
        ("bookload.toml", "\n[monday]\nquiet_days = 9\n"),
        ("journey.toml", '[[stages]]\nname = "adoption"\n'),
        ("levers.toml", LEVERS),
    ],
)
def test_a_document_that_changed_is_read_by_the_next_and_so_is_what_it_was_again(root, document, text):
    first, path = asked(root), root / document
    before = path.read_text() if path.exists() else None
    path.write_text((before or "") + text)
    second = asked(root)
    assert second is not first
    assert second.company.documents != first.company.documents
    if before is None:
        path.unlink()
    else:
        path.write_text(before)
    assert asked(root).company.documents == first.company.documents


def test_an_import_is_seen_by_the_next(root, tmp_path):
    first = asked(root)
    more(root, tmp_path / "more")
    second = asked(root)
    assert (first.size("accounts"), second.size("accounts")) == (4, 5)


def test_what_nobody_reads_is_pruned_and_is_gone_for_who_asks_next(root, tmp_path):
    old = snapshots.current_id(Folder(root).state)
    with one_reading():
        reader_of(root, OWNER)
        more(root, tmp_path / "more")
        assert snapshots.prune(Folder(root).state, 1) == (), "somebody reads it"
    assert snapshots.prune(Folder(root).state, 1) == (old,)
    with pytest.raises(UsageError, match="unknown snapshot"):
        asked(root, snapshot=old)


def test_a_reader_that_was_kept_holds_its_snapshot_while_it_is_read_again(root, tmp_path):
    old = snapshots.current_id(Folder(root).state)
    first = asked(root)
    more(root, tmp_path / "more")
    with one_reading():
        assert reader_of(root, OWNER, snapshot=old) is first
        assert snapshots.prune(Folder(root).state, 1) == ()


def test_tables_that_are_gone_are_made_again_and_rows_that_are_gone_are_told(root):
    first = asked(root)
    arr = first.retention().rows
    shutil.rmtree(Folder(root).state / "cache")
    assert asked(root).retention().rows == arr
    for path in (Folder(root).state / "snapshots").rglob("accounts.parquet"):
        path.unlink()
    with pytest.raises(WorkspaceError, match=r"lacks accounts\.parquet"):
        asked(root)


def test_few_are_kept_and_of_many_rows_none(root, monkeypatch):
    days = [date(2025, 6, day) for day in range(1, opened.MOST + 2)]
    first, *_ = [asked(root, as_of=day) for day in days]
    assert len(opened._IDLE) == opened.MOST
    assert asked(root, as_of=days[0]) is not first
    monkeypatch.setattr(opened, "FEW", 3)
    assert asked(root, as_of=date(2025, 5, 1)) is not asked(root, as_of=date(2025, 5, 1))


def test_an_answer_given_before_is_given_again_unless_what_it_stands_on_changed(root):
    from bookload.base.progress import Progress
    from bookload.workspace.questions import QUESTIONS

    reader = asked(root)
    said = {"by": "segment"}
    _, first = QUESTIONS["movements"].put(reader, said, Progress())
    assert QUESTIONS["movements"].put(reader, said, Progress())[1] is first
    other = QUESTIONS["movements"].put(reader, {"by": "account"}, Progress())[1]
    assert other.body != first.body
    _, board = QUESTIONS["board"].put(reader, {}, Progress())
    assert QUESTIONS["board"].put(reader, {}, Progress())[1] is board
    given = run("board", "--workspace", str(root), "--as-of", "2025-03-31", "--give-out", "--json")
    assert given.code == 0, given.err
    assert QUESTIONS["board"].put(reader, {}, Progress())[1] is not board
