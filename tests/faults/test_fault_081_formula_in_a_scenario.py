"""81. A formula in a scenario: own small parser, bounded; `__import__`, `10**10**9`, cycles are refused."""

from __future__ import annotations

import time

import pytest

from bookload.base.errors import DocumentError
from bookload.data.documents import Policy, Scenario
from bookload.planning.plan.scenarios.overlay import policy_under

HOSTILE = [
    "= __import__('os').system('true')",
    "= 10**10**9",
    "= 9999999999 * " * 30 + "1",
    "= ().__class__.__bases__",
    "= lambda: 1",
    "= [1 for _ in need]",
    "= " + "(" * 400 + "1" + ")" * 400,
    "= min.__self__",
    "= 1e999",
    "= open",
    "= targets.high.__class__",
    "= targets.model_fields",
    "= a",
]


@pytest.mark.parametrize("formula", HOSTILE)
def test_a_hostile_formula_is_refused_at_once_with_its_place(formula: str) -> None:
    scenario = Scenario.model_validate(
        {
            "name": "Hostile",
            "sentence": "?",
            "figures": {"a": "= b", "b": "= a"} if formula == "= a" else {},
            "policy": {"targets": {"high": formula}},
        }
    )
    began = time.process_time()
    with pytest.raises(DocumentError):
        policy_under(Policy(), scenario)
    assert time.process_time() - began < 1
