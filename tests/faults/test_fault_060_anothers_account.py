"""Fault 60: a CSM asks for another's account by page, file, program or link, and finds nothing there."""

from html import unescape

import pytest

WAYS = ("/books/book", "/export/book.json", "/export/book.csv", "/api/v1/book")


@pytest.mark.parametrize("way", WAYS)
def test_anothers_book_is_not_there_whoever_it_is_of_or_whether_there_is_one(as_role, way):
    ada = as_role("csm")
    for person in ("P2", "P3", "nobody"):
        answer = ada.get(way, {"person": person})
        assert answer.status_code == 404, person
        assert "Cato" not in answer.content.decode()


def test_ones_own_book_is_there_by_each_of_these_ways(as_role):
    ada = as_role("csm")
    for way in WAYS:
        answer = ada.get(way, {"person": "P1"})
        assert answer.status_code == 200, way
        assert "Cato" not in answer.content.decode(), way


@pytest.mark.parametrize("way", ["/overview/explain", "/export/explain.json", "/api/v1/explain"])
def test_anothers_account_is_opened_in_the_words_for_one_that_nobody_has(as_role, way):
    told = []
    for account in ("A3", "Z3"):
        answer = as_role("csm").get(way, {"metric": "arr", "for": account})
        assert answer.status_code == 400
        told.append(unescape(answer.content.decode()).replace(account, "X"))
    assert "no account 'X' among those that you may see" in told[0]
    assert "Cato" not in told[0]
