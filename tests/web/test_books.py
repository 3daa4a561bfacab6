"""Books: hours by person and month, each cell a way to the person's page; words that say what they mean."""

from __future__ import annotations

import json
import re
from html import unescape

import pytest

from bookload.base.access import Access
from bookload.workspace.questions import QUESTIONS


def test_each_cell_of_the_map_has_its_number_and_leads_to_the_persons_month(as_role):
    page = as_role("owner").get("/books").content.decode()
    cells = re.findall(r'href="(/books/book\?person=P[12]&amp;month=[\d-]+)">(\d+%)', page)
    assert len(cells) == 12, "two people, six months"
    assert "Hours by person and month" in page, "the table behind it"
    to = unescape(cells[0][0])
    person = as_role("owner").get(to).content.decode()
    assert "Book of Ada Lind (P1)" in person
    assert "Hours by month" in person
    assert "Due for renewal" in person
    assert "there is no log of activities" in person


def test_who_may_not_see_peoples_time_has_no_map_and_the_same_page_without_it(as_role):
    finance = as_role("finance")
    assert finance.get("/books/loads").status_code == 404
    assert finance.get("/api/v1/loads").status_code == 404
    page = finance.get("/books/book", {"person": "P1"})
    assert page.status_code == 200
    assert "Hours by person" not in page.content.decode()
    assert as_role("board").get("/books/book", {"person": "P1"}).status_code == 404


def test_a_csm_sees_their_own_hours_alone(as_role):
    rows = json.loads(as_role("csm").get("/export/loads.json").content)["rows"]
    every = json.loads(as_role("owner").get("/export/loads.json").content)["rows"]
    assert {row["person_id"] for row in rows} == {"P1"}
    assert rows == [{**row, "name": "Ada Lind"} for row in every if row["person_id"] == "P1"]


def test_a_book_that_nobody_named_is_the_readers_own_where_they_have_one(as_role):
    from bookload.web.answers.views import _ones_own

    ada, there = Access.of("csm", "P1"), {"person": [("P1", "Ada Lind")]}
    assert _ones_own(QUESTIONS["book"], {}, there, ada) == {"person": "P1"}
    assert _ones_own(QUESTIONS["book"], {"person": "P2"}, there, ada) == {}
    assert _ones_own(QUESTIONS["book"], {}, {"person": []}, ada) == {}
    assert _ones_own(QUESTIONS["movements"], {}, {}, ada) == {}
    assert _ones_own(QUESTIONS["book"], {}, there, Access.of("owner")) == {}
    assert "Say above whose it is to be" in as_role("owner").get("/books/book").content.decode()


def test_words_over_figures_say_what_they_mean_and_lead_to_why_from_the_same_place(as_role):
    page = as_role("owner").get("/revenue/movements", {"only.segment": "SMB"}).content.decode()
    assert 'role="tooltip"' in page
    assert "More MRR of accounts that had some before." in page
    to = re.search(r'class="defined" href="(/overview/explain\?[^"]*metric=closing)"', page)
    assert to is not None
    assert "only.segment=SMB" in to[1]
    opened = as_role("owner").get(unescape(to[1]))
    assert "A3" in opened.content.decode()


def test_no_word_leads_to_what_comes_from_pay_without_a_right_to_it(as_role):
    for role in ("operations", "admin"):
        page = as_role(role).get("/books/ratios").content.decode()
        assert "metric=arr_per_csm" in page
        assert "arr_per_ote" not in page
        chosen = as_role(role).get("/overview/explain").content.decode()
        assert "arr_per_ote" not in chosen
        assert "cost_to_serve" not in chosen


NAMES = ["Acme", "Bolt", "Cato", "Dune"]
NAMED = rf"<td>({'|'.join(NAMES)})[^<]*</td>"


@pytest.mark.parametrize(("sort", "order"), [("account", NAMES), ("-account", NAMES[::-1])])
def test_tables_are_sorted_by_a_column_in_the_address(as_role, sort, order):
    said = {"by": "account", "from": "2025-05", "to": "2025-05", "sort": sort}
    page = as_role("owner").get("/revenue/movements", said).content.decode()
    assert re.findall(NAMED, page) == order
    assert 'aria-sort="' in page
    text = as_role("owner").get("/export/movements.csv", said).content.decode()
    assert re.findall("|".join(NAMES), text) == order, "a file is as the page is"


def test_figures_are_sorted_as_numbers_and_what_is_not_known_stands_last(as_role):
    said = {"by": "account", "from": "2025-05", "to": "2025-05", "sort": "-closing"}
    page = as_role("owner").get("/revenue/movements", said).content.decode()
    assert re.findall(NAMED, page) == ["Acme", "Bolt", "Dune", "Cato"]
