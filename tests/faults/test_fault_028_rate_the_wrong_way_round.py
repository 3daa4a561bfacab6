"""28. A rate the wrong way round is caught: nearer to the inverse of the built-in one than to it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bookload.base.errors import Finding
from bookload.workspace.importing import Imported, Request, import_into

SOLD = "account,owner,currency,amount,interval,start\nA-1,Ada,EUR,100.00,month,2025-01-15\n"


def imported(folder: Path, rates: str, answer: str | None = None) -> Imported:
    (folder / "list.csv").write_text(SOLD)
    (folder / "fx_rates.csv").write_text(rates)
    request = Request(
        paths=[folder / "list.csv", folder / "fx_rates.csv"],
        now=datetime(2026, 6, 30, 10, tzinfo=UTC),
        who="ada",
        answers={"rate-wrong-way-round": answer} if answer else {},
    )
    return import_into(folder / "acme", request)


def about_rates(done: Imported) -> list[Finding]:
    return [finding for finding in done.findings if finding.file == "fx_rates.csv"]


def taken(done: Imported) -> list[int]:
    return [int(rate) for rate in done.plan.tables["fx_rates"]["rate"].to_pylist()]


def test_a_rate_the_wrong_way_round_is_asked_about_with_its_place_and_writes_nothing(tmp_path: Path) -> None:
    done = imported(tmp_path, "date,currency,rate\n2025-06-30,GBP,1.17\n")
    (finding,) = about_rates(done)
    assert (finding.code, finding.severity, finding.column) == ("rate-wrong-way-round", "error", "rate")
    assert finding.message.startswith("row 2: one EUR bought 0.8")
    assert "GBP on 2025-06-30 by the built-in rate, and 1.17 is nearer to the inverse" in finding.message
    assert "--answer rate-wrong-way-round=turned" in finding.remedy
    assert done.refused
    assert not (tmp_path / "acme").exists()


def test_so_is_one_near_1_whose_inverse_is_nearer(tmp_path: Path) -> None:
    done = imported(tmp_path, "date,currency,rate\n2025-01-31,USD,0.99\n")
    assert [(each.code, each.severity) for each in about_rates(done)] == [("rate-wrong-way-round", "error")]
    assert done.refused


def test_told_to_be_right_it_is_taken_as_it_is(tmp_path: Path) -> None:
    done = imported(tmp_path, "date,currency,rate\n2025-01-31,USD,0.99\n2025-06-30,GBP,1.17\n", "as_given")
    assert about_rates(done) == []
    assert done.snapshot is not None
    assert taken(done) == [99_000_000, 117_000_000]


def test_told_to_be_turned_those_alone_are(tmp_path: Path) -> None:
    done = imported(tmp_path, "date,currency,rate\n2025-06-30,GBP,1.25\n2025-01-31,GBP,0.84\n", "turned")
    assert [(each.severity, each.row) for each in about_rates(done)] == [("note", 2)]
    assert done.snapshot is not None
    assert taken(done) == [80_000_000, 84_000_000]


def test_drift_around_parity_is_no_doubt_while_the_rate_itself_is_nearer(tmp_path: Path) -> None:
    # The euro was worth 0.9748 dollars on 30 September 2022, and 1.0387 on 30 June.
    rates = "date,currency,rate\n2022-09-30,USD,0.99\n2022-06-30,USD,1.01\n"
    assert about_rates(imported(tmp_path, rates)) == []


@pytest.mark.parametrize("rate", ["0.84", "0.80", "0.95"])
def test_a_rate_the_right_way_round_is_taken_as_it_is(tmp_path: Path, rate: str) -> None:
    assert about_rates(imported(tmp_path, f"date,currency,rate\n2025-06-30,GBP,{rate}\n")) == []
