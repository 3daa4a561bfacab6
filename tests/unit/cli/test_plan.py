from __future__ import annotations

import json


def test_a_plan_is_one_document_without_money_for_who_may_not_see_pay(ask):
    said = json.loads(ask("plan", "--months-ahead", "4", "--as", "operations", "--json").out)
    assert said["months"] == ["2025-07", "2025-08", "2025-09", "2025-10"]
    assert said["fitted"] == 1000
    assert said["judged"] == 4000
    assert {way["name"] for way in said["ways"]} >= {"plan", "no_hires"}
    assert "pay_basis" not in said
    assert "total" not in said["ways"][0]["bills"][0]
    # Hiring takes three months: whoever is opened in July starts in October.
    assert {search["opens"] for search in said["searches"]} <= {"2025-07"}
