"""Writing a snapshot, and pruning old ones."""

from __future__ import annotations

import hashlib
import os
import stat
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from bookload.base.errors import CancelledError, DataError, UsageError, WorkspaceError
from bookload.base.progress import Progress
from bookload.data.snapshots import current, keep_file, kept_file, listing, load, prune, verify, write
from bookload.data.tables import arrow_schema, contract, table_names
from stored import LOADED, THROUGH, company, everything, rows, stored


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_what_was_written_is_read_back_as_it_was(tmp_path: Path) -> None:
    tables = company()
    snapshot = stored(tmp_path, tables)
    for name, path in snapshot.sources().items():
        read = pq.read_table(path, partitioning=None)
        assert read.schema == arrow_schema(name)
        assert read.num_rows == snapshot.manifest.tables[name]
    assert pq.read_table(snapshot.sources()["accounts"]).to_pylist() == tables["accounts"].to_pylist()
    assert verify(snapshot) == ()


def test_every_contract_table_has_a_file_even_without_rows(tmp_path: Path) -> None:
    snapshot = stored(tmp_path, {})
    assert set(snapshot.sources()) == set(table_names())
    assert all(path.is_file() for path in snapshot.sources().values())


def test_the_manifest_says_what_it_was_written_from(tmp_path: Path) -> None:
    file = tmp_path / "billing.csv"
    file.write_bytes(b"rows")
    digest = hashlib.sha256(b"rows").hexdigest()
    manifest = stored(tmp_path / "state", company(), files={digest: file}).manifest
    assert manifest.id == f"20260630T101500-{manifest.content[:8]}"
    assert (manifest.loaded_at, manifest.data_through, manifest.known_from) == (LOADED, THROUGH, None)
    assert manifest.files == {digest: "billing.csv"}
    assert manifest.previous is None
    assert (manifest.program, manifest.format) == ("0.1.0", 1)
    assert current(tmp_path / "state").manifest == manifest  # type: ignore[union-attr]
    assert kept_file(tmp_path / "state", digest).read_bytes() == b"rows"


def test_rows_are_sorted_by_their_key(tmp_path: Path) -> None:
    tables = company()
    upside_down = tables["subscriptions"].take(list(reversed(range(20))))
    snapshot = stored(tmp_path, tables | {"subscriptions": upside_down})
    ids = pq.read_table(snapshot.sources()["subscriptions"])["subscription_id"].to_pylist()
    assert ids == sorted(ids)


def test_the_same_rows_in_another_order_write_nothing(tmp_path: Path) -> None:
    tables = company()
    first = stored(tmp_path, tables)
    before = everything(tmp_path)
    tables["subscriptions"] = tables["subscriptions"].take(list(reversed(range(20))))
    again = stored(tmp_path, tables, loaded_at=LOADED + timedelta(days=1))
    assert again.id == first.id
    assert everything(tmp_path) == before


@pytest.mark.parametrize("known_from", [None, date(2026, 1, 1)])
@pytest.mark.parametrize("data_through", [THROUGH, THROUGH + timedelta(days=1)])
def test_the_same_rows_known_for_other_days_are_another_snapshot(
    tmp_path: Path, data_through: date, known_from: date | None
) -> None:
    first = stored(tmp_path, company())
    again = write(
        tmp_path,
        company(),
        loaded_at=LOADED,
        data_through=data_through,
        known_from=known_from,
        files={},
        program="0.1.0",
        progress=Progress(),
    )
    assert (again.id == first.id) == (data_through == THROUGH and known_from is None)
    assert again.manifest.content == first.manifest.content


def test_ids_sort_as_they_were_written_though_the_clock_stands_still_or_goes_back(tmp_path: Path) -> None:
    times = [LOADED, LOADED, LOADED - timedelta(days=400), LOADED + timedelta(days=1)]
    written = [stored(tmp_path, company(seed=seed), loaded_at=at).id for seed, at in enumerate(times)]
    assert written == sorted(written)
    assert [manifest.id for manifest in listing(tmp_path)] == written
    assert [manifest.previous for manifest in listing(tmp_path)] == [None, *written[:-1]]
    assert current(tmp_path).id == written[-1]  # type: ignore[union-attr]


def test_an_id_is_in_utc(tmp_path: Path) -> None:
    at = datetime.fromisoformat("2026-06-30T23:30:00-05:00")
    snapshot = stored(tmp_path, company(), loaded_at=at)
    assert snapshot.id.startswith("20260701T043000-")
    assert snapshot.manifest.loaded_at == at


def test_a_time_without_a_zone_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="time zone"):
        stored(tmp_path, company(), loaded_at=LOADED.replace(tzinfo=None))


def test_an_unknown_table_or_column_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"unknown table 'account' \(did you mean 'accounts'\?\)"):
        stored(tmp_path, {"account": company()["accounts"]})
    with pytest.raises(UsageError, match=r"columns of table 'accounts' differ .*: name"):
        stored(tmp_path, {"accounts": company()["accounts"].drop_columns(["name"])})


def test_pay_lies_in_a_folder_that_only_its_owner_opens(tmp_path: Path) -> None:
    snapshot = stored(tmp_path, company())
    pay = snapshot.sources()["pay"]
    assert pay.parent == snapshot.folder / "pay"
    assert mode(pay) == 0o600
    assert mode(pay.parent) == 0o700
    secret = {name for name in table_names() if any(c.sensitivity == "pay" for c in contract(name).columns)}
    assert {path.stem for path in pay.parent.iterdir()} == secret


def test_imported_bytes_are_for_the_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "pay.csv"
    file.write_text("person_id,ote")
    digest = keep_file(tmp_path / "state", file)
    kept = kept_file(tmp_path / "state", digest)
    assert mode(kept) == 0o600
    assert mode(kept.parent) == 0o700


def test_a_file_is_kept_once(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("x")
    first = keep_file(tmp_path / "state", file)
    before = kept_file(tmp_path / "state", first).stat().st_ino
    assert keep_file(tmp_path / "state", file) == first
    assert kept_file(tmp_path / "state", first).stat().st_ino == before


def test_a_kept_file_that_is_gone_is_missed(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match=r"imported file 000000000000… is gone from files"):
        kept_file(tmp_path, "0" * 64)


def test_a_file_that_changed_since_it_was_read_is_not_imported(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("changed")
    with pytest.raises(DataError, match=r"a\.csv changed while it was imported"):
        stored(tmp_path / "state", company(), files={"0" * 64: file})
    assert current(tmp_path / "state") is None


def test_a_write_that_is_cancelled_leaves_the_old_snapshot_and_nothing_else(tmp_path: Path) -> None:
    first = stored(tmp_path, company())
    before = everything(tmp_path)
    progress = Progress()

    def stop_at_the_seventh_table(_stage: str, done: int, _total: int | None) -> None:
        if done == 7:
            progress.cancelled.set()

    progress = replace(progress, report=stop_at_the_seventh_table)
    with pytest.raises(CancelledError, match="writing tables"):
        stored(tmp_path, company(seed=1), progress=progress)
    assert everything(tmp_path) == before
    assert current(tmp_path).id == first.id  # type: ignore[union-attr]


def test_what_a_killed_import_left_goes_with_the_next(tmp_path: Path) -> None:
    first = stored(tmp_path, company())
    snapshots = tmp_path / "snapshots"
    (snapshots / ".unfinished-20270101T000000-00000000" / "pay").mkdir(parents=True)
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / ".unfinished-ab").write_bytes(b"half")
    (tmp_path / ".unfinished-CURRENT").write_bytes(b"2026")
    never_pointed_at = snapshots / "20990101T000000-00000000"
    never_pointed_at.mkdir()
    (never_pointed_at / "manifest.json").write_text((first.folder / "manifest.json").read_text())
    assert [manifest.id for manifest in listing(tmp_path)] == [first.id]

    second = stored(tmp_path, company(seed=1))
    assert {path.name for path in snapshots.iterdir()} == {first.id, second.id}
    assert not list(tmp_path.rglob(".unfinished*"))


def test_a_file_that_is_being_kept_is_no_leftover(tmp_path: Path) -> None:
    pipe = tmp_path / "slow.csv"
    os.mkfifo(pipe)
    (tmp_path / "state").mkdir()
    child = os.fork()
    if not child:
        (tmp_path / "state" / "files").mkdir(mode=0o700)
        from bookload.data.snapshots import files

        files._copy(tmp_path / "state" / "files", pipe)
        os._exit(0)
    with pipe.open("wb") as slow:
        slow.write(b"first half, ")
        slow.flush()
        stored(tmp_path / "state", company())
        slow.write(b"second half")
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    digest = hashlib.sha256(b"first half, second half").hexdigest()
    assert kept_file(tmp_path / "state", digest).read_bytes() == b"first half, second half"


def test_prune_keeps_the_newest(tmp_path: Path) -> None:
    written = [stored(tmp_path, company(seed=seed)).id for seed in range(4)]
    assert prune(tmp_path, keep=2) == tuple(written[:2])
    assert [manifest.id for manifest in listing(tmp_path)] == written[2:]
    assert prune(tmp_path, keep=2) == ()


def test_prune_spares_what_a_reader_holds(tmp_path: Path) -> None:
    written = [stored(tmp_path, company(seed=seed)).id for seed in range(3)]
    held = load(tmp_path, written[0])
    assert prune(tmp_path, keep=1) == (written[1],)
    assert verify(held) == ()
    del held
    assert prune(tmp_path, keep=1) == (written[0],)


def test_the_paths_of_a_snapshot_hold_it_too(tmp_path: Path) -> None:
    written = [stored(tmp_path, company(seed=seed)).id for seed in range(2)]
    paths = load(tmp_path, written[0]).sources()
    assert prune(tmp_path, keep=1) == ()
    assert paths["accounts"].is_file()
    del paths
    assert prune(tmp_path, keep=1) == (written[0],)


def test_prune_spares_what_another_process_holds(tmp_path: Path) -> None:
    written = [stored(tmp_path, company(seed=seed)).id for seed in range(2)]
    ready_read, ready_write = os.pipe()
    done_read, done_write = os.pipe()
    child = os.fork()
    if not child:
        held = load(tmp_path, written[0])
        os.write(ready_write, b"1")
        os.read(done_read, 1)
        os._exit(len(verify(held)))
    os.read(ready_read, 1)
    assert prune(tmp_path, keep=1) == ()
    os.write(done_write, b"1")
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert prune(tmp_path, keep=1) == (written[0],)
    for descriptor in (ready_read, ready_write, done_read, done_write):
        os.close(descriptor)


def test_imported_files_outlive_the_snapshots_made_of_them(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("x")
    state = tmp_path / "state"
    digest = keep_file(state, file)
    stored(state, company(), files={digest: file})
    stored(state, company(seed=1))
    prune(state, keep=1)
    assert kept_file(state, digest).read_text() == "x"


def test_prune_keeps_at_least_one(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="keep at least 1 snapshot, not 0"):
        prune(tmp_path, keep=0)


def test_the_bytes_of_a_table_depend_on_its_rows_alone(tmp_path: Path) -> None:
    written = [stored(tmp_path / name, company()) for name in "ab"]
    first, second = ({name: path.read_bytes() for name, path in each.sources().items()} for each in written)
    assert first == second


def test_equal_rows_that_differ_in_id_stay_two(tmp_path: Path) -> None:
    one = {"account_id": "A-1", "name": "Acme"}
    snapshot = stored(tmp_path, {"accounts": rows("accounts", one, one | {"account_id": "A-2"})})
    assert snapshot.manifest.tables["accounts"] == 2


def test_utc_is_what_an_aware_time_in_another_zone_means(tmp_path: Path) -> None:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    assert stored(tmp_path, company(), loaded_at=at).id.startswith("20260101T000000")
