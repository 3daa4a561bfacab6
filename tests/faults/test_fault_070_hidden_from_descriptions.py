"""70. What somebody may not ask or see is in no description either: it is made for whoever asks for it."""

from __future__ import annotations

import pytest

from bookload.base.access import ROLES, Access
from bookload.mcp.offered import tools
from bookload.workspace.questions import QUESTIONS

PAY = ("per_ote", "per_base", "salary", '"base"', '"ote"')


@pytest.mark.parametrize("role", list(ROLES))
def test_the_api_is_described_as_far_as_the_asker_may_ask(as_role, role):
    answer = as_role(role).get("/api/v1/openapi.json")
    there = {place.rpartition("/")[2] for place in answer.json()["paths"]}
    for name, question in QUESTIONS.items():
        assert (name in there) == (question.needs <= ROLES[role]), name
    if "pay_group" not in ROLES[role]:
        assert not [word for word in PAY if word in answer.content.decode()]


def test_a_narrowed_key_is_described_as_far_as_it_reaches(served):
    from django.test import Client
    from django.utils import timezone

    from bookload.web.keys.services import made
    from bookload.web.people.ways_in import owner

    token = made(owner(), "board paper", timezone.now(), role="board")
    answer = Client().get("/api/v1/openapi.json", headers={"Authorization": f"Bearer {token}"})
    there = answer.json()["paths"]
    assert "/api/v1/capacity" in there
    assert "/api/v1/book" not in there


@pytest.mark.parametrize("role", list(ROLES))
def test_an_assistant_is_told_of_no_tool_that_its_role_has_not(role):
    access = Access.of(role, "P1" if role in ("csm", "manager") else None)
    told = {each["name"] for each in tools(access)}
    assert told == {name for name, question in QUESTIONS.items() if question.needs <= access.rights}
