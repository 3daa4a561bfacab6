"""Names compared as people compare them."""

from __future__ import annotations

import pytest

from bookload.data.ingest.values.fold import fold, squeezed, tokens


@pytest.mark.parametrize("text", ["Account ID", "account_id", "ACCOUNT-ID", "  account   id "])
def test_case_signs_and_blanks_play_no_part(text: str) -> None:
    assert fold(text) == "account id"
    assert squeezed(text) == "accountid"


def test_accents_and_umlauts_fold() -> None:
    assert fold("Überfällig") == fold("ueberfaellig")
    assert fold("résilié") == "resilie"


def test_a_text_of_signs_keeps_them() -> None:
    assert fold("-") == "-"


@pytest.mark.parametrize(
    ("header", "words"),
    [("customerName", ("customer", "name")), ("ARRValue", ("arr", "value")), ("MRR (EUR)", ("mrr", "eur"))],
)
def test_a_header_is_taken_apart_into_words(header: str, words: tuple[str, ...]) -> None:
    assert tokens(header) == words
