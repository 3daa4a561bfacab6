"""How a table's columns and rows are set: by what stands in them."""

from __future__ import annotations

from bookload.report.page.grid import Grid, is_long


def test_figures_stand_at_the_right_words_among_them_do_not_and_days_stay_whole():
    rows = (
        ("2026-06-30", "Ana", "+1,200", "tight", "7.3 to 12.4", "too much for 1"),
        ("2026-07-31 ahead", "Ben", None, "", "n/a", "possible"),
    )
    grid = Grid(("day", "who", "ARR", "load", "band", "alone"), rows, words=2)
    assert grid.sides == ("short", "", "n", "after", "n", "after")


def test_a_column_that_says_nothing_is_one_of_figures():
    assert Grid(("who", "ARR"), (("Ana", None),)).sides == ("", "n")


def test_what_begins_as_the_row_above_is_not_said_again_but_for_accounts_that_share_a_name():
    rows = (("Ana", "2026-06", "1"), ("Ana", "2026-07", "2"), ("Ben", "2026-06", "3"))
    months = Grid(("person", "month", "hours"), rows, words=2)
    assert [months.repeats(at) for at in range(3)] == [False, True, False]
    assert not Grid(("account", "month", "hours"), rows, words=2).repeats(1)
    assert not Grid(("person", "hours", "more"), rows).repeats(1), "the figures of one row each"


def test_a_row_that_the_others_come_to_is_told_apart():
    grid = Grid(("cause", "ARR"), (("new", "2"), ("in all", "2")))
    assert [grid.is_sum(at) for at in range(2)] == [False, True]


def test_only_a_word_that_no_column_holds_is_broken():
    assert is_long("Donaudampfschifffahrtsgesellschaft mbH")
    assert not is_long("Check-in before renewal, mid-market")
    assert not is_long(None)
