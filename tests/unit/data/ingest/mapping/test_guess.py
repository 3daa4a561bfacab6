"""What sheets are taken for: exports as they come, under whatever names."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from imported import coded, imported, mapped, rows

SHEETS = tomllib.loads((Path(__file__).parent / "sheets.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_is_taken_for_what_it_is(name: str, tmp_path: Path) -> None:
    sheet = SHEETS[name]
    taken = imported(tmp_path, {sheet["file"]: sheet["text"]}).summary[0]
    assert taken.table == sheet["table"]
    assert {field: taken.columns.get(field) for field in sheet["columns"]} == sheet["columns"]


@pytest.mark.parametrize("name", SHEETS)
def test_every_column_taken_has_a_reason(name: str, tmp_path: Path) -> None:
    sheet = SHEETS[name]
    taken = imported(tmp_path, {sheet["file"]: sheet["text"]}).summary[0]
    assert taken.columns.keys() <= taken.reasons.keys()


def test_a_period_that_renews_is_no_end(tmp_path: Path) -> None:
    plan = imported(tmp_path, {"export.csv": SHEETS["stripe"]["text"]})
    ends = [(each, str(end)) for each, end in rows(plan, "subscriptions", "subscription_id", "end_date")]
    assert ends == [("sub_1", "2299-12-31"), ("sub_2", "2024-03-01")]


def test_columns_are_recognised_by_identifiers_that_other_sheets_know(tmp_path: Path) -> None:
    plan = imported(
        tmp_path,
        {
            "accounts.csv": "account_id,name,segment\nK-1,Acme,SMB\nK-2,Beta,SMB\n",
            "s.csv": "Ref,Begin,Fee per month,Cycle\nK-1,2024-01-01,10,monthly\nK-2,2024-02-01,20,monthly\n",
        },
        mapping=mapped(
            '[[sheet]]\nfile = "s.csv"\n[sheet.columns]\namount = "Fee per month"\ninterval = "Cycle"\n'
        ),
    )
    assert plan.summary[1].columns["account_id"] == "Ref"
    assert "identifiers of another sheet" in plan.summary[1].reasons["account_id"]


def test_the_order_of_columns_and_files_plays_no_part(tmp_path: Path) -> None:
    files = {"a.csv": "account_id,name,segment\nA,Acme,SMB\n", "o.csv": "account,csm\nA,Ana\n"}
    turned = {"o.csv": "csm,account\nAna,A\n", "a.csv": "segment,name,account_id\nSMB,Acme,A\n"}
    one, other = imported(tmp_path / "1", files), imported(tmp_path / "2", turned)
    assert all(one.tables[table].equals(other.tables[table]) for table in one.tables)


def test_a_sheet_of_nothing_known_is_left_out_and_said_so(tmp_path: Path) -> None:
    files = {"a.csv": "account_id,name,segment\nA,Acme,SMB\n", "weather.csv": "city,rain\nBerlin,3\n"}
    plan = imported(tmp_path, files)
    (finding,) = coded(plan.findings, "not-recognised")
    assert (finding.severity, finding.file) == ("warning", "weather.csv")
    assert "city, rain" in finding.message


def test_alone_it_is_an_error(tmp_path: Path) -> None:
    (finding,) = coded(imported(tmp_path, {"w.csv": "city,rain\nBerlin,3\n"}).findings, "not-recognised")
    assert finding.severity == "error"


def test_a_mapping_overrides_the_guess_part_by_part(tmp_path: Path) -> None:
    text = "Account,Lead,Owner,MRR\nA,Ana,Zoe,10\n"
    said = mapped(
        '[[sheet]]\nfile = "x.csv"\n[sheet.columns]\nowner = "Lead"\n[sheet.constants]\ncurrency = "EUR"\n'
    )
    plan = imported(tmp_path, {"x.csv": text}, mapping=said)
    assert rows(plan, "ownership", "owner_id") == [("Ana",)]
    assert rows(plan, "subscriptions", "currency") == [("EUR",)]


def test_a_mapping_may_leave_a_sheet_or_a_column_out(tmp_path: Path) -> None:
    files = {"a.csv": "account_id,name,segment\nA,Acme,SMB\n", "o.csv": "account,csm\nA,Ana\n"}
    none = '[[sheet]]\nfile = "o.csv"\ntable = "none"\n'
    said = mapped(f'{none}[[sheet]]\nfile = "a.csv"\n[sheet.columns]\nsegment = ""\n')
    plan = imported(tmp_path, files, mapping=said)
    assert plan.tables["ownership"].num_rows == 0
    assert rows(plan, "accounts", "segment") == [(None,)]


def test_a_constant_that_cannot_be_is_an_error(tmp_path: Path) -> None:
    said = mapped('[[sheet]]\nfile = "x.csv"\n[sheet.constants]\ncurrency = "bananas"\n')
    plan = imported(tmp_path, {"x.csv": "Account,CSM,MRR\nA,Ana,10\n"}, mapping=said)
    (finding,) = coded(plan.findings, "mapping-constant")
    assert (finding.severity, finding.column, finding.value) == ("error", "currency", "bananas")


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ('[sheet.columns]\nownr = "CSM"', "did you mean 'owner'"),
        ('[sheet.columns]\nowner = "CMS"', "did you mean 'CSM'"),
        ('table = "one_shet"', "did you mean 'one_sheet'"),
    ],
)
def test_a_mapping_that_names_what_is_not_there_is_an_error(entry: str, message: str, tmp_path: Path) -> None:
    said = mapped(f'[[sheet]]\nfile = "x.csv"\n{entry}\n')
    plan = imported(tmp_path, {"x.csv": "Account,CSM,MRR\nA,Ana,10\n"}, mapping=said)
    (finding,) = coded(plan.findings, "mapping-absent")
    assert finding.severity == "error"
    assert message in finding.message
