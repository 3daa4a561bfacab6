from decimal import Decimal

import pytest

BRIDGE = (
    *("new", "reactivation", "resumed", "expansion", "transfer_in", "contraction", "churn", "paused"),
    *("transfer_out", "reclassified", "fx"),
)


@pytest.mark.parametrize("by", ["month", "account", "person", "segment", "product"])
def test_every_row_adds_up_as_text(ask, by):
    rows = ask("movements", "--by", by, "--from", "2025-01", "--to", "2025-06", "--json").json["rows"]

    assert rows
    for row in rows:
        assert Decimal(row["opening"]) + sum(Decimal(row[name]) for name in BRIDGE) == Decimal(row["closing"])


@pytest.mark.parametrize("by", ["person", "segment"])
def test_the_closings_of_all_groups_are_the_companys_to_a_millionth_each(ask, by):
    last = ("--from", "2025-06", "--to", "2025-06", "--json")
    (company,) = ask("movements", *last).json["rows"]
    groups = ask("movements", "--by", by, *last).json["rows"]

    assert abs(sum(Decimal(row["closing"]) for row in groups) - Decimal(company["closing"])) <= len(
        groups
    ) * Decimal("1e-6")


def test_a_change_of_owner_is_a_transfer_and_nobodys_expansion(ask):
    rows = ask("movements", "--by", "person", "--from", "2025-03", "--to", "2025-03", "--json").json["rows"]
    by_person = {row["person_id"]: row for row in rows}

    assert Decimal(by_person["P1"]["transfer_out"]) == -5000
    assert Decimal(by_person["P2"]["transfer_in"]) == 5000
    assert all(Decimal(row["expansion"]) == Decimal(row["churn"]) == 0 for row in rows)


def test_a_price_rise_is_expansion_in_its_month(ask):
    (row,) = ask("movements", "--from", "2025-02", "--to", "2025-02", "--json").json["rows"]

    assert Decimal(row["expansion"]) == 50


def test_movements_by_person_need_the_right_to_names(ask):
    ran = ask("movements", "--by", "person", "--as", "board")

    assert (ran.code, ran.out) == (1, "")
