"""Fault 63: filters and sorts come from what the asker sees, and from nothing else."""

from html import unescape

import pytest

PATHS = ("/revenue/movements", "/export/movements.csv", "/export/movements.json", "/api/v1/movements")


@pytest.mark.parametrize("field", ["base", "ote", "pay", "email", "account_id", "1=1;--"])
def test_accounts_are_chosen_by_no_field_but_those_of_the_list(as_role, field):
    for path in PATHS:
        answer = as_role("operations").get(path, {f"only.{field}": "71713"})
        assert answer.status_code == 400, path
        assert "accounts are not chosen by" in unescape(answer.content.decode())


def test_who_owns_what_is_chosen_by_nobody_who_may_not_know_it_and_tells_no_names(as_role):
    for path in PATHS:
        for value in ("P1", "nobody"):
            answer = as_role("board").get(path, {"only.person": value})
            assert answer.status_code == 400, path
            assert "Ada" not in answer.content.decode()


@pytest.mark.parametrize("path", PATHS[:2])
@pytest.mark.parametrize("sort", ["base", "ote", "-owner", "closing; DROP TABLE pay"])
def test_nothing_is_sorted_by_what_is_not_shown(as_role, path, sort):
    answer = as_role("operations").get(path, {"sort": sort})
    assert answer.status_code == 400
    assert "nothing here is sorted by" in unescape(answer.content.decode())
