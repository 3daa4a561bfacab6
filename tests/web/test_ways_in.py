"""Ways in: a link works once, a name and a password go together, and nothing tells which was wrong."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

NOW = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def somebody(served):
    from bookload.web.people.models import Person

    person = Person.objects.invite("Ada@Example.com", "head")
    person.set_password("correct horse battery")
    person.save()
    return person


def test_a_link_signs_in_once(served):
    from django.test import Client
    from django.utils import timezone

    from bookload.web.people.ways_in import made, owner

    token = made(owner(), timezone.now())
    first, second = Client().get(f"/in/{token}"), Client().get(f"/in/{token}")
    assert (first.status_code, second.status_code) == (302, 403)
    assert "used before" in second.content.decode()


def test_a_link_holds_for_a_day_and_its_token_is_kept_nowhere(served):
    from bookload.web.people.models import WayIn
    from bookload.web.people.ways_in import made, owner, used

    token = made(owner(), NOW)
    assert not WayIn.objects.filter(hash__contains=token).exists()
    assert used(token, NOW + timedelta(days=1)) is None
    assert used(token, NOW + timedelta(hours=23)) == owner()


def test_name_and_password_sign_in_whatever_the_capitals_of_the_name(somebody):
    from django.test import Client

    client = Client()
    asked = {"name": "ADA@example.com", "password": "correct horse battery", "next": "/revenue"}
    answer = client.post("/in", asked)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/revenue")
    assert client.get("/revenue").status_code == 200


@pytest.mark.parametrize("name", ["ada@example.com", "nobody@example.com"])
def test_who_fails_is_not_told_who_exists(somebody, name):
    from django.test import Client

    answer = Client().post("/in", {"name": name, "password": "wrong"})
    assert answer.status_code == 403
    assert "do not go together" in answer.content.decode()


def test_nobody_is_sent_elsewhere_after_signing_in(somebody):
    from django.test import Client

    asked = {"name": "ada@example.com", "password": "correct horse battery"}
    for wanted in ("https://evil.example/", "//evil.example/", "javascript:alert(1)"):
        assert Client().post("/in", {**asked, "next": wanted}).headers["Location"] == "/"


def test_passwords_are_kept_as_argon2(somebody):
    assert somebody.password.startswith("argon2$argon2id$")


def test_a_session_is_new_after_signing_in_and_gone_after_going_out(somebody):
    from django.test import Client

    client = Client()
    client.get("/in")
    before = client.session.session_key
    client.post("/in", {"name": "ada@example.com", "password": "correct horse battery"})
    assert client.session.session_key not in (None, before)
    client.post("/out")
    assert client.get("/revenue").status_code == 302


def test_a_form_without_its_token_is_refused(somebody):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    assert client.post("/in", {"name": "ada@example.com", "password": "x"}).status_code == 403


def test_somebody_of_a_limited_role_is_somebody_of_the_data(served):
    from bookload.base.errors import AccessDeniedError
    from bookload.web.people.models import Person

    with pytest.raises(AccessDeniedError, match="one person's book"):
        Person.objects.invite("x", "csm")


def code_of(person, now=None):
    from django.utils import timezone

    from bookload.web.people import codes
    from bookload.web.people.models import Factor

    step = int((now or timezone.now()).timestamp()) // codes.STEP
    return codes.code_at(Factor.objects.get(person=person).secret, step)


@pytest.fixture
def careful(somebody):
    """Somebody with a second factor, and their recovery codes."""
    from bookload.web.people import codes

    begun = NOW - timedelta(days=1)
    codes.begun(somebody)
    somebody.spare = codes.confirmed(somebody, code_of(somebody, begun), begun)
    assert len(set(somebody.spare)) == 10
    return somebody


def by_password(client):
    return client.post(
        "/in", {"name": "ada@example.com", "password": "correct horse battery", "next": "/revenue"}
    )


@pytest.mark.parametrize(
    ("at", "code"), [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")]
)
@pytest.mark.usefixtures("_django")
def test_codes_are_those_of_the_published_examples(at, code):
    # RFC 6238, appendix B: the last six of its eight digits.
    from base64 import b32encode

    from bookload.web.people.codes import code_at

    assert code_at(b32encode(b"12345678901234567890").decode(), at // 30) == code


def test_a_password_alone_opens_nothing_where_there_is_a_second_factor(careful):
    from django.test import Client

    client = Client()
    assert by_password(client).headers["Location"] == "/in/code"
    assert client.get("/revenue").status_code == 302
    assert client.post("/in/code", {"code": "000000"}).status_code == 403
    assert client.get("/revenue").status_code == 302
    answer = client.post("/in/code", {"code": code_of(careful)})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/revenue")
    assert client.get("/revenue").status_code == 200


def test_a_code_without_a_password_opens_nothing(careful):
    from django.test import Client

    assert Client().post("/in/code", {"code": code_of(careful)}).status_code == 403


def test_a_code_and_a_recovery_code_work_once_each(careful):
    from bookload.web.people import codes

    now = NOW + timedelta(days=1)
    code = code_of(careful, now)
    assert [codes.taken(careful, code, now) for _ in range(2)] == [True, False]
    spare = careful.spare[3].upper()
    assert [codes.taken(careful, spare, now) for _ in range(2)] == [True, False]
    assert codes.spare_left(careful) == 9


@pytest.mark.parametrize(
    ("seconds", "taken"), [(-61, False), (-30, True), (0, True), (30, True), (61, False)]
)
def test_a_clock_may_be_half_a_minute_off(careful, seconds, taken):
    from bookload.web.people import codes

    now = datetime(2026, 1, 2, 12, 0, 0, tzinfo=UTC)
    assert codes.taken(careful, code_of(careful, now + timedelta(seconds=seconds)), now) is taken


def test_a_second_factor_is_added_and_left_with_a_code_of_it(somebody):
    from django.test import Client

    client = Client()
    client.force_login(somebody)
    assert "otpauth://totp/" in client.get("/settings/factor").content.decode()
    assert client.post("/settings/factor", {"code": "12"}).status_code == 422
    page = client.post("/settings/factor", {"code": code_of(somebody)}).content.decode()
    assert page.count("<li><code>") == 10
    assert client.post("/settings/factor/off", {"code": "000000"}).status_code == 422
    from bookload.web.people.models import Factor

    Factor.objects.update(last_step=0)  # half a minute later
    assert client.post("/settings/factor/off", {"code": code_of(somebody)}).status_code == 302
    assert not Factor.objects.exists()


def test_the_servers_own_link_asks_for_no_second_factor_and_one_handed_on_does(careful):
    from django.test import Client
    from django.utils import timezone

    from bookload.web.people.ways_in import invited, made

    assert Client().get(f"/in/{made(careful, timezone.now())}").headers["Location"] == "/"
    link, password = f"/in/{invited(careful, timezone.now())}", "a new and longer one"
    assert Client().post(link, {"password": password, "again": password}).headers["Location"] == "/in/code"


def test_what_stands_before_the_last_address_of_a_proxy_is_not_believed(served, rf, settings_of):
    from bookload.web.people.throttle import address_of

    said = {"HTTP_X_FORWARDED_FOR": "1.1.1.1, 203.0.113.9", "REMOTE_ADDR": "10.0.0.1"}
    settings_of(BEHIND_PROXY=False)
    assert address_of(rf(**said)) == "10.0.0.1"
    settings_of(BEHIND_PROXY=True)
    assert address_of(rf(**said)) == "203.0.113.9"
    assert address_of(rf(HTTP_X_FORWARDED_FOR="2001:db8:1:2::7")) == "2001:db8:1:2::/64"


@pytest.fixture
def rf(_django):
    from django.test import RequestFactory

    return lambda **said: RequestFactory().get("/in", **said)


@pytest.fixture
def settings_of(_django, monkeypatch):
    from django.conf import settings

    def said(**values):
        for name, value in values.items():
            monkeypatch.setattr(settings, name, value)

    return said


def test_the_key_is_drawn_to_be_scanned_dark_on_light_in_the_page_itself(somebody):
    from django.test import Client

    client = Client()
    client.force_login(somebody)
    page = client.get("/settings/factor").content.decode()
    assert "<svg" in page
    assert 'class="scan"' in page
    assert 'fill="#fff"' in page
    assert "<image" not in page


def test_signing_out_everywhere_ends_what_was_begun_and_links_that_were_handed_on(careful):
    from django.test import Client
    from django.utils import timezone

    from bookload.web.people import changes
    from bookload.web.people.ways_in import invited, made

    half = Client()
    assert by_password(half).headers["Location"] == "/in/code"
    links = [f"/in/{make(careful, timezone.now())}" for make in (invited, made)]
    changes.sign_out_everywhere(careful, careful, timezone.now())
    assert half.post("/in/code", {"code": code_of(careful)}).status_code == 403
    assert [Client().get(link).status_code for link in links] == [403, 403]


def test_people_are_a_list_that_says_how_each_comes_in_and_what_may_be_changed(served, as_role):
    from bookload.web.people.models import Person

    Person.objects.invite("boss@example.com", "owner")
    page = as_role("admin").get("/settings/people").content.decode()
    assert '<ul class="cards">' in page
    assert "<table" not in page.partition('id="people"')[2]
    assert "An owner can change this." in page
    assert "no second factor" in page
