"""78. `=cmd|…` and `@SUM(…)` in a file stay text in the workbook that comes of it; `-5.00` stays a number."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from openpyxl import load_workbook

from bookload.report.workbook import write_workbook
from bookload.workspace import Request, import_into, open_folder

HOSTILE = ["=cmd|'/C calc'!A0", "@SUM(1+1)*cmd", "+1-2", '=HYPERLINK("http://x","y")']


def test_hostile_names_are_text_and_amounts_below_nought_are_numbers(tmp_path: Path) -> None:
    rows = [
        f'"{name.replace(chr(34), chr(34) * 2)}";Ann;{1200 * (number + 1)}'
        for number, name in enumerate(HOSTILE)
    ]
    (tmp_path / "list.csv").write_text(
        "\n".join(["Account;Owner;ARR", *rows, "Credit;Ann;-5.00"]), encoding="utf-8"
    )
    now = datetime(2026, 7, 1, tzinfo=UTC)
    request = Request([tmp_path / "list.csv"], now=now, who="test", data_through=date(2026, 6, 30))
    assert not import_into(tmp_path / "acme", request).refused
    write_workbook(open_folder(tmp_path / "acme"), tmp_path / "report.xlsx")

    book = load_workbook(tmp_path / "report.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    for name in HOSTILE:
        found = [cell for cell in cells if cell.value == name]
        assert found, name
        assert {(cell.data_type, cell.quotePrefix) for cell in found} == {("s", True)}
    assert not [
        cell for cell in cells if cell.data_type == "f" and ("cmd" in cell.value or "LINK" in cell.value)
    ]
    assert book["Answer"]["B6"].data_type == "f"
    arr = load_workbook(tmp_path / "report.xlsx", data_only=True)["Ratios by month"]["B5"]
    assert (arr.data_type, arr.value) == ("n", 1200 * (1 + 2 + 3 + 4) - 5)
