"""Finding snapshots, and telling a damaged one."""

from __future__ import annotations

import gc
import json
import shutil
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from bookload.base.errors import UsageError, WorkspaceError
from bookload.data.snapshots import current, listing, load, verify
from stored import company, stored


def test_before_the_first_import_there_is_none(tmp_path: Path) -> None:
    assert current(tmp_path) is None
    assert listing(tmp_path) == ()


def test_a_snapshot_is_loaded_by_its_id(tmp_path: Path) -> None:
    first, second = (stored(tmp_path, company(seed=seed)) for seed in range(2))
    assert load(tmp_path, first.id) == first
    assert current(tmp_path) == second


def test_an_unknown_id_is_named_with_the_nearest(tmp_path: Path) -> None:
    snapshot = stored(tmp_path, company())
    with pytest.raises(UsageError, match=f"did you mean '{snapshot.id}'"):
        load(tmp_path, snapshot.id[:-1] + "x")


def test_a_snapshot_that_is_gone_is_named(tmp_path: Path) -> None:
    snapshot = stored(tmp_path, company())
    shutil.rmtree(snapshot.folder)
    with pytest.raises(WorkspaceError, match=f"snapshot {snapshot.id} is gone"):
        current(tmp_path)


def test_a_table_that_is_gone_is_named(tmp_path: Path) -> None:
    snapshot = stored(tmp_path, company())
    (snapshot.folder / "accounts.parquet").unlink()
    with pytest.raises(WorkspaceError, match=r"lacks accounts\.parquet"):
        current(tmp_path)


@pytest.mark.parametrize("text", ["", "[]", "{", '{"format": 1, "program": "0.1.0"}', '{"format": "x"}'])
def test_a_damaged_manifest_is_named_without_a_traceback(tmp_path: Path, text: str) -> None:
    snapshot = stored(tmp_path, company())
    (snapshot.folder / "manifest.json").write_text(text)
    with pytest.raises(WorkspaceError, match=f"manifest of snapshot {snapshot.id} is damaged"):
        current(tmp_path)


def test_keys_that_this_program_does_not_know_are_left_alone(tmp_path: Path) -> None:
    snapshot = stored(tmp_path, company())
    path = snapshot.folder / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "note": "added later"}))
    assert current(tmp_path).manifest == snapshot.manifest  # type: ignore[union-attr]


def test_a_changed_row_on_disk_is_found(tmp_path: Path) -> None:
    snapshot = stored(tmp_path, company())
    pq.write_table(company(seed=1)["subscriptions"], snapshot.sources()["subscriptions"])
    assert [finding.code for finding in verify(snapshot)] == ["snapshot-damaged"]


def test_a_cut_file_is_found(tmp_path: Path) -> None:
    snapshot = stored(tmp_path, company())
    path = snapshot.sources()["subscriptions"]
    path.write_bytes(path.read_bytes()[:-20])
    (finding,) = verify(snapshot)
    assert "cannot be read" in finding.message


def test_a_snapshot_in_hand_costs_no_descriptor_once_it_is_dropped(tmp_path: Path) -> None:
    stored(tmp_path, company())
    gc.collect()
    before = len(list(Path("/proc/self/fd").iterdir()))
    held = [current(tmp_path) for _ in range(10)]
    assert len(list(Path("/proc/self/fd").iterdir())) == before + 10
    del held
    gc.collect()
    assert len(list(Path("/proc/self/fd").iterdir())) == before


def test_a_folder_named_like_a_partition_adds_no_column(tmp_path: Path) -> None:
    snapshot = stored(tmp_path / "region=EU" / "state", company())
    assert verify(snapshot) == ()
