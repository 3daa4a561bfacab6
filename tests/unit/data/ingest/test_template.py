"""The template workbook imports as it is: example rows are no data, filled rows are."""

from __future__ import annotations

from pathlib import Path

import openpyxl

from bookload.base.errors import errors_in
from bookload.data import ingest
from bookload.data.documents import Policy
from bookload.data.ingest.template import ORDER, write_template
from bookload.data.tables import checks, contract, table_names
from imported import TODAY, coded


def template(folder: Path) -> Path:
    path = folder / "template.xlsx"
    write_template(path)
    return path


def test_it_has_a_sheet_a_table_with_all_columns_and_an_example(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(template(tmp_path))
    assert set(ORDER) == set(table_names()) - {"account_attributes"}
    assert book.sheetnames == list(ORDER)
    for table in ORDER:
        header, example = list(book[table].iter_rows(min_row=1, max_row=2, values_only=True))
        columns = contract(table).columns
        assert header == tuple(column.name for column in columns)
        assert tuple(value or "" for value in example) == tuple(column.example for column in columns)


def test_it_has_drop_downs_and_says_units(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(template(tmp_path))
    lists = [
        rule.formula1 for rule in book["subscriptions"].data_validations.dataValidation if rule.type == "list"
    ]
    assert '"day,week,month,quarter,year"' in lists
    note = book["pay"]["C1"].comment
    assert note is not None
    assert "per year" in note.text


def test_the_same_bytes_come_out_each_time(tmp_path: Path) -> None:
    one, other = tmp_path / "1", tmp_path / "2"
    one.mkdir()
    other.mkdir()
    assert template(one).read_bytes() == template(other).read_bytes()


def test_empty_it_has_nothing_to_import_and_says_so(tmp_path: Path) -> None:
    plan = ingest.run([template(tmp_path)], previous=None, policy=Policy(), today=TODAY)
    assert coded(plan.findings, "no-rows")
    assert all(rows.num_rows == 0 for rows in plan.tables.values())


def test_filled_in_it_imports_as_it_is(tmp_path: Path) -> None:
    path = template(tmp_path)
    book = openpyxl.load_workbook(path)
    filled: dict[str, dict[str, object]] = {
        "accounts": {"account_id": "K-1", "name": "Acme"},
        "subscriptions": {
            "subscription_id": "1",
            "account_id": "K-1",
            "start_date": "2025-01-01",
            "amount": 12.5,
            "interval": "month",
        },
        "people": {"person_id": "P-1", "name": "Ana", "hire_date": "2024-01-01", "role": "csm"},
        "ownership": {"account_id": "K-1", "owner_id": "P-1", "start_date": "2025-01-01"},
    }
    for table, values in filled.items():
        names = [column.name for column in contract(table).columns]
        for name, value in values.items():
            book[table].cell(3, names.index(name) + 1).value = value
    book.save(path)
    plan = ingest.run([path], previous=None, policy=Policy(), today=TODAY)
    assert not errors_in((*plan.findings, *checks.run(plan.tables, where=plan.origins)))
    assert {name: rows.num_rows for name, rows in plan.tables.items() if rows.num_rows} == {
        "accounts": 1,
        "subscriptions": 1,
        "people": 1,
        "ownership": 1,
    }
