"""Heads that would be left out, or counted, without anybody noticing; each a figure to check by hand."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pyarrow as pa
import pytest

from bookload.base.money import QUANTA
from bookload.base.period import Month
from bookload.data.documents import Policy
from bookload.data.documents.policy import Team
from bookload.data.tables import checks, unbound
from bookload.metrics.ratios.ratios import RatioRow, ratios
from bookload.metrics.ratios.uncounted import uncounted_owners
from bookload.workspace import Workspace
from sized import AS_OF, Company

NOW = Month.of(AS_OF)
MILLION = 1_000_000
PARTNER = Policy(team=Team(roles={"Client Partner": "csm"}))


def eight_million(role: str = "Client Partner", **columns: Any) -> Company:
    """Ana carries 1M, Ben at 80% 2M, and Ed 5M."""
    company = Company().head("ANA").head("BEN", fte="0.8").head("ED", role=role, **columns)
    company.account("A-1", MILLION, "ANA", touch_model="high")
    company.account("A-2", 2 * MILLION, "BEN", touch_model="high")
    return company.account("A-3", 5 * MILLION, "ED", touch_model="high")


def now(reader: Workspace) -> RatioRow:
    (row,) = [row for row in ratios(reader) if row.month == NOW]
    return row


@pytest.mark.parametrize(
    ("role", "columns", "reason"),
    [
        ("Client Partner", {}, "other_role"),
        ("Director, Customer Success", {}, "supervises"),
        ("csm", {"leave_date": date(2026, 6, 1)}, "not_employed"),
        ("csm", {"hire_date": date(2026, 6, 1)}, "ramping"),
    ],
)
def test_arr_of_who_does_not_count_is_not_covered_and_a_figure_of_its_own(
    role: str, columns: dict[str, Any], reason: str
) -> None:
    reader = eight_million(role, **columns).open()
    row = now(reader)
    assert row.arr_per_csm == 8 * MILLION / Fraction("1.8")
    assert (row.covered_arr, row.covered_csms) == (3 * MILLION * QUANTA, Fraction("1.8"))
    assert row.covered_arr_per_csm == 3 * MILLION / Fraction("1.8")
    assert row.uncounted_arr == 5 * MILLION * QUANTA
    (ed,) = uncounted_owners(reader, NOW)
    assert (ed.head.person_id, ed.head.reason) == ("ED", reason)
    assert (ed.arr, ed.accounts) == (row.uncounted_arr, Fraction(1))


def test_who_ramps_counts_with_their_arr_where_the_policy_counts_them() -> None:
    company = eight_million("csm", hire_date=date(2026, 6, 1))
    row = now(company.open(policy=Policy(team=Team(ratio_ramp="count"))))
    assert (row.covered_arr, row.uncounted_arr) == (row.arr, 0)
    assert row.covered_csms == row.csms == Fraction("2.8")


def test_a_title_that_the_policy_names_counts() -> None:
    row = now(eight_million().open(policy=PARTNER))
    assert (row.csms, row.uncounted_arr) == (Fraction("2.8"), 0)
    assert row.covered_arr_per_csm == 8 * MILLION / Fraction("2.8")


def test_the_answer_and_the_explanation_name_who_owns_and_does_not_count() -> None:
    reader = eight_million().open()
    missing = " | ".join(reader.report().missing)
    assert "5,000,000 USD of ARR is owned by people who do not count as CSMs: ED (client_partner)" in missing
    assert "the role 'client_partner' is not known, so the 1 people in it do not count" in missing
    _, owners = reader.explain("csms").steps
    assert [(row[0], row[2], row[3]) for row in owners.rows] == [("ED", "client_partner", "1.00")]
    known = eight_million().open(policy=PARTNER)
    assert not any("do not count" in words for words in known.report().missing)
    assert len(known.explain("csms").steps) == 1


def tables(reader: Workspace) -> dict[str, pa.Table]:
    return {name: reader.collect(unbound(name)).table for name in ("people", "ownership", "subscriptions")}


def test_a_role_that_nobody_knows_is_a_finding_with_the_way_out() -> None:
    rows = tables(eight_million().open())
    found = {finding.code: finding for finding in checks.run(rows)}
    role = found["unknown-role"]
    assert (role.severity, role.row, role.value) == ("warning", 3, "Client Partner")
    assert role.message == (
        "the role 'Client Partner' is not among team.csm_roles, so these 1 people do not count: ED"
    )
    assert '"Client Partner" = "csm"' in role.remedy
    owner = found["owner-who-does-not-count"]
    assert (owner.severity, owner.value, owner.count) == ("warning", "ED", 1)
    for answered in ({"Client Partner": "csm"}, {"client  partner": "account manager"}):
        policy = Policy(team=Team(roles=answered))
        assert "unknown-role" not in {finding.code for finding in checks.run(rows, roles=policy.titles)}
    assert "owner-who-does-not-count" not in {
        finding.code for finding in checks.run(rows, roles=PARTNER.titles)
    }


def test_a_director_who_owns_live_accounts_is_a_finding_and_one_of_ended_accounts_is_none() -> None:
    directed = tables(eight_million("Head of Customer Success").open())
    assert [
        finding.value for finding in checks.run(directed) if finding.code == "owner-who-does-not-count"
    ] == ["ED"]
    ended = eight_million("Head of Customer Success")
    ended.tables["subscriptions"][-1]["end_date"] = date(2024, 1, 1)
    assert "owner-who-does-not-count" not in {finding.code for finding in checks.run(tables(ended.open()))}
