from __future__ import annotations

import errno
import os
import resource

import pytest

from bookload.base.errors import WorkspaceError
from bookload.base.files import write_whole
from forked import in_child


def test_a_file_takes_the_place_of_the_old_one(tmp_path):
    path = tmp_path / "report.html"
    write_whole(path, b"old")
    write_whole(path, b"new")
    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("size", [0, 1, 999])
def test_a_full_disk_is_named_and_leaves_the_old_file_and_nothing_else(tmp_path, size):
    path = tmp_path / "report.xlsx"
    path.write_bytes(b"old")

    def write():
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
        try:
            write_whole(path, b"x" * 1_000)
        except WorkspaceError as error:
            return str(error)
        return "written"

    told = in_child(write)
    assert told == f"cannot write {path}: {os.strerror(errno.EFBIG)}; what was there before is as it was"
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_is_not_there_is_named(tmp_path):
    path = tmp_path / "none" / "report.html"
    with pytest.raises(WorkspaceError, match="No such file or directory"):
        write_whole(path, b"x")
