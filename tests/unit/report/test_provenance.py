from __future__ import annotations

from datetime import UTC, date, datetime
from fractions import Fraction

import pytest

from bookload import __version__
from bookload.base.access import Access
from bookload.report.provenance import provenance
from bookload.workspace import Request, import_into, open_folder
from reported import reader, tables


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    root = tmp_path_factory.mktemp("acme")
    (root / "list.csv").write_text(
        "Account,Owner,ARR\nAda Ltd,Zoë,12000\nBob Inc,Zoë,24000\n", encoding="utf-8"
    )
    pay = root / "pay.csv"
    pay.write_text(
        "person_id,from_date,base,ote,currency\nZoë,2020-01-01,90000,117391,USD\n", encoding="utf-8"
    )
    now = datetime(2026, 7, 1, 9, tzinfo=UTC)
    request = Request([root / "list.csv", pay], now=now, who="test", data_through=date(2026, 6, 30))
    assert not import_into(root / "workspace", request).refused
    return root / "workspace"


def test_a_report_names_snapshot_files_documents_and_program(folder):
    found = provenance(open_folder(folder))
    assert found.snapshot
    assert found.snapshot.startswith("20260701T090000-")
    assert found.loaded_at == datetime(2026, 7, 1, 9, tzinfo=UTC)
    assert (found.data_through, found.as_of) == (date(2026, 6, 30), date(2026, 6, 30))
    assert [file.name for file in found.files] == ["list.csv", "pay.csv"]
    assert all(len(file.sha256 or "") == 64 for file in found.files)
    assert list(found.documents) == ["bookload.toml", "journey.toml"]
    assert (found.program, found.imported_by) == (__version__, __version__)
    assert found.tables["accounts"] == 2


def test_hashes_by_which_a_salary_could_be_tried_are_for_who_may_see_it(folder):
    found = provenance(open_folder(folder, access=Access.of("operations")))
    assert [file.sha256 for file in found.files] == [None, None]
    assert "pay" not in found.tables
    assert "pay" in provenance(open_folder(folder, access=Access.of("board"))).tables


def test_rates_that_were_used_say_their_day_and_whose_they_are():
    (built_in,) = provenance(reader()).rates
    assert (built_in.currency, built_in.day, built_in.own) == ("EUR", date(2026, 6, 30), False)
    rows = {**tables(), "fx_rates": [{"date": "2026-01-01", "currency": "EUR", "rate": "0.8"}]}
    (own,) = provenance(reader(tables=rows)).rates
    assert (own.value, own.day, own.own) == (Fraction(5, 4), date(2026, 1, 1), True)
    assert own.shown == "1.250000"


def test_rates_on_days_without_one_are_noted():
    assert "no rate of EUR on 2026-05-31: that of 2026-05-29 serves" in provenance(reader()).notes


def test_a_company_in_memory_has_no_snapshot():
    found = provenance(reader())
    assert (found.snapshot, found.loaded_at, found.files, found.documents) == (None, None, (), {})
