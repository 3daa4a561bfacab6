"""49. Disk full in an import: an error that says so, and the old data is readable."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from bookload.base.errors import WorkspaceError
from bookload.data.snapshots import current, keep_file, verify
from full_disk import full_disk
from stored import company, everything, stored


def with_files_limited_to(size: int, state: Path, seed: int, file: Path) -> str:
    """Write company `seed` while no file may grow past `size`; return what it was told."""
    try:
        with full_disk(size):
            stored(state, company(2_000, seed), files={keep_file(state, file): file})
    except WorkspaceError as error:
        return str(error)
    return "written"


@pytest.mark.parametrize("size", [0, 1, 10, 600, 1_000, 2_500, 5_000, 10_000])
def test_a_full_disk_is_named_and_the_old_data_stays(tmp_path: Path, size: int) -> None:
    file = tmp_path / "billing.csv"
    file.write_text("1")
    state = tmp_path / "state"
    old = stored(state, company(), files={keep_file(state, file): file})
    before = everything(state)

    told = with_files_limited_to(size, state, 1, file)

    assert told.startswith("cannot write the ")
    assert os.strerror(errno.EFBIG) in told
    assert told.endswith("nothing was changed, the data imported before is as it was")
    assert everything(state) == before
    held = current(state)
    assert held == old
    assert verify(old) == ()
    stored(state, company(seed=1))  # with room again, the rerun completes
    assert current(state) != old


def test_a_full_disk_while_the_imported_file_is_kept_leaves_no_half_of_it(tmp_path: Path) -> None:
    file = tmp_path / "billing.csv"
    file.write_bytes(b"x" * 100_000)
    state = tmp_path / "state"
    old = stored(state, company())
    told = with_files_limited_to(50_000, state, 1, file)
    assert told.startswith("cannot write the imported files: ")
    assert list((state / "files").iterdir()) == []
    assert current(state) == old


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes everywhere")
def test_a_folder_that_may_not_be_written_is_named(tmp_path: Path) -> None:
    state = tmp_path / "state"
    old = stored(state, company())
    (state / "snapshots").chmod(0o500)
    with pytest.raises(WorkspaceError, match="cannot write the snapshot: Permission denied"):
        stored(state, company(seed=1))
    (state / "snapshots").chmod(0o700)
    assert current(state) == old
