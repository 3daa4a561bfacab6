"""Errors, findings, and the nearest name."""

from __future__ import annotations

import pytest

from bookload.base.errors import (
    BookloadError,
    CancelledError,
    DataError,
    Finding,
    UsageError,
    WorkspaceError,
    capped,
    did_you_mean,
    errors_in,
    unknown,
)


def finding(number: int, code: str = "a", severity: str = "error") -> Finding:
    return Finding(code, f"problem {number}", "Mend it.", severity)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("error", "code"),
    [(WorkspaceError, 1), (DataError, 1), (UsageError, 2), (CancelledError, 130), (BookloadError, 1)],
)
def test_each_error_has_its_exit_code(error: type[BookloadError], code: int) -> None:
    assert error("x").exit_code == code
    assert issubclass(error, BookloadError)


def test_an_error_about_data_carries_its_findings() -> None:
    assert DataError("x", [finding(1)]).findings == (finding(1),)
    assert DataError("x").findings == ()


def test_a_finding_says_its_place_then_what_then_the_way_out() -> None:
    whole = Finding(
        code="missing-value",
        message="mrr is empty",
        remedy="Fill it in.",
        table="mrr_history",
        file="billing.xlsx",
        sheet="2026",
        row=7,
        column="mrr",
        value="n/a",
    )
    assert str(whole) == (
        "billing.xlsx · sheet 2026 · row 7 · column mrr · value 'n/a': mrr is empty. Fill it in."
    )


def test_without_a_file_a_finding_names_the_table() -> None:
    assert str(Finding("a", "gone", "Add it.", table="people", row=1)) == "people · row 1: gone. Add it."


def test_a_value_that_is_an_empty_text_is_shown() -> None:
    assert "value ''" in str(Finding("a", "empty", "Fill it in.", table="people", value=""))


def test_a_finding_without_a_place_is_a_sentence() -> None:
    assert str(Finding("a", "no rows", "Give a file.")) == "no rows. Give a file."


def test_a_finding_for_several_rows_counts_them() -> None:
    assert (
        str(Finding("a", "no minutes", "Add them.", table="t", count=3))
        == "t: no minutes (3 rows). Add them."
    )


def test_only_errors_forbid_writing() -> None:
    found = [finding(1), finding(2, severity="warning"), finding(3, severity="note")]
    assert errors_in(found) == (found[0],)


@pytest.mark.parametrize("count", [0, 1, 99, 100])
def test_up_to_the_most_are_kept_as_they_are(count: int) -> None:
    found = [finding(number) for number in range(count)]
    assert capped(found) == tuple(found)


@pytest.mark.parametrize("count", [101, 250])
def test_past_the_most_the_last_counts_the_rest(count: int) -> None:
    found = [finding(number) for number in range(count)]
    kept = capped(found)
    assert len(kept) == 100
    assert kept[:-1] == tuple(found[:99])
    assert kept[-1].message == f"problem 99; and {count - 100} more of this kind"


def test_each_kind_is_counted_on_its_own() -> None:
    found = [finding(number, code) for number in range(3) for code in "ab"]
    assert [each.code for each in capped(found, most=2)] == ["a", "b", "a", "b"]


@pytest.mark.parametrize(
    ("wrong", "hint"),
    [
        ("acount_id", " (did you mean 'account_id'?)"),
        ("ACCOUNT_ID", " (did you mean 'account_id'?)"),
        ("Acount ID", " (did you mean 'account_id'?)"),
        ("xyz", ""),
        ("", ""),
    ],
)
def test_the_nearest_name_is_offered_whatever_the_case(wrong: str, hint: str) -> None:
    assert did_you_mean(wrong, ["account_id", "amount", "start_date"]) == hint
    assert did_you_mean(wrong, []) == ""


def test_an_unknown_name_is_told_with_all_that_are_allowed() -> None:
    error = unknown("role", "finanse", ["owner", "finance"])
    assert str(error) == "unknown role 'finanse' (did you mean 'finance'?); allowed: finance, owner"
    assert isinstance(error, UsageError)
