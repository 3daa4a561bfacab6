"""73. Forms need their token, a session is new at login, cookies are this site's alone, all end together."""

from __future__ import annotations

import pytest

from served import PASSWORD, person, signed_in

POSTS = (
    "/in",
    "/out",
    "/settings/name",
    "/settings/password",
    "/settings/sessions",
    "/settings/keys",
    "/settings/people",
    "/settings/documents/policy",
    "/journey/stages/new",
)


@pytest.mark.parametrize("path", POSTS)
def test_a_form_without_its_token_is_refused(own, path):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(person("boss", "owner"))
    assert client.post(path, {"name": "x"}).status_code == 403


def test_cookies_are_for_this_site_and_no_script_and_over_tls_for_tls_alone(own, monkeypatch):
    from django.conf import settings
    from django.test import Client

    person("boss", "owner")
    for secure in (False, True):
        monkeypatch.setattr(settings, "SESSION_COOKIE_SECURE", secure)
        monkeypatch.setattr(settings, "CSRF_COOKIE_SECURE", secure)
        client = Client()
        client.get("/in")
        client.post("/in", {"name": "boss", "password": PASSWORD})
        assert {"sessionid", "csrftoken"} <= set(client.cookies)
        for name in ("sessionid", "csrftoken"):
            cookie = client.cookies[name]
            assert (cookie["httponly"], cookie["samesite"], bool(cookie["secure"])) == (
                True,
                "Lax",
                secure,
            ), name


def test_a_session_that_somebody_set_beforehand_is_not_the_one_after_signing_in(own):
    from django.test import Client

    boss = person("boss", "owner")
    client = Client()
    client.post("/in", {"name": "boss", "password": PASSWORD})
    first = client.session.session_key or ""
    client.post("/in", {"name": "boss", "password": PASSWORD})
    assert client.session.session_key != first
    planted = Client()
    planted.cookies["sessionid"] = first
    assert planted.get("/settings").status_code == 302
    assert signed_in(boss).get("/settings").status_code == 200


def test_sign_out_everywhere_and_a_new_password_end_all_other_sessions(own):
    boss = person("boss", "owner")
    others = [signed_in(boss) for _ in range(3)]
    signed_in(boss).post("/settings/sessions")
    assert [each.get("/settings").status_code for each in others] == [302] * 3
