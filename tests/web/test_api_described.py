"""The API holds to its own description, whatever is asked: no failure, no status or shape beside it."""

from __future__ import annotations

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from bookload.workspace.questions import QUESTIONS

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
SLOW = [name for name, each in QUESTIONS.items() if each.slow]
QUICK = [*(name for name, each in QUESTIONS.items() if not each.slow), "report"]
FEW = 5


@pytest.fixture
def described(served, monkeypatch):
    """The description, read from the program that the server calls, by a key without a pace."""
    from django.utils import timezone

    from bookload.web.api import door
    from bookload.web.keys.services import made
    from bookload.web.people.ways_in import owner
    from bookload.web.wsgi import application

    monkeypatch.setattr(door, "PER_KEY", 10**7)
    monkeypatch.setattr(door, "PER_PERSON", 10**7)
    monkeypatch.setattr(door, "SLOW", 1)
    token = made(owner(), "x", timezone.now())
    # What is packed on the way the test's own client would not unpack.
    key = {"Authorization": f"Bearer {token}", "Host": "localhost", "Accept-Encoding": "identity"}
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application, headers=key), key


def asked(described, name, examples):
    """Ask one route in as many ways as there are examples, half of them wrong on purpose."""
    schema, key = described
    route = schema[f"/api/v1/{name}"]["GET"]
    for mode in schemathesis.GenerationMode:

        @settings(
            max_examples=-(-examples // 2),
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=route.as_strategy(generation_mode=mode))
        def holds(case):
            case.headers = {**(case.headers or {}), **key}
            response = case.call(headers=key)
            assert response.status_code != 401, "asked as nobody"
            case.validate_response(response, checks=CHECKS)

        holds()


@pytest.mark.parametrize("name", QUICK)
def test_a_question_is_answered_as_it_is_described_whatever_is_said_with_it(described, name):
    asked(described, name, FEW)


@pytest.mark.prove
@pytest.mark.parametrize("name", QUICK)
def test_three_hundred_ways_to_ask_each_question_end_in_no_failure(described, name):
    asked(described, name, 300)


@pytest.mark.prove
@pytest.mark.parametrize("name", SLOW)
def test_thirty_ways_to_ask_each_slow_question_end_in_no_failure(described, name):
    asked(described, name, 30)
