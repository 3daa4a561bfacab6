"""63. Sorting, filtering, searching and counting by a hidden field are refused, to programs as to people."""

from __future__ import annotations

import pytest

HIDDEN = ("base", "ote", "pay", "salary")


@pytest.mark.parametrize("word", ["sort", "order", "filter", "search", "count", "fields", "base", "base__gt"])
def test_a_program_has_no_word_to_ask_by_a_hidden_field(as_role, word):
    for name in ("ratios", "capacity", "movements"):
        answer = as_role("operations").get(f"/api/v1/{name}", {word: "ote"})
        assert answer.status_code == 400
        assert "it takes:" in answer.json()["error"]


@pytest.mark.parametrize("field", HIDDEN)
def test_what_answers_are_split_by_is_no_hidden_field(as_role, field):
    for name in ("ratios", "movements", "committed", "effort", "costs", "signs", "retention"):
        assert as_role("operations").get(f"/api/v1/{name}", {"by": field}).status_code == 400


def test_a_figure_made_of_a_hidden_field_is_not_opened(as_role):
    asked = {"metric": "arr_per_ote"}
    assert as_role("finance").get("/api/v1/explain", asked).status_code == 200
    for role in ("operations", "admin"):
        refused = as_role(role).get("/api/v1/explain", asked)
        assert (refused.status_code, b"ote" in refused.content) == (404, False)


def test_a_filter_and_a_count_by_a_hidden_field_are_refused_at_the_one_way_to_rows(served):
    from bookload.base.access import Access
    from bookload.base.errors import AccessDeniedError
    from bookload.data.tables import unbound
    from bookload.workspace import open_folder

    reader, pay = open_folder(served, access=Access.of("operations")), unbound("pay")
    rich = pay.filter(pay.base > 0).select("person_id")
    for expression in (rich, pay.order_by(pay.ote).select("person_id"), rich.aggregate(n=rich.count())):
        with pytest.raises(AccessDeniedError):
            reader.collect(expression)
