"""28. A rate the wrong way round is caught: nearer to the inverse of the built-in one than to it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bookload.base.errors import Finding
from bookload.workspace.importing import Imported, Request, import_into

SOLD = "account,owner,currency,amount,interval,start\nA-1,Ada,EUR,100.00,month,2025-01-15\n"


def imported(folder: Path, rates: str) -> Imported:
    (folder / "list.csv").write_text(SOLD)
    (folder / "fx_rates.csv").write_text(rates)
    request = Request(
        paths=[folder / "list.csv", folder / "fx_rates.csv"],
        now=datetime(2026, 6, 30, 10, tzinfo=UTC),
        who="ada",
        answers={},
    )
    return import_into(folder / "acme", request)


def about_rates(done: Imported) -> list[Finding]:
    return [finding for finding in done.findings if finding.table == "fx_rates"]


def test_a_rate_the_wrong_way_round_is_an_error_with_its_place_and_writes_nothing(tmp_path: Path) -> None:
    done = imported(tmp_path, "date,currency,rate\n2025-06-30,GBP,1.17\n")
    (finding,) = about_rates(done)
    assert (finding.code, finding.severity) == ("rate-wrong-way-round", "error")
    assert (finding.file, finding.row, finding.column, finding.value) == ("fx_rates.csv", 2, "rate", "1.17")
    assert "one EUR buys 0.8" in finding.message
    assert done.refused
    assert done.snapshot is None


def test_a_rate_near_1_whose_inverse_is_nearer_is_only_asked_about(tmp_path: Path) -> None:
    done = imported(tmp_path, "date,currency,rate\n2025-01-31,USD,0.99\n")
    assert [(each.code, each.severity) for each in about_rates(done)] == [("rate-wrong-way-round", "warning")]
    assert not done.refused


@pytest.mark.parametrize("rate", ["0.84", "0.80", "0.95"])
def test_a_rate_the_right_way_round_is_taken_as_it_is(tmp_path: Path, rate: str) -> None:
    assert about_rates(imported(tmp_path, f"date,currency,rate\n2025-06-30,GBP,{rate}\n")) == []
