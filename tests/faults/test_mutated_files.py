"""Files of every format, changed by chance: each is read or refused, and nothing else happens."""

from __future__ import annotations

import io
import re
from pathlib import Path
from random import Random

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from bookload.base.errors import BookloadError, errors_in
from bookload.data.ingest.reading import Limits, Reading, read_file
from mutations import DAMAGE

HEADER = ["account", "owner", "mrr", "start"]
REFUSED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff\ufffd]")


def table() -> list[list[str]]:
    return [[f"A-{n:03}", f"Zoë {n}, Ltd", f"{n * 1.25:.2f}", f"2026-01-{n % 28 + 1:02}"] for n in range(60)]


def csv_bytes() -> bytes:
    rows = [",".join(f'"{cell}"' if "," in cell else cell for cell in row) for row in [HEADER, *table()]]
    return ("\r\n".join(rows) + "\r\n").encode()


def xlsx_bytes() -> bytes:
    workbook = openpyxl.Workbook()
    for row in [HEADER, *table()]:
        workbook.active.append([float(cell) if cell.replace(".", "").isdigit() else cell for cell in row])
    workbook.create_sheet("team").append(["person", "role"])
    workbook["team"].append(["Kim", "csm"])
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def parquet_bytes() -> bytes:
    columns = dict(zip(HEADER, map(list, zip(*table(), strict=True)), strict=True))
    out = io.BytesIO()
    pq.write_table(pa.table({**columns, "mrr": [float(cell) for cell in columns["mrr"]]}), out)
    return out.getvalue()


ORIGINALS = {"csv": csv_bytes, "xlsx": xlsx_bytes, "parquet": parquet_bytes}
LIMITS = Limits(memory=1 << 30, seconds=20)


def survives(path: Path) -> Reading | None:
    try:
        reading = read_file(path, limits=LIMITS)
    except BookloadError:
        return None
    for sheet in reading.sheets:
        for column in sheet.columns:
            column.text.validate(full=True)
            assert len(column.text) == len(sheet.row_numbers)
    if not errors_in(reading.findings):
        cells = (
            cell for sheet in reading.sheets for column in sheet.columns for cell in column.text.to_pylist()
        )
        assert not any(REFUSED.search(cell) for cell in cells if cell)
        assert reading.sheets
    for finding in reading.findings:
        assert finding.file == path.name
        assert finding.message
        assert finding.remedy
        assert finding.code != "reader_stopped", "an exception that the reader does not know"
    return reading


def mutate(kind: str, seeds: range, path: Path) -> list[str]:
    original, kinds = ORIGINALS[kind](), sorted(DAMAGE[kind])
    outcomes = []
    for seed in seeds:
        name = kinds[seed % len(kinds)]
        path.write_bytes(DAMAGE[kind][name](original, Random(f"{kind} {seed}")))  # noqa: S311 - chance, not secrecy
        reading = survives(path)
        outcomes.append("raised" if reading is None else "refused" if errors_in(reading.findings) else "read")
    return outcomes


@pytest.mark.parametrize("kind", sorted(ORIGINALS))
def test_the_original_of_each_format_reads_without_a_finding(kind, tmp_path):
    path = tmp_path / f"accounts.{kind}"
    path.write_bytes(ORIGINALS[kind]())
    assert read_file(path).findings == ()


@pytest.mark.parametrize("kind", sorted(ORIGINALS))
def test_a_damaged_file_is_read_or_refused_and_nothing_else(kind, tmp_path):
    few = 2 * len(DAMAGE[kind])
    assert len(mutate(kind, range(few), tmp_path / f"accounts.{kind}")) == few


@pytest.mark.prove
@pytest.mark.parametrize("start", range(0, 1000, 100))
@pytest.mark.parametrize("kind", sorted(ORIGINALS))
def test_a_thousand_damaged_files_are_read_or_refused_and_nothing_else(kind, start, tmp_path):
    assert len(mutate(kind, range(start, start + 100), tmp_path / f"accounts.{kind}")) == 100
