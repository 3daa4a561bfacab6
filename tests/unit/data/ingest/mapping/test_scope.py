"""Lists that have part of the accounts, and sources that take the place of others."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bookload.base.errors import errors_in
from imported import Company, coded, mapped, rows

MARCH, APRIL = date(2026, 3, 31), date(2026, 4, 30)
HEAD = "Account,CSM,MRR\n"
US = {"us.csv": f"{HEAD}C,Cleo,30\n"}


@pytest.fixture
def company(tmp_path: Path) -> Company:
    known = Company(tmp_path)
    known.load({"emea.csv": f"{HEAD}A,Ana,10\nB,Ben,20\n"}, MARCH)
    return known


def live(plan: object) -> list[object]:
    found = rows(plan, "subscriptions", "account_id", "end_date")  # type: ignore[arg-type]
    return [account for account, end in found if str(end) == "2299-12-31"]


def test_a_list_from_another_source_is_asked_about(company: Company) -> None:
    plan = company.plan(US, APRIL)
    (question,) = plan.questions
    assert (question.code, question.allowed) == ("list-scope", ("all", "part"))
    assert errors_in(plan.findings)


@pytest.mark.parametrize(("answer", "accounts"), [("part", ["A", "B", "C"]), ("all", ["C"])])
def test_the_answer_settles_whether_others_have_ended(
    answer: str, accounts: list[str], company: Company
) -> None:
    plan = company.load(US, APRIL, answers={"list-scope": answer})
    assert live(plan) == accounts
    assert [row[1] for row in rows(plan, "ownership", "account_id", "owner_id")] == ["Ana", "Ben", "Cleo"]


def test_the_answer_is_remembered_and_gone_accounts_of_a_part_are_not(company: Company) -> None:
    company.load(US, APRIL, answers={"list-scope": "part"})
    later = company.load({"us.csv": f"{HEAD}C,Cleo,35\n"}, date(2026, 5, 31))
    assert live(later) == ["A", "B", "C"]


def test_each_part_leaves_the_others_alone_and_together_they_are_the_whole(company: Company) -> None:
    company.load(US, APRIL, answers={"list-scope": "part"})
    alone = company.load({"emea.csv": f"{HEAD}A,Ana,11\nB,Ben,20\n"}, date(2026, 5, 31))
    assert live(alone) == ["A", "B", "C"]
    both = company.load({"emea.csv": f"{HEAD}A,Ana,11\n", **US}, date(2026, 6, 30))
    assert live(both) == ["A", "C"]


def test_two_lists_in_one_import_are_one(company: Company) -> None:
    plan = company.load({"emea.csv": f"{HEAD}A,Ana,10\nB,Ben,20\n", **US}, APRIL)
    assert live(plan) == ["A", "B", "C"]


def test_a_list_that_lacks_most_accounts_is_warned_about(company: Company) -> None:
    plan = company.load({"emea.csv": f"{HEAD}Z,Ana,10\n"}, APRIL)
    (warning,) = coded(plan.findings, "list-shrunk")
    assert (warning.severity, warning.count) == ("warning", 2)


def test_scope_may_be_stated(company: Company) -> None:
    plan = company.load(US, APRIL, mapping=mapped('[[sheet]]\nfile = "us.csv"\nscope = "part"\n'))
    assert live(plan) == ["A", "B", "C"]


def test_an_export_that_takes_the_place_of_another_is_warned_about(tmp_path: Path) -> None:
    head = "subscription_id,account_id,start_date,mrr\n"
    company = Company(tmp_path)
    company.load({"eu.csv": f"{head}1,A,2025-01-01,5\n"}, MARCH)
    plan = company.plan({"us.csv": f"{head}2,A,2025-01-01,6\n"}, APRIL)
    (warning,) = coded(plan.findings, "source-replaced")
    assert warning.severity == "warning"
    assert "takes the place of eu.csv" in warning.message
    both = company.plan({"eu.csv": f"{head}1,A,2025-01-01,5\n", "us.csv": f"{head}2,A,2025-01-01,6\n"}, APRIL)
    assert not coded(both.findings, "source-replaced")
