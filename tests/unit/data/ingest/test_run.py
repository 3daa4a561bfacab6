"""An import as a whole: files in, tables out, nothing written."""

from __future__ import annotations

from pathlib import Path
from threading import Event

import pytest

from bookload.base.errors import CancelledError, UsageError
from bookload.base.progress import Progress
from bookload.data import ingest
from bookload.data.documents import Policy
from bookload.data.tables import arrow_schema, contracts, table_names
from imported import TODAY, coded, imported, rows, write_files

SHEET = {"x.csv": "Account,CSM,MRR\nA,Ana,10\n"}


def test_every_table_is_there_in_its_schema(tmp_path: Path) -> None:
    plan = imported(tmp_path, SHEET)
    assert set(plan.tables) == set(table_names())
    assert all(rows_.schema.equals(arrow_schema(name)) for name, rows_ in plan.tables.items())


def test_nothing_is_written(tmp_path: Path) -> None:
    imported(tmp_path, SHEET)
    assert [path.name for path in tmp_path.iterdir()] == ["x.csv"]


def test_a_folder_is_its_files_and_hidden_ones_are_none(tmp_path: Path) -> None:
    write_files(tmp_path / "data", {**SHEET, ".hidden": "x", "~$x.xlsx": "x"})
    plan = ingest.run([tmp_path / "data"], previous=None, policy=Policy(), today=TODAY)
    assert [taken.file for taken in plan.summary] == ["x.csv"]


def test_an_empty_folder_is_wrong_use(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nothing to import"):
        ingest.run([tmp_path], previous=None, policy=Policy(), today=TODAY)


def test_the_same_content_twice_is_taken_once(tmp_path: Path) -> None:
    plan = imported(tmp_path, {"a.csv": SHEET["x.csv"], "b.csv": SHEET["x.csv"]})
    assert plan.tables["subscriptions"].num_rows == 1
    assert [note.file for note in coded(plan.findings, "same-file-twice")] == ["b.csv"]


def test_several_files_of_one_table_are_put_one_after_the_other(tmp_path: Path) -> None:
    head = "subscription_id,account_id,start_date,mrr\n"
    plan = imported(tmp_path, {"eu.csv": f"{head}1,A,2025-01-01,5\n", "us.csv": f"{head}2,B,2025-01-01,6\n"})
    assert rows(plan, "subscriptions", "subscription_id") == [("1",), ("2",)]


def test_every_row_knows_where_it_came_from(tmp_path: Path) -> None:
    plan = imported(tmp_path, {"x.csv": "Account,CSM,MRR\nA,Ana,10\n\nB,Ben,20\n"})
    ids = plan.tables["subscriptions"]["account_id"].to_pylist()
    assert plan.origins["subscriptions"][ids.index("B")] == ("x.csv", None, 4)


def test_all_rows_are_looked_at_and_the_rest_of_a_long_list_is_counted(tmp_path: Path) -> None:
    lines = "".join(f"A{n},Ana,1..{n}\n" for n in range(250))
    plan = imported(tmp_path, {"x.csv": f"Account,CSM,MRR\n{lines}"})
    found = coded(plan.findings, "not-a-number")
    assert len(found) == 100
    assert (found[0].row, found[0].value) == (2, "1..0")
    assert "and 150 more" in found[-1].message


def test_an_import_can_be_stopped(tmp_path: Path) -> None:
    stop = Event()
    stop.set()
    with pytest.raises(CancelledError, match="nothing was written"):
        imported(tmp_path, SHEET, progress=Progress(cancelled=stop))


def test_a_summary_says_what_each_column_was_taken_for(tmp_path: Path) -> None:
    (taken,) = imported(tmp_path, {"x.csv": "Account,CSM,MRR,Colour\nA,Ana,10,red\n"}).summary
    assert (taken.file, taken.table, taken.rows) == ("x.csv", "one_sheet", 1)
    assert dict(taken.columns) == {"account_id": "Account", "owner": "CSM", "mrr": "MRR"}
    assert taken.unused == ("Colour",)


def _another(example: str) -> str:
    """Another value than a contract's example, which would be no data."""
    for one, other in (("-01", "-09"), ("-001", "-009"), ("-1", "-9"), ("EUR", "GBP"), ("USD", "GBP")):
        example = example.replace(one, other) if not example[:4].isdigit() else example
    return example


@pytest.mark.parametrize("table", [each.name for each in contracts()])
def test_a_sheet_in_the_columns_of_a_table_is_that_table(table: str, tmp_path: Path) -> None:
    contract = next(each for each in contracts() if each.name == table)
    header = ",".join(column.name for column in contract.columns)
    row = ",".join(_another(column.example) for column in contract.columns)
    plan = imported(tmp_path, {"x.csv": f"{header}\n{row}\n"})
    if table == "account_attributes":
        pytest.skip("rows of attributes come with accounts")
    assert plan.summary[0].table == table
    assert plan.tables[table].num_rows == 1
