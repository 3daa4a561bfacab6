"""80. Columns, sorts and filters come from lists: nothing that is said becomes part of a query."""

from __future__ import annotations

import json
from itertools import cycle

import pytest

from bookload.workspace.questions import QUESTIONS

QUERIES = (
    "1; DROP TABLE accounts",
    "arr) UNION SELECT * FROM pay --",
    "' OR ''='",
    'x" --',
    "${jndi:x}",
    "../../pay",
)


@pytest.fixture
def owner(as_role, monkeypatch):
    from bookload.web.api import door

    monkeypatch.setattr(door, "PER_PERSON", 10**6)
    return as_role("owner")


def words_of(name):
    """The words that a question takes, where it is asked, the part of it, and one that there is not."""
    takes = {field.alias or key for key, field in QUESTIONS[name].asked.model_fields.items()}
    return (*sorted(takes - {"for"}), "as_of", "profile", "snapshot", "limit", "offset", "")


def refused(owner, name, word, said):
    needed = {"book": {"person": "P1"}, "explain": {"metric": "arr"}}.get(name, {})
    answer = owner.get(f"/api/v1/{name}", {**needed, word or said: said})
    assert answer.status_code in (400, 404, 422), (name, word, said)
    assert set(json.loads(answer.content)) == {"error"}, (name, word, said)


def test_what_is_said_is_one_of_a_list_or_an_error_that_names_the_list(owner):
    texts = cycle(QUERIES)
    for name in QUESTIONS:
        for word in words_of(name):
            refused(owner, name, word, next(texts))


@pytest.mark.prove
@pytest.mark.parametrize("said", QUERIES)
def test_each_of_these_texts_is_refused_by_each_word_of_each_question(owner, said):
    for name in QUESTIONS:
        for word in words_of(name):
            refused(owner, name, word, said)


@pytest.mark.parametrize("said", QUERIES)
def test_the_one_text_that_is_free_is_compared_and_never_run(owner, said):
    answer = owner.get("/api/v1/explain", {"metric": "arr", "for": said})
    assert answer.status_code in (400, 404, 422)
    assert set(answer.json()) == {"error"}, "nothing is of that name"
    assert owner.get("/api/v1/explain", {"metric": "arr", "for": "A1"}).json()["value"] == "120000.00"


def test_a_name_that_is_said_twice_is_refused_rather_than_chosen(as_role):
    assert as_role("owner").get("/api/v1/movements?by=month&by=account").status_code == 400
