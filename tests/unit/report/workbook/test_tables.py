"""What is on a screen as a workbook: numbers stay numbers, and a table goes on where a sheet is full."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from bookload.report.document import Head
from bookload.report.terminal import Laid
from bookload.report.workbook import tables_bytes
from bookload.report.workbook.sheet import ROWS
from bookload.report.workbook.tables import HEAD, number_of

ACME = Head("acme", "20260101T000000-1f0a52c4", date(2025, 12, 31), "USD", "standard", 0)


def accounts(count: int, title: str = "MRR by account") -> Laid:
    rows = tuple((f"A{number}", f"{number:,}.50", None) for number in range(count))
    return Laid(title, ("account", "MRR", "share"), rows, 1)


def test_a_table_goes_on_in_further_sheets_each_of_which_says_so():
    content = tables_bytes(ACME, "Movements", [accounts(25), "- a remark"], rows=HEAD + 10)
    book = load_workbook(BytesIO(content))
    names = ["MRR by account", "MRR by account 2", "MRR by account 3"]
    assert book.sheetnames == [*names, "Notes"]
    of = "As of 2025-12-31, profile standard. "
    assert [str(book[name]["A2"].value).removeprefix(of) for name in names] == [
        "Rows 1 to 10 of 25. They go on in 'MRR by account 2'.",
        "Rows 11 to 20 of 25. They go on in 'MRR by account 3'.",
        "Rows 21 to 25 of 25.",
    ]
    assert all(book[name]["B3"].value == "MRR" for name in names)
    found = [row[:2] for name in names for row in book[name].iter_rows(min_row=HEAD + 1, values_only=True)]
    assert found == [(f"A{number}", number + 0.5) for number in range(25)]
    assert book["Notes"]["A3"].value == "- a remark"


@pytest.mark.parametrize(("count", "sheets"), [(0, 1), (9, 1), (10, 1), (11, 2)])
def test_what_fits_stands_on_one_sheet(count, sheets):
    book = load_workbook(BytesIO(tables_bytes(ACME, "Movements", [accounts(count)], rows=HEAD + 10)))
    assert len(book.sheetnames) == sheets + 1


def test_sheets_of_one_name_are_told_apart_and_none_has_a_sign_that_no_sheet_may_have():
    tables = [
        accounts(3, "A: very [long] title of a table, twice"),
        accounts(1, "a  very  long"),
        accounts(1, ""),
    ]
    names = load_workbook(BytesIO(tables_bytes(ACME, "notes", tables, rows=HEAD + 2))).sheetnames
    assert len({name.casefold() for name in names}) == len(names) == 5
    assert all(len(name) <= 31 and not set(name) & set("[]:*?/\\'") for name in names)


@pytest.mark.parametrize(
    ("shown", "value", "shape"),
    [
        ("1,234.50", 1234.5, "#,##0.00"),
        ("-3", -3, "#,##0"),
        ("1234", 1234, "0"),
        ("12.5%", 0.125, "#,##0.0%"),
        ("+2.0", 2, "+#,##0.0;-#,##0.0;#,##0.0"),
    ],
)
def test_a_figure_is_a_number_that_is_shown_as_before(shown, value, shape):
    found = number_of(shown)
    assert found is not None
    assert found[0] == pytest.approx(value)
    assert found[1] == shape


@pytest.mark.parametrize("shown", ["", "2025-06", "12 of 40", "1,23", "=1+1", "1e9", "A1", "5 %", "\u0661"])
def test_what_is_no_number_stays_text(shown):
    assert number_of(shown) is None


def test_text_stays_text_whatever_it_begins_with_and_equal_tables_make_equal_bytes():
    table = Laid("T", ("name", "n"), (("=1+1", "=2+2"), ("@x", None)), 1)
    content = tables_bytes(ACME, "T", [table])
    cells = [cell for row in load_workbook(BytesIO(content))["T"].iter_rows(min_row=4) for cell in row]
    assert [(cell.value, cell.data_type) for cell in cells] == [
        ("=1+1", "s"),
        ("=2+2", "s"),
        ("@x", "s"),
        ("n/a", "s"),
    ]
    assert content == tables_bytes(ACME, "T", [table])


@pytest.mark.prove
def test_more_rows_than_a_sheet_holds_are_all_there_when_another_program_opens_them(
    promised: Callable[[str, int], int],
):
    count = promised("rows of one table in a workbook", 1_100_000)
    book = CalamineWorkbook.from_filelike(BytesIO(tables_bytes(ACME, "Movements", [accounts(count)])))
    assert book.sheet_names == ["MRR by account", "MRR by account 2", "Notes"]
    first, second = (
        book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names[:2]
    )
    assert len(first) == ROWS
    found = [*first[HEAD:], *second[HEAD:]]
    assert len(found) == count
    assert all(row == [f"A{number}", number + 0.5, "n/a"] for number, row in enumerate(found))
