from __future__ import annotations

from datetime import date
from fractions import Fraction

import pyarrow as pa
import pytest

from bookload.base.access import Access, Right
from bookload.base.errors import AccessDeniedError, UsageError
from bookload.base.money import QUANTA
from bookload.base.period import Month
from bookload.metrics.ratios.ratios import RatioRow, groups, per, ratios
from bookload.workspace import Workspace
from sized import AS_OF, Company

NOW = Month.of(AS_OF)


def company() -> Company:
    built = Company().head("P-0", ote=100_000, team="North").head("P-1", ote=60_000, team="South")
    built.head("P-2", ote=50_000, team="South", hire_date=date(2026, 6, 1))
    built.account("A-1", 900_000, "P-0", segment="Big", region="EMEA", tier="1", touch_model="high")
    built.account("A-2", 300_000, "P-0", segment="SMB", region="EMEA").account(
        "A-3", 100_000, "P-1", segment="SMB"
    )
    return built.account("A-4", 700_000, "POOL", segment="SMB").add(
        "pools", {"pool_id": "POOL", "name": "Digital", "person_id": "P-1", "share": "0.25"}
    )


@pytest.fixture(scope="module")
def reader() -> Workspace:
    return company().open()


def now(reader: Workspace, by: str) -> dict[str | None, RatioRow]:
    return {row.group: row for row in ratios(reader, by) if row.month == NOW}  # type: ignore[arg-type]


def test_the_company_has_one_row_a_month_from_the_first_that_the_data_knows(reader: Workspace) -> None:
    rows = ratios(reader).rows
    assert [str(row.month) for row in rows] == [str(Month.parse("2024-01") + passed) for passed in range(30)]
    assert {row.group for row in rows} == {None}


def test_what_ratios_are_made_of_is_there_for_every_month_that_has_some(reader: Workspace) -> None:
    of = groups(reader, "segment")
    assert [*of] == [row.month for row in ratios(reader)]
    assert len(of) == len(ratios(reader))


def test_every_ratio_is_its_sum_over_its_sum(reader: Workspace) -> None:
    row = now(reader, "company")[None]
    assert row.csms == 2
    assert row.accounts == 4
    assert row.arr == 2_000_000 * QUANTA
    assert row.arr_per_csm == 1_000_000
    assert row.mrr_per_csm == Fraction(1_000_000, 12)
    assert row.accounts_per_csm == 2
    assert row.covered_arr == 1_300_000 * QUANTA
    assert row.covered_csms == 2
    assert row.covered_arr_per_csm == 650_000
    assert row.arr_per_ote == Fraction(2_000_000, 210_000)
    assert row.arr_per_base == Fraction(2_000_000, 168_000)
    assert row.cost_to_serve == Fraction(210_000, 2_000_000)
    assert row.cost_per_account == Fraction(210_000, 4)


def test_a_head_is_split_over_its_accounts_and_its_pool_and_who_carries_nothing_is_stated(
    reader: Workspace,
) -> None:
    rows = now(reader, "segment")
    assert {group: row.csms for group, row in rows.items()} == {
        "Big": Fraction(1, 2),
        "SMB": Fraction(3, 2),
        "(no accounts)": 0,
    }
    assert {group: row.covered_csms for group, row in rows.items()} == {
        "Big": Fraction(1, 2),
        "SMB": Fraction(3, 2),
        "(no accounts)": 0,
    }
    assert rows["(no accounts)"].arr_per_csm is None
    assert rows["Big"].arr_per_ote == Fraction(900_000, 50_000)


def test_accounts_that_state_nothing_are_a_group_of_their_own(reader: Workspace) -> None:
    assert {group: row.arr // QUANTA for group, row in now(reader, "region").items()} == {
        "EMEA": 1_200_000,
        "": 800_000,
        "(no accounts)": 0,
    }
    assert set(now(reader, "tier")) == {"1", "", "(no accounts)"}
    assert set(now(reader, "touch_model")) == {"high", "(no accounts)"}


def test_a_team_has_its_peoples_heads_and_its_members_part_of_a_pool(reader: Workspace) -> None:
    rows = now(reader, "team")
    assert {team: row.csms for team, row in rows.items()} == {"North": 1, "South": 1}
    assert {team: row.arr // QUANTA for team, row in rows.items()} == {"North": 1_200_000, "South": 800_000}
    assert rows["South"].covered_arr == 100_000 * QUANTA


def test_heads_can_be_split_by_other_weights_than_accounts(reader: Workspace) -> None:
    minutes = pa.table({"account_id": ["A-1", "A-2"], "month": [NOW.ordinal] * 2, "weight": [900, 100]})
    weights = reader.given("minutes", minutes)
    rows = {row.group: row for row in ratios(reader, "segment", weights) if row.month == NOW}
    assert {group: row.csms for group, row in rows.items()} == {
        "Big": Fraction(9, 10),
        "SMB": Fraction(1, 10),
        "(no accounts)": 1,
    }
    # The other head has no weights, and is where its live accounts are.
    assert rows["SMB"].covered_csms == Fraction(11, 10)


def test_figures_of_pay_are_none_without_the_right_and_say_which_it_takes(reader: Workspace) -> None:
    row = now(reader.seen_by(Access.of("operations")), "company")[None]
    assert {row.arr_per_ote, row.arr_per_base, row.cost_to_serve, row.cost_per_account} == {None}
    assert row.arr_per_csm == 1_000_000
    marked = {
        name: field.metadata.get("needs")
        for name, field in RatioRow.__dataclass_fields__.items()
        if "needs" in field.metadata
    }
    assert marked == dict.fromkeys(
        ("arr_per_ote", "arr_per_base", "cost_to_serve", "cost_per_account"), frozenset({Right.PAY_GROUP})
    )


def test_a_reader_of_one_book_is_refused(reader: Workspace) -> None:
    with pytest.raises(AccessDeniedError):
        ratios(reader.seen_by(Access.of("csm", "P-0")))


def test_an_unknown_grouping_names_those_there_are(reader: Workspace) -> None:
    with pytest.raises(UsageError, match="did you mean 'segment'"):
        ratios(reader, "segments")  # type: ignore[arg-type]


def test_nothing_below_the_line_is_no_ratio() -> None:
    assert per(Fraction(1), Fraction(0)) is None
    assert per(None, Fraction(1)) is None
    assert per(Fraction(1), None) is None
    assert per(Fraction(1), Fraction(2)) == Fraction(1, 2)
