"""What pages say to people: nothing of the command line, nothing twice, names where there are names."""

from __future__ import annotations

import re

import pytest

PATHS = ("/overview", "/revenue/renewals", "/board", "/overview/explain?metric=arr&rows=1")


@pytest.mark.parametrize("path", PATHS)
def test_nothing_is_said_of_options_that_a_page_does_not_have(as_role, path):
    page = as_role("owner").get(path).content.decode()
    words = re.sub(r"<style.*?</style>|<svg.*?</svg>|<[^>]+>", " ", page, flags=re.DOTALL)
    assert not re.search(r"(?<![\w-])--[a-z]", words)
    assert "`" not in words


def test_a_figure_is_opened_step_by_step_and_says_how_many_rows_are_left_out(as_role):
    page = as_role("owner").get("/overview/explain?metric=arr&rows=1").content.decode()
    assert re.search(r'<h2 id="step-1">Step 1</h2>', page)
    assert "more rows: ask for 0 rows to see all" in page


def test_the_first_board_report_says_once_that_there_was_none_before(as_role):
    assert as_role("owner").get("/board").content.decode().count("No board report was given out") == 1


def test_every_answer_says_of_which_day_it_is(as_role):
    assert re.search(r'class="of">As of <time', as_role("owner").get("/revenue").content.decode())
