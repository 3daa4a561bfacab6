from decimal import Decimal

import pytest

KEYS = {
    *("version", "workspace", "snapshot", "as_of", "currency", "profile", "findings"),
    *(
        "mrr",
        "arr",
        "accounts",
        "csms",
        "arr_per_csm",
        "covered",
        "mrr_per_csm",
        "accounts_per_csm",
        "arr_per_ote",
    ),
    *("nrr", "grr", "target", "verdict", "heads", "implied"),
}


def test_the_document_has_every_key_of_its_shape(ask):
    report = ask("report", "--json").json

    assert report.keys() >= KEYS
    assert report["covered"].keys() >= {"arr", "csms", "arr_per_csm"}
    assert report["target"].keys() >= {"value", "scaled", "source"}
    assert report["heads"].keys() >= {"have", "need", "binding"}
    assert report["implied"].keys() >= {"arr_per_csm", "accounts_per_csm"}
    assert (report["version"], report["as_of"], report["currency"]) == (1, "2025-06-30", "USD")


def test_arr_is_what_the_rows_say_by_hand(ask):
    report = ask("report", "--json", "--as-of", "2025-05-31").json
    # A1 120,000 a year; A2 5,000 x 12; A3 150 x 12; A4 200 EUR x 12 at the ECB's rate of 30 May 2025, 1.1339.
    assert Decimal(report["arr"]) == 120_000 + 60_000 + 1_800 + Decimal(2400) * Decimal("1.1339")
    assert report["accounts"] == 4
    assert Decimal(report["mrr"]) == (Decimal(report["arr"]) / 12).quantize(Decimal("0.000001"))


def test_an_end_date_is_the_first_day_out(ask):
    assert ask("report", "--json", "--as-of", "2025-05-31").json["accounts"] == 4
    assert ask("report", "--json", "--as-of", "2025-06-01").json["accounts"] == 3


def test_directors_do_not_count_and_the_ratio_is_arr_by_csms(ask):
    report = ask("report", "--json").json

    assert report["csms"] == 2
    assert Decimal(report["arr_per_csm"]) == pytest.approx(Decimal(report["arr"]) / 2, abs=Decimal("0.005"))


def test_below_a_million_it_is_too_early_to_judge(ask):
    assert ask("report", "--json").json["verdict"]["code"] == "too_early"


def test_hours_are_assumed_and_say_so_without_a_journey(ask):
    report = ask("report", "--json").json

    assert report["heads"]["assumed"] is True
    assert "ASSUMED" in ask("report").out


@pytest.mark.parametrize("role", ["operations", "admin"])
def test_what_comes_from_pay_is_absent_without_the_right(ask, role):
    report = ask("report", "--json", "--as", role).json

    assert "arr_per_ote" not in report
    assert "cost_to_serve" not in report
    assert report["target"]["scaled"] is False
    assert "OTE" not in ask("report", "--as", role).out.replace("mean OTE", "")


@pytest.mark.parametrize("role", ["operations", "admin", "head", "board"])
def test_digits_of_a_salary_turn_up_nowhere(ask, role):
    shown = ask("report", "--as", role, "--json").out + ask("report", "--as", role).out

    assert not any(digits in shown for digits in ("71713", "91919", "88081", "71,713", "91,919", "88,081"))


def test_two_people_are_too_few_to_show_a_mean_to_who_sees_groups_alone(ask):
    assert ask("report", "--json", "--as", "head").json["target"]["scaled"] is False
    assert ask("report", "--json", "--as", "finance").json["target"]["scaled"] is True


def test_a_csm_has_no_report_of_the_company(ask):
    ran = ask("report", "--as", "csm:P1")

    assert (ran.code, ran.out) == (1, "")
    assert "all_rows" in ran.err


def test_a_date_after_the_data_is_refused_with_the_last_day(ask):
    ran = ask("report", "--as-of", "2025-07-01")

    assert ran.code == 1
    assert "goes through 2025-06-30" in ran.err


def test_a_folder_that_is_no_workspace_is_named_with_the_way_out(tmp_path):
    from commanded import run

    ran = run("report", "--workspace", str(tmp_path / "nowhere"))

    assert ran.code == 1
    assert "bookload init" in ran.err
