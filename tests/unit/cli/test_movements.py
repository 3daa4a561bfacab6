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


PARTS = ("quantity", "price", "plan", "cross_sell", "dropped", "discount", "voluntary", "non_payment")


@pytest.mark.parametrize("by", ["month", "account", "segment", "product"])
def test_details_add_up_to_the_movements_they_are_of_as_text(ask, by):
    ran = ask("movements", "--by", by, "--from", "2025-01", "--to", "2025-06", "--detail", "--json").json

    assert ran["details"]
    for row in ran["details"]:
        assert list(row)[-9:] == ["total", *PARTS]
        assert sum(Decimal(row[name] or 0) for name in PARTS) == Decimal(row["total"])
    for kind in ("expansion", "contraction", "churn"):
        told: Decimal = sum(
            (Decimal(row["total"]) for row in ran["details"] if row["kind"] == kind), Decimal(0)
        )
        stated: Decimal = sum((Decimal(row[kind]) for row in ran["rows"]), Decimal(0))
        assert abs(told - stated) <= len(ran["rows"]) * Decimal("1e-6")


def test_a_price_rise_is_told_apart_and_shown(ask):
    asked = ("movements", "--from", "2025-02", "--to", "2025-02", "--detail")
    (expansion, *_) = ask(*asked, "--json").json["details"]

    assert expansion["kind"] == "expansion"
    assert Decimal(expansion["price"]) == 50
    assert expansion["voluntary"] is None
    out = ask(*asked).out
    assert "What they are made of" in out
    assert "Quick ratio, what was gained over what was lost: n/a in 1 of 1 months, where" in out


def test_details_by_person_are_refused(ask):
    ran = ask("movements", "--by", "person", "--detail")

    assert ran.code != 0
    assert "grouping of sub-kinds" in ran.err


def test_the_company_has_its_quick_ratio_and_groups_have_none(ask):
    (row,) = ask("movements", "--from", "2025-02", "--to", "2025-02", "--json").json["rows"]
    assert row["quick_ratio"] is None
    assert "quick_ratio" not in ask("movements", "--by", "segment", "--json").json["rows"][0]
