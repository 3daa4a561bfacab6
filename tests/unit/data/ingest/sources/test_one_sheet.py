"""The first rung: one sheet with accounts, owners and what they pay."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from bookload.base.errors import errors_in
from bookload.data.documents import Policy
from bookload.data.tables import checks
from imported import TODAY, coded, imported, mapped, rows


def german(amount: Decimal) -> str:
    return f"{amount:,.2f}".replace(",", "_").replace(".", ",").replace("_", ".")


def forty() -> tuple[str, Decimal]:
    """Forty accounts as a German spreadsheet writes them, and their MRR in all."""
    amounts = [Decimal(number * 7919 % 9973) * Decimal("1.37") for number in range(1, 41)]
    lines = [
        f"Firma {n:02d};{('Anna', 'Bernd', 'Clara')[n % 3]};{german(amount)}"
        for n, amount in enumerate(amounts)
    ]
    return "\n".join(["Kunde;Betreuer;MRR", *lines]), sum(amounts, Decimal())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_forty_accounts_with_euro_amounts_need_no_editing_and_no_answers(
    encoding: str, tmp_path: Path
) -> None:
    text, mrr = forty()
    plan = imported(tmp_path, {"kunden.csv": text.encode(encoding)})
    assert not plan.questions
    assert not errors_in((*plan.findings, *checks.run(plan.tables, where=plan.origins)))
    assert all(finding.severity == "note" for finding in plan.findings)
    assert sum(amount for (amount,) in rows(plan, "subscriptions", "amount")) == mrr
    assert rows(plan, "people", "name") == [("Anna",), ("Bernd",), ("Clara",)]
    assert plan.tables["ownership"].num_rows == 40


def test_owners_are_taken_as_ramped_full_time_csms_and_that_is_said(tmp_path: Path) -> None:
    plan = imported(tmp_path, {"x.csv": "Account,CSM,MRR\nA,Ana,10\nB,Ana,20\n"})
    assert rows(plan, "people", "person_id", "role", "fte", "ramp_months", "hire_date") == [
        ("Ana", "csm", 10_000, 0, TODAY)
    ]
    (note,) = coded(plan.findings, "owners-assumed")
    assert note.severity == "note"
    assert "Ana" in note.message


@pytest.mark.parametrize(
    ("header", "amount", "interval", "stored"),
    [
        ("MRR", "100", "month", 100),
        ("ARR", "1200", "year", 1200),
        ("ACV", "1200", "year", 1200),
        ("Monthly fee", "9.99", "month", Decimal("9.99")),
    ],
)
def test_mrr_and_arr_stand_as_they_are(
    header: str, amount: str, interval: str, stored: object, tmp_path: Path
) -> None:
    plan = imported(tmp_path, {"x.csv": f"Account,CSM,{header}\nA,Ana,{amount}\n"})
    assert rows(plan, "subscriptions", "amount", "interval", "interval_count") == [(stored, interval, 1)]


def test_what_is_known_begins_on_the_day_of_the_list(tmp_path: Path) -> None:
    plan = imported(tmp_path, {"x.csv": "Account,CSM,MRR\nA,Ana,10\n"})
    assert (plan.data_through, plan.known_from) == (TODAY, TODAY)
    assert rows(plan, "subscriptions", "start_date") == [(TODAY,)]
    assert rows(plan, "ownership", "start_date") == [(TODAY,)]


def test_the_day_of_the_list_may_be_stated(tmp_path: Path) -> None:
    day = date(2026, 2, 28)
    plan = imported(tmp_path, {"x.csv": "Account,CSM,MRR\nA,Ana,10\n"}, data_through=day)
    assert (plan.data_through, plan.known_from) == (day, day)


def test_prices_with_starts_carry_their_own_history(tmp_path: Path) -> None:
    head = "Account,CSM,MRR,Start date,End date"
    plan = imported(tmp_path, {"x.csv": f"{head}\nA,Ana,10,2025-01-01,2025-07-01\nB,Ana,20,2025-03-01,\n"})
    assert plan.known_from is None
    assert rows(plan, "subscriptions", "start_date") == [(date(2025, 1, 1),), (date(2025, 3, 1),)]


def test_names_are_identifiers_where_there_are_none_and_that_is_said(tmp_path: Path) -> None:
    plan = imported(tmp_path, {"x.csv": "Company,CSM,MRR\n Acme ,Ana,10\n"})
    assert rows(plan, "accounts", "account_id", "name") == [("Acme", "Acme")]
    assert coded(plan.findings, "names-as-ids")


def test_accounts_that_differ_in_case_alone_are_two(tmp_path: Path) -> None:
    plan = imported(tmp_path, {"x.csv": "Company,CSM,MRR\nAcme,Ana,10\nACME,Ana,20\n"})
    assert rows(plan, "accounts", "account_id") == [("ACME",), ("Acme",)]


def test_further_columns_become_attributes(tmp_path: Path) -> None:
    plan = imported(tmp_path, {"x.csv": "Account,CSM,MRR,Integrations\nA,Ana,10,4\nB,Ana,10,\n"})
    assert rows(plan, "account_attributes", "account_id", "name", "value") == [("A", "Integrations", "4")]


def test_nobody_owns_what_is_unassigned_and_pools_are_pools(tmp_path: Path) -> None:
    text = "Account,CSM,MRR\nA,Ana,1\nB,Unassigned,1\nC,,1\nD,-,1\nE,n/a,1\nF,Digital Pool,1\nG,Pool,1\n"
    plan = imported(tmp_path, {"x.csv": text})
    assert rows(plan, "ownership", "account_id", "owner_id") == [
        ("A", "Ana"),
        ("F", "Digital Pool"),
        ("G", "Pool"),
    ]
    assert rows(plan, "pools", "pool_id") == [("Digital Pool",), ("Pool",)]
    assert rows(plan, "people", "person_id") == [("Ana",)]
    assert {question.key: question.default for question in plan.questions} == {
        "Unassigned": "unassigned",
        "(empty)": "unassigned",
        "-": "unassigned",
        "n/a": "unassigned",
        "Digital Pool": "pool",
        "Pool": "pool",
    }
    assert all(note.severity == "note" for note in coded(plan.findings, "owner-kind"))


def test_a_person_may_be_called_pool(tmp_path: Path) -> None:
    said = mapped('[[sheet]]\nfile = "x.csv"\n[sheet.values.owner_kind]\n"Pool" = "person"\n')
    plan = imported(tmp_path, {"x.csv": "Account,CSM,MRR\nA,Pool,1\n"}, mapping=said)
    assert rows(plan, "people", "person_id") == [("Pool",)]
    assert not plan.questions


def test_a_row_that_sums_up_the_others_is_no_account(tmp_path: Path) -> None:
    plan = imported(tmp_path, {"x.csv": "Account,CSM,MRR\nA,Ana,10\nB,Ana,20\nTotal,,30\n"})
    assert rows(plan, "accounts", "account_id") == [("A",), ("B",)]
    assert [note.row for note in coded(plan.findings, "total-row")] == [4]


def test_a_total_that_sums_up_nothing_is_an_account_with_a_warning(tmp_path: Path) -> None:
    plan = imported(tmp_path, {"x.csv": "Account,CSM,MRR\nA,Ana,10\nTotal,Ana,30\n"})
    assert rows(plan, "accounts", "account_id") == [("A",), ("Total",)]
    assert [note.severity for note in coded(plan.findings, "total-row")] == ["warning"]


def test_several_rows_of_an_account_add_up(tmp_path: Path) -> None:
    plan = imported(
        tmp_path, {"x.csv": "Account,CSM,MRR,Product\nA,Ana,10,Core\nA,Ana,5,Extra\nA,Ana,6,Extra\n"}
    )
    assert not plan.questions
    assert rows(plan, "accounts", "account_id") == [("A",)]
    assert rows(plan, "ownership", "account_id", "owner_id") == [("A", "Ana")]
    assert rows(plan, "subscriptions", "line_id", "amount") == [("Core", 10), ("Extra", 5), ("Extra #2", 6)]


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        ("Account,CSM,MRR (EUR)\nA,Ana,10\n", "EUR"),
        ("Account,CSM,MRR\nA,Ana,€ 10\n", "EUR"),
        ("Account,CSM,MRR,Currency\nA,Ana,10,gbp\n", "GBP"),
        ("Account,CSM,MRR\nA,Ana,10\n", "CHF"),
    ],
)
def test_the_currency_is_found_beside_the_amount_in_a_column_or_the_header(
    text: str, currency: str, tmp_path: Path
) -> None:
    policy = Policy.model_validate({"company": {"currency": "CHF"}})
    assert rows(imported(tmp_path, {"x.csv": text}, policy=policy), "subscriptions", "currency") == [
        (currency,)
    ]


def test_an_account_without_an_amount_is_one_without_a_subscription(tmp_path: Path) -> None:
    plan = imported(tmp_path, {"x.csv": "Account,CSM,MRR\nA,Ana,10\nB,Ana,\n"})
    assert plan.tables["accounts"].num_rows == 2
    assert plan.tables["subscriptions"].num_rows == 1
    assert [note.count for note in coded(plan.findings, "no-amount")] == [1]


def test_accounts_that_come_again_by_date_are_not_added_up(tmp_path: Path) -> None:
    text = "Account,CSM,MRR,Snapshot\nA,Ana,10,2026-01-12\nA,Ana,11,2026-02-13\n"
    (finding,) = coded(imported(tmp_path, {"x.csv": text}).findings, "accounts-by-date")
    assert (finding.severity, finding.column) == ("error", "Snapshot")


def test_months_are_told_by_their_values(tmp_path: Path) -> None:
    plan = imported(tmp_path, {"x.csv": "Account,Stand,MRR\nA,Jan 2026,10\nA,Feb 2026,11\n"})
    assert plan.summary[0].table == "mrr_history"


def test_a_list_of_owners_stands_beside_a_list_of_accounts_and_takes_none_away(tmp_path: Path) -> None:
    told = "account_id,name,segment,seats\nA1,Acme,Big,5\nA2,Zed,Small,6\n"
    owners = "Account ID,Account,CSM\nA1,Acme,Ana\nA2,Zed,Ben\nA3,New,Ana\n"
    plan = imported(tmp_path, {"accounts.csv": told, "who has what.csv": owners})
    assert not errors_in((*plan.findings, *checks.run(plan.tables, where=plan.origins)))
    assert rows(plan, "accounts", "account_id", "segment") == [("A1", "Big"), ("A2", "Small"), ("A3", None)]
    assert rows(plan, "ownership", "account_id", "owner_id") == [("A1", "Ana"), ("A2", "Ben"), ("A3", "Ana")]
    assert plan.tables["account_attributes"].num_rows == 2
