"""90. Deep JSON, huge pages and slow words end in an error that says what is allowed, and in no failure."""

from __future__ import annotations

import time
from urllib.parse import urlencode

import pytest


@pytest.mark.parametrize(
    "said",
    [
        {"limit": "1000000"},
        {"limit": "9" * 5_000},
        {"limit": "0"},
        {"limit": "-1"},
        {"limit": "1e3"},
        {"limit": "\u0663"},
        {"offset": "99999999999999999999"},
        {"ahead": "100000"},
        {"rows": "1000000000"},
        {"by": "a" * 100_000},
        {"by": "[" * 5_000},
        {"as_of": "0001-01-01"},
        {"as_of": "9" * 10_000},
        {"snapshot": "a" * 5_000},
        {"snapshot": "\x00"},
        {"profile": "../" * 100},
    ],
    ids=range(16),
)
def test_what_is_too_large_is_refused_before_anything_is_counted(as_role, said):
    answer = as_role("owner").get("/api/v1/committed", said)
    assert answer.status_code == (414 if len(urlencode(said)) > 7_900 else 400)
    assert len(answer.content) < 2_000


def test_months_that_never_end_are_refused(as_role):
    for name in ("movements", "ratios", "capacity", "concentration", "signs", "costs"):
        for months in ({"from": "0000-01"}, {"from": "0001-01"}, {"from": "9999-12"}):
            assert as_role("owner").get(f"/api/v1/{name}", months).status_code == 400


def test_more_fields_than_anybody_means_are_refused(as_role):
    path = "/api/v1/movements?" + "&".join(f"a{number}=1" for number in range(2_000))
    answer = as_role("owner").get(path)
    assert (answer.status_code, "error" in answer.json()) == (400 if len(path) < 8_000 else 414, True)


def test_a_body_is_not_looked_at_however_deep(as_role):
    deep = "[" * 1_000_000
    began = time.process_time()
    answer = as_role("owner").generic("GET", "/api/v1/snapshots", deep, content_type="application/json")
    assert answer.status_code == 200
    assert (
        as_role("owner").post("/api/v1/snapshots", deep, content_type="application/json").status_code == 405
    )
    assert time.process_time() - began < 10


def test_an_amount_that_is_a_power_or_a_division_is_refused(as_role):
    for amount in ("1e999999999", "1/0", "1/3", "9" * 200, "inf", "nan", "-1"):
        assert as_role("owner").get("/api/v1/levers", {"budget": amount}).status_code == 400
