"""74. A token with a bad nonce, audience, issuer, time or signature signs nobody in, nor does a state or code
that is not this browser's; the page says what to do, and the audit log what was wrong.

The provider is a real one; what it says wrongly, it says because it is told to.
"""

from __future__ import annotations

import pytest

from identity_provider import CLIENT, SECRET, providing, went
from served import logged, member
from web.test_single_sign_on import ADA, browser, invited, set_up, words


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    with providing(tmp_path_factory.mktemp("provider")) as found:
        yield found


@pytest.fixture
def own(anew):
    return anew


@pytest.fixture
def provider(running, own):
    running.lie()
    assert set_up(member("owner"), running).status_code == 302
    invited(ADA, "head")
    return running


def refused(own, client, answer, wrong):
    """Assert that nobody came in, that the page says what to do, and the log what was wrong."""
    assert answer.status_code == 403
    assert "egin again" in words(answer)
    assert 'name="password"' in words(answer), "there are other ways in"
    assert client.get("/settings").status_code == 302
    found = logged(own, "sign-in refused")[-1]
    assert (found.who, found.detail["by"], found.detail["wrong"]) == (
        "nobody signed in",
        "single sign-on",
        wrong,
    )


def test_what_is_as_it_was_asked_for_signs_in(provider):
    client = browser()
    assert went(client, provider)[0].status_code == 302
    assert client.get("/settings").status_code == 200


@pytest.mark.parametrize(
    ("lies", "wrong"),
    [
        ({"claims": {"nonce": "another"}}, "nonce"),
        ({"claims": {"nonce": None}}, "nonce"),
        ({"claims": {"aud": "another"}}, "audience"),
        ({"claims": {"aud": ["another", "bookload-too"]}}, "audience"),
        ({"claims": {"aud": None}}, "audience"),
        ({"claims": {"aud": [CLIENT, "another"]}}, "audience"),
        ({"claims": {"azp": "another"}}, "audience"),
        ({"claims": {"iss": "https://another.example"}}, "issuer"),
        ({"claims": {"iss": None}}, "issuer"),
        ({"claims": {"exp": -61}}, "expired"),
        ({"claims": {"exp": None}}, "expiry"),
        ({"claims": {"exp": "tomorrow"}}, "expiry"),
        ({"claims": {"iat": 4_102_444_800}}, "time"),
        ({"claims": {"sub": ""}}, "subject"),
        ({"claims": {"sub": "x" * 256}}, "subject"),
        ({"claims": {"sub": "x\0"}}, "subject"),
        ({"alg": "none"}, "algorithm"),
        ({"alg": "None"}, "algorithm"),
        ({"alg": "HS256"}, "algorithm"),
        ({"alg": "RS384"}, "signature"),
        ({"alg": "ES256"}, "token"),
    ],
    ids=str,
)
def test_a_token_that_is_not_as_it_was_asked_for_signs_nobody_in(own, provider, lies, wrong):
    provider.lie(**lies)
    client = browser()
    answer, _ = went(client, provider)
    refused(own, client, answer, wrong)


def test_a_state_of_another_browser_signs_nobody_in(own, provider):
    victim, attacker = browser(), browser()
    away = attacker.get("/in/with").headers["Location"]
    back = provider.sign_in(away, ADA).partition("localhost")[2]
    victim.get("/in/with")
    refused(own, victim, victim.get(back), "state")


@pytest.mark.parametrize("state", ["", "another", "💥"])
def test_a_state_that_nobody_gave_signs_nobody_in(own, provider, state):
    client = browser()
    client.get("/in/with")
    refused(own, client, client.get("/in/back", {"code": "x", "state": state}), "state")


def test_an_answer_that_comes_twice_signs_in_once(own, provider):
    client = browser()
    answer, back = went(client, provider)
    assert answer.status_code == 302
    client.post("/out")
    refused(own, client, client.get(back), "state")


def test_a_code_that_was_used_is_worth_nothing_to_who_has_a_state_of_their_own(own, provider):
    from urllib.parse import parse_qs, urlsplit

    _, back = went(browser(), provider)
    code = parse_qs(urlsplit(back).query)["code"][0]
    client = browser()
    state = parse_qs(urlsplit(client.get("/in/with").headers["Location"]).query)["state"][0]
    refused(own, client, client.get("/in/back", {"code": code, "state": state}), "code")


def test_a_code_that_was_not_used_is_worth_nothing_without_what_its_session_remembers(own, provider):
    from urllib.parse import parse_qs, urlsplit

    stolen = provider.sign_in(browser().get("/in/with").headers["Location"], ADA)
    code = parse_qs(urlsplit(stolen).query)["code"][0]
    client = browser()
    state = parse_qs(urlsplit(client.get("/in/with").headers["Location"]).query)["state"][0]
    refused(own, client, client.get("/in/back", {"code": code, "state": state}), "code")


def test_an_answer_after_ten_minutes_signs_nobody_in(own, provider, monkeypatch):
    from datetime import timedelta

    from django.utils import timezone

    client = browser()
    back = provider.sign_in(client.get("/in/with").headers["Location"], ADA).partition("localhost")[2]
    later = timezone.now() + timedelta(minutes=10, seconds=1)
    monkeypatch.setattr(timezone, "now", lambda: later)
    refused(own, client, client.get(back), "state")


def test_an_answer_of_another_issuer_or_of_one_that_does_not_say_who_it_is_signs_nobody_in(own, provider):
    for lies, more in (({}, "&iss=https://another.example"), (STATES_ITSELF, "")):
        provider.lie(**lies)
        client = browser()
        back = provider.sign_in(client.get("/in/with").headers["Location"], ADA).partition("localhost")[2]
        refused(own, client, client.get(back + more), "issuer")


STATES_ITSELF = {"metadata": {"authorization_response_iss_parameter_supported": True}}


def test_who_is_refused_there_is_told_so_in_words_of_ours(own, provider):
    client = browser()
    said = {"error": "access_denied", "error_description": "<script>call 0900</script>"}
    away = client.get("/in/with").headers["Location"]
    said["state"] = away.partition("state=")[2].partition("&")[0]
    answer = client.get("/in/back", said)
    refused(own, client, answer, "not let in there")
    assert "0900" not in words(answer)


def test_a_provider_that_is_changed_on_the_way_signs_nobody_in(own, provider):
    client = browser()
    back = provider.sign_in(client.get("/in/with").headers["Location"], ADA).partition("localhost")[2]
    assert set_up(member("owner"), provider, client="another").status_code == 302
    refused(own, client, client.get(back), "changed")


def test_who_tries_again_and_again_has_to_wait_and_fills_no_log(own, provider):
    client = browser()
    said = [client.get("/in/back", {"state": "x"}).status_code for _ in range(22)]
    assert said == [403] * 20 + [429] * 2
    assert [entry.detail["tries"] for entry in logged(own, "sign-in refused")] == [1, 2, 4, 8, 16]
    assert SECRET not in (own / ".bookload" / "audit.jsonl").read_text()
