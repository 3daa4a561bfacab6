"""Running all checks: finding them, saying where rows came from, and how much is said."""

from __future__ import annotations

import time
from datetime import date

import numpy as np
import pyarrow as pa
import pytest

from bookload.base.errors import capped, errors_in
from bookload.data.tables import arrow_schema, checks, contract, empty, table_names
from bookload.data.tables.checks import Tables, all_checks
from bookload.data.tables.checks.every_table import RANGES
from sound import SOUND
from stored import MICROS, rows, subscription


def test_a_check_is_found_by_its_name_alone() -> None:
    found = {(check.table, check.code) for check in all_checks()}
    assert ("accounts", "cycle-of-parents") in found
    assert ("every_table", "missing-value") in found
    assert {table for table, _ in found} <= {"every_table", *table_names()}


def test_every_check_says_what_it_looks_for_and_how_grave_it_is() -> None:
    for check in all_checks():
        assert check.says.endswith((".", "):")) or "." in check.says, check
        assert any(word in check.says for word in ("error", "warning", "note")), f"{check.table} {check.code}"


def test_nothing_is_wrong_with_nothing() -> None:
    assert checks.run({}) == ()
    assert checks.run({name: empty(name) for name in table_names()}) == ()


def test_a_finding_names_the_row_as_the_file_has_it() -> None:
    tables = {"accounts": rows("accounts", {"account_id": "A-1", "name": None})}
    (finding,) = checks.run(tables, where={"accounts": {0: ("crm.xlsx", "Kunden", 7)}})
    assert (finding.file, finding.sheet, finding.row) == ("crm.xlsx", "Kunden", 7)
    assert str(finding).startswith("crm.xlsx · sheet Kunden · row 7 · column name: name is empty")


def test_a_duplicate_names_the_other_row_as_its_file_has_it() -> None:
    one = {"account_id": "A-1", "name": "Acme"}
    where = {"accounts": [("a.csv", None, 2), ("b.csv", None, 9)]}
    (finding,) = checks.run({"accounts": rows("accounts", one, one)}, where=where)
    assert (finding.file, finding.row) == ("b.csv", 9)
    assert finding.message == "row 2 of a.csv has the same account_id"


def test_a_hundred_of_a_kind_are_named_and_the_rest_counted() -> None:
    nameless = [{"account_id": f"A-{number}", "name": None} for number in range(250)]
    found = checks.run({"accounts": rows("accounts", *nameless)})
    assert len(found) == 100
    assert found[-1].message.endswith("; and 150 more of this kind")
    assert capped(found) == found


def test_all_of_a_kind_are_named_to_who_asks_for_them() -> None:
    nameless = [{"account_id": f"A-{number}", "name": None} for number in range(250)]
    given = Tables({"accounts": rows("accounts", *nameless)}, most=1_000)
    check = next(check for check in all_checks() if check.code == "missing-value")
    assert len(check.look(given)) == 250


def test_every_table_with_a_start_and_an_end_is_looked_at() -> None:
    for name, columns in RANGES.items():
        assert [contract(name)[column].type for column in columns] == ["date", "date"]
    with_ends = {
        name
        for name in table_names()
        for column in contract(name).columns
        if column.name in ("end_date", "to_date", "period_end", "leave_date")
    }
    assert set(RANGES) == with_ends


@pytest.mark.parametrize("table", table_names())
def test_a_table_of_empty_cells_is_findings_not_a_traceback(table: str) -> None:
    schema = arrow_schema(table)
    hollow = pa.table([pa.nulls(3, field.type) for field in schema], schema=schema)
    required = [column.name for column in contract(table).columns if column.required]
    found = checks.run({table: hollow}, currency="EUR", rates=lambda _code, _day: None)
    missing = {finding.column for finding in found if finding.code == "missing-value"}
    assert missing == set(required)
    assert errors_in(found)


def test_overlaps_and_shares_agree_with_looking_at_every_day() -> None:
    dice = np.random.default_rng(7)
    for _ in range(20):
        owned = [
            {
                **SOUND["ownership"][0],
                "account_id": f"A-{dice.integers(1, 4)}",
                "owner_id": f"P-{number}",
                "start_date": date(2025, 1, int(start)),
                "end_date": date(2025, 1, int(start) + int(length)),
                "share": int(share) * 1_000,
            }
            for number, (start, length, share) in enumerate(
                zip(dice.integers(1, 20, 8), dice.integers(0, 11, 8), dice.integers(1, 9, 8), strict=True)
            )
        ]
        expected = set()
        for account in {row["account_id"] for row in owned}:
            for day in (date(2025, 1, number) for number in range(1, 32)):
                total = sum(
                    row["share"]
                    for row in owned
                    if row["account_id"] == account and row["start_date"] <= day < row["end_date"]
                )
                if total > 10_010:
                    expected.add((account, day.isoformat(), f"{total / 10_000:.2f}"))
                    break
        tables = {"ownership": rows("ownership", *owned)}
        look = next(each for each in all_checks() if each.code == "shares-over-one").look
        said = {
            (words[1], words[words.index("from") + 1], words[4])
            for words in (finding.message.split() for finding in look(Tables(tables)))
        }
        assert said == expected


def test_subscription_rows_overlap_exactly_if_they_share_a_day() -> None:
    dice = np.random.default_rng(8)
    look = next(each for each in all_checks() if each.code == "overlapping-rows").look
    for _ in range(20):
        spans = [(int(start), int(start) + int(length)) for start, length in dice.integers(0, 9, (6, 2))]
        sold = [
            subscription(1, start_date=date(2025, 1, 1 + start), end_date=date(2025, 1, 1 + end))
            for start, end in spans
        ]
        ordered = sorted(range(6), key=lambda index: (spans[index], index))
        expected = {
            second + 1
            for place, second in enumerate(ordered)
            for first in ordered[:place]
            if max(spans[first][0], spans[second][0]) < min(spans[first][1], spans[second][1])
        }
        assert {
            finding.row for finding in look(Tables({"subscriptions": rows("subscriptions", *sold)}))
        } == expected


@pytest.mark.prove
def test_a_million_rows_are_checked_in_seconds(promised) -> None:
    count = promised("subscription rows checked within 10 s", 1_000_000)
    table = rows("subscriptions", subscription(1))
    table = pa.concat_tables([table] * 1_000).combine_chunks()
    table = pa.concat_tables([table] * (count // 1_000)).combine_chunks()
    ids = pa.array([f"S-{number}" for number in range(count)])
    table = table.set_column(0, "subscription_id", ids)
    tables = {"accounts": rows("accounts", {"account_id": "A-1", "name": "Acme"}), "subscriptions": table}
    begun = time.perf_counter()
    assert checks.run(tables) == ()
    assert time.perf_counter() - begun < 10


def test_zero_is_no_negative_and_the_largest_amount_is_not_too_large() -> None:
    sold = subscription(1, amount=10**12 * MICROS, quantity=0)
    tables = {
        "accounts": rows("accounts", {"account_id": "A-1", "name": "A"}),
        "subscriptions": rows("subscriptions", sold),
    }
    assert checks.run(tables) == ()
