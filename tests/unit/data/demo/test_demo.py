"""The company as files: the contracts' columns, the same bytes every time."""

from __future__ import annotations

import csv
import hashlib
import os
import subprocess
import sys
from pathlib import Path

from bookload.data import demo
from bookload.data.demo import Company
from bookload.data.tables import contract, table_names

ATTRIBUTES = {"accounts": {"integrations"}}
NOT_OF_THIS_COMPANY = {"account_attributes", "fx_rates", "invoice_lines", "mrr_history"}
"""Tables that the import makes, that are built in, or that stand in for `subscriptions`."""

DIGEST = "d0433a58f55ffe6c3a7d141258187aaddc72b30ea1ae6a253492c5f91b4f3895"
"""Of all files of seed 2026 through 30 June 2026. It changes with the generator alone: say why."""


def digest(company: Company) -> str:
    whole = hashlib.sha256()
    for table, rows in company.tables.items():
        whole.update(f"{table}\n{demo.csv_text(rows)}".encode())
    for name, text in company.documents.items():
        whole.update(f"{name}\n{text}".encode())
    return whole.hexdigest()


def test_the_same_seed_gives_the_same_company(company: Company) -> None:
    assert digest(demo.generate()) == digest(company)


def test_another_seed_gives_another_company(company: Company, other_company: Company) -> None:
    assert digest(other_company) != digest(company)


def test_neither_hash_order_nor_locale_nor_zone_changes_a_byte(company: Company) -> None:
    script = (
        "import hashlib, locale\n"
        "locale.setlocale(locale.LC_ALL, '')\n"
        "from bookload.data import demo\n"
        "company = demo.generate()\n"
        "whole = hashlib.sha256()\n"
        "for table, rows in company.tables.items():\n"
        "    whole.update(f'{table}\\n{demo.csv_text(rows)}'.encode())\n"
        "for name, text in company.documents.items():\n"
        "    whole.update(f'{name}\\n{text}'.encode())\n"
        "print(whole.hexdigest())\n"
    )
    surroundings = {**os.environ, "PYTHONHASHSEED": "12345", "TZ": "Asia/Tokyo", "LC_ALL": "C.UTF-8"}
    ran = subprocess.run(
        [sys.executable, "-c", script], env=surroundings, capture_output=True, text=True, check=True
    )
    assert ran.stdout.strip() == digest(company)


def test_the_bytes_are_those_of_every_other_machine(company: Company) -> None:
    assert digest(company) == DIGEST


def test_columns_are_the_contracts_in_their_order(company: Company) -> None:
    for table, rows in company.tables.items():
        known = [column.name for column in contract(table).columns]
        columns = [name for name in rows[0] if name not in ATTRIBUTES.get(table, set())]
        assert columns == [name for name in known if name in columns], table
        assert all(list(row) == list(rows[0]) for row in rows), table


def test_required_columns_are_never_empty(company: Company) -> None:
    for table, rows in company.tables.items():
        for column in contract(table).columns:
            if column.required:
                assert all(row[column.name] for row in rows), (table, column.name)


def test_values_of_enums_are_allowed(company: Company) -> None:
    for table, rows in company.tables.items():
        for column in contract(table).columns:
            if column.allowed:
                used = {row.get(column.name, "") for row in rows} - {""}
                assert used <= set(column.allowed), (table, column.name)


def test_keys_name_one_row_each(company: Company) -> None:
    for table, rows in company.tables.items():
        keys = {tuple(row.get(name, "") for name in contract(table).key) for row in rows}
        assert len(keys) == len(rows), table


def test_the_company_has_every_table_but_those_that_stand_in_for_others(company: Company) -> None:
    assert set(company.tables) | NOT_OF_THIS_COMPANY == set(table_names())
    assert not set(company.tables) & NOT_OF_THIS_COMPANY


def test_writing_twice_leaves_the_same_files(company: Company, tmp_path: Path) -> None:
    first = demo.write(company, tmp_path)
    before = {path: path.read_bytes() for path in first}
    assert demo.write(company, tmp_path) == first
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_files_read_back_as_the_rows_that_were_written(company: Company, tmp_path: Path) -> None:
    demo.write(company, tmp_path)
    for table, rows in company.tables.items():
        with (tmp_path / "data" / f"{table}.csv").open(newline="", encoding="utf-8") as file:
            assert list(csv.DictReader(file)) == [dict(row) for row in rows], table
