"""Passkeys: added, named and taken away by their owner, and a way in that no page can talk anybody out of."""

from __future__ import annotations

import json
import secrets
from datetime import UTC, datetime, timedelta

import pytest

from authenticator import FLAG, Device, new_key
from served import PASSWORD, logged, member

NAME = "ada@example.com"
SPOILT: tuple[object, ...] = ("", "💥", 7, "o" * 4_000)


def browser(host="localhost", **how):
    from django.test import Client

    return Client(headers={"host": host}, **how)


def by_password(client):
    return client.post("/in", {"name": NAME, "password": PASSWORD, "next": "/settings"})


def add(client, device, name="Laptop"):
    asked = client.post("/settings/passkeys/asked")
    assert asked.status_code == 200, asked.content
    return client.post("/settings/passkeys", {"name": name, "answer": device.made(asked.json()["publicKey"])})


def ask(client):
    return client.post("/in/passkey/asked").json()["publicKey"]


def come(client, device, **lies):
    return client.post("/in/passkey", {"answer": device.signed(ask(client), **lies), "next": "/settings"})


def words(answer):
    return answer.content.decode()


@pytest.fixture
def own(anew):
    return anew


@pytest.fixture
def ada(own):
    from bookload.web.people.models import Person

    return Person.objects.invite(NAME, "head")


@pytest.fixture
def here(ada):
    return came(ada)


def other(name, role):
    from bookload.web.people.models import Person

    return Person.objects.invite(name, role)


def came(somebody, client=None):
    from django.utils import timezone

    from bookload.web.people.sessions import CAME

    client = client or browser()
    client.force_login(somebody)
    session = client.session
    session[CAME] = timezone.now().isoformat()
    session.save()
    return client


def with_password(ada):
    ada.set_password(PASSWORD)
    ada.save()


@pytest.fixture
def device(here):
    made = Device()
    assert add(here, made).status_code == 200
    return made


def test_a_passkey_alone_signs_in_and_says_whose_it_is(own, device):
    client = browser()
    asked = ask(client)
    assert (asked["userVerification"], asked["rpId"]) == ("required", "localhost")
    assert "allowCredentials" not in asked, "nobody is told whose passkeys there are"
    answer = come(client, device)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/settings")
    assert NAME in words(client.get("/settings"))
    assert [entry.detail["by"] for entry in logged(own, "sign-in")] == ["passkey"]
    assert device.credential not in (own / ".bookload" / "audit.jsonl").read_bytes()


def test_it_is_asked_for_as_one_that_the_device_keeps_and_opens_for_its_owner_alone(here):
    asked = here.post("/settings/passkeys/asked").json()["publicKey"]
    chosen = asked["authenticatorSelection"]
    assert (chosen["residentKey"], chosen["userVerification"]) == ("required", "required")
    assert asked["rp"]["id"] == "localhost"
    assert NAME not in asked["user"]["id"]


def test_with_the_first_come_recovery_codes_and_after_a_password_it_is_asked_for(own, ada):
    with_password(ada)
    here, device = came(ada), Device()
    spare = words(add(here, device)).split("<li><code>")[1:]
    assert len(spare) == 10
    client = browser()
    assert by_password(client).headers["Location"] == "/in/code"
    page = words(client.get("/in/code"))
    assert "/in/passkey/asked" in page
    assert client.get("/settings").status_code == 302
    assert [each["id"] for each in ask(client)["allowCredentials"]] == [device.named]
    answer = come(client, device)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/settings")
    assert logged(own, "sign-in")[-1].detail == {"by": "password and passkey"}
    elsewhere = browser()
    by_password(elsewhere)
    assert elsewhere.post("/in/code", {"code": spare[0].partition("<")[0]}).status_code == 302


def test_after_a_password_no_passkey_of_somebody_else_will_do(own, device, ada):
    with_password(ada)
    theirs = Device()
    add(came(other("bo@example.com", "board")), theirs)
    client = browser()
    assert by_password(client).headers["Location"] == "/in/code"
    answer = come(client, theirs)
    assert (answer.status_code, "none that is known" in words(answer)) == (403, True)
    assert client.get("/settings").status_code == 302


def test_a_question_is_answered_once_in_its_own_session_and_in_time(device, monkeypatch):
    from django.utils import timezone

    client, another = browser(), browser()
    asked = ask(client)
    ask(another)
    stolen = {"answer": device.signed(asked)}
    assert another.post("/in/passkey", stolen).status_code == 403
    assert client.post("/in/passkey", stolen).status_code == 302
    client.post("/out")
    assert "answered before" in words(client.post("/in/passkey", stolen))
    asked, later = ask(client), timezone.now() + timedelta(minutes=5, seconds=1)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert "too long ago" in words(client.post("/in/passkey", {"answer": device.signed(asked)}))


def test_of_many_answers_at_once_to_one_question_one_is_looked_at(own):
    from django.contrib.sessions.backends.db import SessionStore
    from django.test import RequestFactory

    from bookload.web.people import challenges

    now = datetime(2026, 1, 1, tzinfo=UTC)
    request = RequestFactory().get("/")
    request.session = SessionStore()
    challenges.asked(request, "x", {"challenge": "c"}, now + timedelta(minutes=1), now)
    kept = dict(request.session.items())
    found = []
    for _ in range(3):
        request.session.update(kept)
        found.append(challenges.answered(request, "x", now) is not None)
    assert found == [True, False, False]


@pytest.mark.parametrize(
    ("lie", "why"),
    [
        ({"origin": "https://localhost.evil.example"}, "invalid origin"),
        ({"origin": "https://localhost"}, "invalid origin"),
        ({"host": "evil.example"}, "wrong rp id"),
        ({"flags": FLAG.UP}, "user verified flag not set"),
        ({"flags": FLAG.UV}, "user present flag not set"),
        ({"crossed": True}, "another site"),
        ({"key": new_key()}, "invalid signature"),
        ({"handle": "bm9ib2R5"}, "another owner"),
        ({"handle": ""}, "another owner"),
        ({"credential": secrets.token_bytes(32)}, "none that is known"),
    ],
    ids=lambda each: "-".join(each) if isinstance(each, dict) else each,
)
def test_what_is_not_as_it_was_asked_for_signs_nobody_in(own, device, lie, why):
    client = browser()
    answer = come(client, device, **lie)
    assert answer.status_code == 403
    assert why in words(answer)
    assert client.get("/settings").status_code == 302
    assert logged(own, "sign-in refused")[-1].detail["wrong"] == "passkey"


def test_a_count_that_falls_back_or_stays_is_refused_and_written_down_each_time(own, device):
    assert come(browser(), device).status_code == 302
    last = device.count
    for _ in range(2):
        answer = come(browser(), device, count=last - 1)
        assert (answer.status_code, "there is a copy" in words(answer)) == (403, True)
    found = logged(own, "sign-in refused")
    assert [(each.who, each.detail["passkey"]) for each in found] == [(NAME, "Laptop")] * 2
    assert come(browser(), device).status_code == 302, "the device itself counts on"


def test_a_device_that_does_not_count_signs_in_again_and_again(here):
    device = Device(counts=False)
    add(here, device)
    assert [come(browser(), device).status_code for _ in range(2)] == [302, 302]


def test_what_is_no_answer_is_refused_and_nothing_breaks(here):
    client = browser()
    for answer in ("", "[]", "{}", '{"response": 1}', '{"response": {}}', "[" * 19_000, "x" * 30_000):
        ask(client)
        assert client.post("/in/passkey", {"answer": answer}).status_code == 403, answer[:20]
        here.post("/settings/passkeys/asked")
        added = here.post("/settings/passkeys", {"name": "x", "answer": answer})
        assert added.status_code == 422, answer[:20]


def test_an_answer_with_any_part_spoilt_is_refused_and_nothing_breaks(own, device):
    from bookload.web.people.models import Tries

    for part in ("clientDataJSON", "authenticatorData", "signature", "userHandle"):
        for spoilt in SPOILT:
            Tries.objects.all().delete()
            client = browser()
            whole = json.loads(device.signed(ask(client)))
            whole["response"][part] = spoilt
            answer = client.post("/in/passkey", {"answer": json.dumps(whole)})
            assert answer.status_code == 403, (part, spoilt)


def test_who_signed_in_a_while_ago_has_to_again_before_a_change(own, here, device, monkeypatch):
    from django.utils import timezone

    path = f"/settings/passkeys/{pk_of(device)}"
    later = timezone.now() + timedelta(minutes=16)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert here.post("/settings/passkeys/asked").status_code == 403
    assert here.post(f"{path}/remove").status_code == 403
    assert "sign in again" in words(here.get("/settings"))
    monkeypatch.undo()
    assert "Add a passkey" in words(here.get("/settings"))


def pk_of(device):
    from bookload.web.people.models import Passkey

    return Passkey.objects.get(credential=device.named).pk


def test_one_is_renamed_and_removed_by_its_owner_alone_and_its_codes_go_with_the_last(own, here, device, ada):
    from bookload.web.people.models import RecoveryCode

    path = f"/settings/passkeys/{pk_of(device)}"
    bo = came(other("bo@example.com", "owner"))
    assert [bo.post(f"{path}/{act}", {"name": "x"}).status_code for act in ("name", "remove")] == [404, 404]
    assert here.post(f"{path}/name", {"name": "Old laptop"}).status_code == 302
    assert here.post(f"{path}/name", {"name": " "}).status_code == 422
    assert "Old laptop" in words(here.get("/settings"))
    assert here.post(f"{path}/remove").status_code == 302
    assert come(browser(), device).status_code == 403
    assert not RecoveryCode.objects.exists()
    with_password(ada)
    assert by_password(browser()).headers["Location"] == "/settings"
    said = [entry.what for entry in logged(own) if entry.what.startswith("passkey")]
    assert said == ["passkey added", "passkey renamed", "passkey removed"]


def test_recovery_codes_outlast_the_device_of_codes_where_there_is_a_passkey(here, device, ada):
    from bookload.web.people import codes

    codes.removed(ada)
    assert codes.spare_left(ada) == 10
    assert words(here.post("/settings/factor/codes")).count("<li><code>") == 10


def test_the_same_device_is_not_added_twice_and_is_asked_not_to(here, device):
    asked = here.post("/settings/passkeys/asked").json()["publicKey"]
    assert [each["id"] for each in asked["excludeCredentials"]] == [device.named]
    assert asked["user"]["id"] == device.handle, "one person has one handle"
    answer = here.post("/settings/passkeys", {"name": "Again", "answer": device.made(asked)})
    assert (answer.status_code, "somebody&#x27;s already" in words(answer)) == (422, True)


def test_a_question_to_sign_in_is_none_to_add_by_and_the_other_way_round(own, here):
    device, to_add = Device(), here.post("/settings/passkeys/asked").json()["publicKey"]
    assert here.post("/in/passkey", {"answer": device.signed(to_add)}).status_code == 403
    to_sign_in = {**to_add, **ask(here)}
    answer = here.post("/settings/passkeys", {"name": "x", "answer": device.made(to_sign_in)})
    assert (answer.status_code, "wrong challenge" in words(answer)) == (422, True)


def test_an_ended_account_and_one_whose_passkeys_were_taken_away_come_in_by_none(own, device, ada):
    owner = member("owner")
    owner.post(f"/settings/people/{ada.pk}/end")
    assert come(browser(), device).status_code == 403
    owner.post(f"/settings/people/{ada.pk}/begin")
    assert come(browser(), device).status_code == 302
    owner.post(f"/settings/people/{ada.pk}/factor")
    assert come(browser(), device).status_code == 403
    assert not ada.passkeys.exists()


def test_a_number_in_place_of_a_name_has_no_passkeys_and_says_what_to_do(ada):
    client = came(ada, browser("127.0.0.1"))
    assert client.post("/settings/passkeys/asked").status_code == 403
    assert client.post("/in/passkey/asked").status_code == 403
    assert "or for localhost" in words(client.get("/settings"))
    assert "Use a passkey" not in words(browser("127.0.0.1").get("/in"))


def test_a_passkey_of_one_host_is_none_of_another(device, monkeypatch):
    from django.conf import settings

    monkeypatch.setattr(settings, "ALLOWED_HOSTS", ["localhost", "bookload.example.com"])
    client = browser("bookload.example.com")
    options = client.post("/in/passkey/asked", secure=True).json()["publicKey"]
    lie = {"host": "bookload.example.com", "origin": "https://bookload.example.com"}
    answer = client.post("/in/passkey", {"answer": device.signed(options, **lie)}, secure=True)
    assert (answer.status_code, "none that is known" in words(answer)) == (403, True)


def test_forms_of_passkeys_need_their_token(ada):
    client = browser(enforce_csrf_checks=True)
    client.force_login(ada)
    for path in ("/in/passkey/asked", "/in/passkey", "/settings/passkeys/asked", "/settings/passkeys"):
        assert client.post(path).status_code == 403, path


def test_guessing_with_passkeys_ends_in_waiting(own):
    client = browser()
    said = [client.post("/in/passkey", {"answer": "{}"}).status_code for _ in range(22)]
    assert said == [403] * 20 + [429] * 2
