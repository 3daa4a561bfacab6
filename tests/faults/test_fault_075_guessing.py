"""75. Guessing a way in is slowed (429), by name and by address, and tells nobody who exists."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from statistics import median
from time import process_time

import pytest

from served import PASSWORD, logged, person

WRONG = "wrong"
NOW = datetime(2026, 1, 1, tzinfo=UTC)


def guess(name, password=WRONG, address="203.0.113.1"):
    from django.test import Client

    return Client(REMOTE_ADDR=address).post("/in", {"name": name, "password": password})


@pytest.mark.parametrize("name", ["ada@example.com", "nobody@example.com"])
def test_after_five_tries_of_a_name_one_has_to_wait_whether_it_exists_or_not(own, name):
    person("ada@example.com", "board")
    answers = [guess(name, address=f"203.0.113.{number}") for number in range(7)]
    assert [answer.status_code for answer in answers] == [403] * 5 + [429] * 2
    assert 0 < int(answers[-1].headers["Retry-After"]) <= 15
    assert "Too many tries" in answers[-1].content.decode()
    assert guess(name, PASSWORD, "198.51.100.1").status_code == 429, "a right password has to wait too"


def test_many_tries_at_once_gain_nothing(own):
    from django.db import connection

    def tried_in_a_thread(number):
        try:
            return guess("ada@example.com", address=f"203.0.113.{number}").status_code
        finally:
            connection.close()

    person("ada@example.com", "board")
    with ThreadPoolExecutor(8) as threads:
        answers = sorted(threads.map(tried_in_a_thread, range(16)))
    assert answers == [403] * 5 + [429] * 11


def test_who_tries_many_names_from_one_address_has_to_wait(own):
    answers = [guess(f"name-{number}").status_code for number in range(22)]
    assert answers == [403] * 20 + [429] * 2
    assert guess("another", address="198.51.100.1").status_code == 403


def test_waits_double_up_to_a_quarter_of_an_hour_and_end(served):
    from bookload.web.people import throttle

    name, now, waits = throttle.by_name("x"), NOW, []
    for _ in range(14):
        waiting = throttle.tried((name,), now)
        if waiting is not None:
            waits.append(waiting.seconds)
            now += waiting.left
            assert throttle.tried((name,), now) is None
    assert waits == [15, 30, 60, 120, 240, 480, 900, 900, 900]
    assert throttle.tried((name,), now + timedelta(days=1, seconds=1)) is None
    assert throttle.so_far(name) == 1, "a day later all is forgotten"


def test_a_right_password_is_no_try(own):
    person("ada@example.com", "board")
    for _ in range(4):
        guess("ada@example.com")
    assert guess("ada@example.com", PASSWORD).status_code == 302
    assert [guess("ada@example.com").status_code for _ in range(5)] == [403] * 5


def test_codes_of_a_second_factor_are_guessed_as_slowly(own):
    from django.test import Client
    from django.utils import timezone

    from bookload.web.people import codes
    from bookload.web.people.models import Factor

    ada = person("ada@example.com", "board")
    codes.begun(ada)
    Factor.objects.update(confirmed_at=timezone.now())
    client = Client()
    client.post("/in", {"name": "ada@example.com", "password": PASSWORD})
    said = [client.post("/in/code", {"code": f"{number:06}"}).status_code for number in range(7)]
    assert said == [403] * 5 + [429] * 2


def test_a_name_that_exists_and_one_that_does_not_get_the_same_answer(own):
    import re

    person("ada@example.com", "board")
    ended = person("old@example.com", "board")
    ended.is_active = False
    ended.save()
    without = person("new@example.com", "board")
    without.set_unusable_password()
    without.save()
    names = ("ada@example.com", "old@example.com", "new@example.com", "nobody@example.com")
    found = {
        re.sub(r'value="[^"]*"', "", guess(name).content.decode()) + str(guess(name).status_code)
        for name in names
    }
    assert len(found) == 1


@pytest.mark.prove
def test_a_name_that_exists_takes_as_long_as_one_that_does_not(own, monkeypatch):
    from bookload.web.people import throttle

    monkeypatch.setattr(throttle, "tried", lambda *_: None)
    person("ada@example.com", "board")
    took: dict[str, list[float]] = {"ada@example.com": [], "nobody@example.com": []}
    for _ in range(40):
        for name, times in took.items():
            begun = process_time()
            guess(name)
            times.append(process_time() - begun)
    one, other = (median(times) for times in took.values())
    assert abs(one - other) < 0.1 * max(one, other), (one, other)


def test_refusals_are_written_down_a_few_times_and_a_password_in_the_wrong_field_never(own):
    person("ada@example.com", "board")
    for _ in range(5):
        guess("ada@example.com")
    guess("my secret pass phrase", address="198.51.100.1")
    refusals = [entry.detail for entry in logged(own, "sign-in refused")]
    assert [each["tries"] for each in refusals] == [1, 2, 4, 1]
    assert refusals[0]["name"] == "ada@example.com"
    assert "secret pass" not in (own / ".bookload" / "audit.jsonl").read_text()
