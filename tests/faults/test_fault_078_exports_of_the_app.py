"""78. In every file that the app gives, text that looks like a formula is text, and `-5.00` is a number."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import UTC, date, datetime
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from bookload.workspace import Request, import_into
from bookload.workspace.questions import QUESTIONS
from commanded import FILES, written

HOSTILE = ("=cmd|'/C calc'!A0", "@SUM(1+1)*cmd", "+1-2", "-1+cmd")
NAMED = ("A1,Acme,", 'A2,"Bolt, Inc",', "A3,Cato,", "A4,Dune,")
NOW = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)


@pytest.fixture
def owner(own: Path, as_role, tmp_path: Path):
    """Somebody who sees the accounts of a company, whose names are formulas."""
    text = FILES["accounts.csv"]
    for was, name in zip(NAMED, HOSTILE, strict=True):
        text = text.replace(was, f"{was[:2]},{name},")
    files = written(tmp_path / "hostile", {"accounts.csv": text})
    request = Request(paths=[files], now=NOW, who="ada", data_through=date(2025, 6, 30))
    assert import_into(own, request).changed
    return as_role("owner")


def cells(content: bytes) -> list[str]:
    return [cell for row in csv.reader(StringIO(content.decode("utf-8-sig"))) for cell in row]


def is_harmless(cell: str) -> bool:
    """Whether a spreadsheet takes a cell of a file of text for text, or for a number."""
    if not cell.startswith(("=", "+", "-", "@", "\t", "\r")):
        return True
    return cell.removeprefix("-").replace(",", "").removesuffix("%").replace(".", "", 1).isdigit()


def test_names_are_text_in_files_of_tables_and_losses_are_numbers(owner):
    seen: set[str] = set()
    for name, said in (("book", {"person": "P2"}), ("movements", {"by": "account"})):
        found = cells(owner.get(f"/export/{name}.csv", said).content)
        assert [cell for cell in found if not is_harmless(cell)] == [], name
        seen |= {hostile for hostile in HOSTILE for cell in found if cell == f"'{hostile}"}
    assert seen >= set(HOSTILE[2:]), "the accounts of P2's book"


@pytest.mark.prove
def test_no_file_of_any_question_holds_a_formula_of_somebody_elses(
    owner, promised: Callable[[str, int], int]
):
    asked = 0
    for name in QUESTIONS:
        said = {"book": {"person": "P2"}, "explain": {"metric": "arr"}, "movements": {"by": "account"}}.get(
            name, {}
        )
        tables, book = (owner.get(f"/export/{name}.{kind}", said) for kind in ("csv", "xlsx"))
        if tables.status_code == 200:
            assert [cell for cell in cells(tables.content) if not is_harmless(cell)] == [], name
            asked += 1
        if book.status_code == 200:
            formulas = [
                cell.value
                for sheet in load_workbook(BytesIO(book.content))
                for row in sheet.iter_rows()
                for cell in row
                if cell.data_type == "f"
            ]
            assert not [each for each in formulas if "cmd" in each], name
            asked += 1
    assert asked >= promised("files of questions looked at for formulas", 20)
