"""Words for states, intervals and nothing, in several languages."""

from __future__ import annotations

import pytest

from bookload.data.ingest.values.intervals import Interval
from bookload.data.ingest.values.intervals import read as read_interval
from bookload.data.ingest.values.words import is_nothing, meaning, words
from bookload.data.tables import contract


@pytest.mark.parametrize(
    ("text", "interval"),
    [
        ("month", Interval("month")),
        ("Monthly", Interval("month")),
        ("monatlich", Interval("month")),
        ("p.m.", Interval("month")),
        ("annual", Interval("year")),
        ("p.a.", Interval("year")),
        ("per annum", Interval("year")),
        ("Jährlich", Interval("year")),
        ("quarterly", Interval("quarter")),
        ("every 3 months", Interval("quarter")),
        ("semi-annual", Interval("month", 6)),
        ("halbjährlich", Interval("month", 6)),
        ("weekly", Interval("week")),
        ("every two weeks", Interval("week", 2)),
        ("daily", Interval("day")),
        ("every 2 years", Interval("year", 2)),
        ("24 months", Interval("year", 2)),
        ("one-time", Interval("once")),
    ],
)
def test_intervals_are_known_by_many_words(text: str, interval: Interval) -> None:
    assert read_interval(text) == interval


@pytest.mark.parametrize("text", ["bimonthly", "biweekly", "lunar", "sometimes", "7", ""])
def test_an_unknown_or_ambiguous_interval_is_none_and_never_a_month(text: str) -> None:
    assert read_interval(text) is None


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("status", "Cancelled", "canceled"),
        ("status", "gekündigt", "canceled"),
        ("status", "Trialing", "trialing"),
        ("status", "past due", "past_due"),
        ("status", "PAST_DUE", "past_due"),
        ("status", "on hold", "paused"),
        ("boolean", "Ja", "true"),
        ("boolean", "0", "false"),
        ("touch_model", "High Touch", "high"),
        ("touch_model", "digital", "tech"),
        ("kind", "One-time", "one_time"),
        ("unassigned", "-", "unassigned"),
    ],
)
def test_words_mean_what_contracts_allow(kind: str, text: str, value: str) -> None:
    assert meaning(kind, text) == value


@pytest.mark.parametrize(
    ("table", "column"), [("subscriptions", "status"), ("subscriptions", "kind"), ("accounts", "touch_model")]
)
def test_every_value_of_an_enum_has_words_and_no_word_means_anything_else(table: str, column: str) -> None:
    assert set(words(column).values()) == set(contract(table)[column].allowed)


def test_no_word_of_a_kind_is_listed_twice() -> None:
    import csv
    from importlib.resources import files

    from bookload.data.ingest.values.fold import fold

    seen: dict[tuple[str, str], str] = {}
    text = files("bookload.data.ingest.values").joinpath("words.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines()):
        for word in row["words"].split("|"):
            key = row["kind"], fold(word)
            assert seen.setdefault(key, row["value"]) == row["value"], key


@pytest.mark.parametrize(
    ("text", "nothing"),
    [("-", True), ("n/a", True), ("NULL", True), (" ", True), ("0", False), ("#REF!", False)],
)
def test_some_texts_say_that_there_is_nothing(text: str, nothing: bool) -> None:
    assert is_nothing(text) is nothing
