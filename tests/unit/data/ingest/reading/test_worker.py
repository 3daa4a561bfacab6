import os
import subprocess
import sys
from pathlib import Path
from threading import Event

import openpyxl
import pytest

from bookload.base.errors import CancelledError
from bookload.base.progress import Progress
from bookload.data.ingest.reading import read_file, start


@pytest.fixture
def large(tmp_path):
    workbook = openpyxl.Workbook(write_only=True)
    sheet = workbook.create_sheet("s")
    for number in range(20_000):
        sheet.append([f"text {number}", number, number / 7, "x"])
    workbook.save(path := tmp_path / "large.xlsx")
    return path


def children() -> set[str]:
    return set(Path(f"/proc/self/task/{os.getpid()}/children").read_text().split())


def test_a_cancelled_reading_leaves_no_child_and_no_file_behind(large, tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    cancelled = Event()

    def report(stage: str, _done: int, _total: int | None) -> None:
        if stage.startswith("reading"):
            cancelled.set()

    before = children()
    with pytest.raises(CancelledError):
        read_file(large, progress=Progress(report, cancelled))
    assert children() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["large.xlsx"]


@pytest.mark.parametrize(
    ("module", "heavy"), [("workbook", ("numpy", "pyarrow", "ibis")), ("parquet", ("pandas", "ibis"))]
)
def test_the_child_loads_no_more_than_its_format_needs(module, heavy):
    code = (
        f"import runpy, sys; runpy.run_path({start.__file__!r})['stand_in']()\n"
        f"import bookload.data.ingest.reading.child, bookload.data.ingest.reading.{module}\n"
        f"print(*[name for name in {heavy!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-P", "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
