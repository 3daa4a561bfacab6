from __future__ import annotations

import json

FEW = ("forecast", "--months", "2", "--method", "drivers", "--draws", "100")


def test_a_forecast_is_one_document_that_starts_from_the_facts(ask):
    said = json.loads(ask(*FEW, "--json").out)
    assert said["estimates"] is True
    (company,) = [row for row in said["start"] if row["segment"] is None]
    (report,) = [row for row in json.loads(ask("ratios", "--json").out)["rows"] if row["month"] == "2025-06"]
    assert company["arr"] == report["arr"]
    assert [row["month"] for row in said["stocks"] if row["segment"] is None] == ["2025-07", "2025-08"]


def test_four_accounts_have_a_forecast_that_people_can_read(ask):
    ran = ask(*FEW)
    assert ran.code == 0
    assert "2025-06-30  fact" in ran.out
    assert "nan" not in ran.out


def test_a_past_that_is_too_short_is_told_what_to_state(ask):
    ran = ask(*FEW, "--as-of", "2024-08-31")
    assert ran.code == 1
    assert "under [forecast] in bookload.toml" in ran.err


def test_an_unknown_method_is_wrong_use(ask):
    ran = ask("forecast", "--method", "guess")
    assert ran.code == 2
    assert "allowed: auto, drivers, history" in ran.err
