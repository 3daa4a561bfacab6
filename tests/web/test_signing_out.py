"""Signing out where one came in by an identity provider: here at once, then there, against a real one."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from identity_provider import CLIENT, SECRET, providing, went
from served import found, member

ADA = "ada@example.com"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("provider")


@pytest.fixture(scope="module")
def running(folder):
    with providing(folder) as found_one:
        yield found_one


@pytest.fixture
def provider(anew, running):
    from bookload.web.people.models import Person

    running.lie()
    said = {"issuer": running.issuer, "client": CLIENT, "secret": SECRET, "name": "Example"}
    assert member("owner").post("/settings/sign-on", said).status_code == 302
    Person.objects.invite(ADA, "head")
    return running


def came(provider):
    from django.test import Client

    client = Client(headers={"host": "localhost"})
    assert went(client, provider)[0].status_code == 302
    return client


def tokens(folder: Path) -> int:
    """How many tokens the provider has given out that still hold."""
    with closing(sqlite3.connect(folder / "provider.sqlite3")) as rows:
        return int(rows.execute("SELECT count(*) FROM allauth_idp_oidc_token").fetchone()[0])


def goes_on(client) -> str:
    """Where the browser goes on to after signing out here."""
    page = client.post("/out").content.decode()
    assert "Signed out here" in page
    return unescape(found(r'http-equiv="refresh" content="0; url=([^"]+)"', page))


def is_out(client) -> bool:
    return str(client.get("/settings").headers.get("Location", "")).startswith("/in?")


def test_who_came_by_a_provider_goes_out_here_there_and_comes_back(provider, folder):
    client = came(provider)
    before = tokens(folder)
    address = goes_on(client)
    assert is_out(client), "here at once, before the provider is asked"
    asked = parse_qs(urlsplit(address).query, strict_parsing=True)
    assert set(asked) == {"client_id", "id_token_hint", "post_logout_redirect_uri", "state"}
    assert asked["post_logout_redirect_uri"] == ["http://localhost/out/back"]
    back = provider.sign_in(address, ADA)
    assert back.startswith("http://localhost/out/back?")
    assert tokens(folder) < before, "the provider took back what it gave"
    told = client.get(back.partition("localhost")[2])
    assert "Example signed you out as well" in told.content.decode()
    again = client.get(back.partition("localhost")[2])
    assert (again.status_code, again.headers["Location"]) == (302, "/in"), "an answer counts once"


def test_nobody_is_told_to_be_signed_out_by_a_word_that_was_not_sent(provider):
    client = came(provider)
    goes_on(client)
    for said in ({"state": "guessed"}, {}):
        assert client.get("/out/back", said).headers["Location"] == "/in"


@pytest.mark.parametrize("end", [None, "javascript:alert(1)", "http://192.0.2.1/out"])
def test_a_provider_that_ends_no_sessions_keeps_nobody_from_going_out_here(provider, end):
    provider.lie(metadata={"end_session_endpoint": end})
    client = came(provider)
    answer = client.post("/out")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/in")
    assert is_out(client)


def test_a_provider_that_is_gone_or_was_done_without_is_not_asked(provider):
    client = came(provider)
    member("owner").post("/settings/sign-on/end")
    answer = client.post("/out")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/in")


def test_who_came_by_another_way_goes_out_here_alone(provider):
    client = member("owner")
    assert client.post("/out").headers["Location"] == "/in"


def test_the_token_that_is_kept_for_it_is_sealed_and_gone_with_the_session(provider):
    from django.contrib.sessions.models import Session

    came(provider)
    held = [each.get_decoded() for each in Session.objects.all()]
    kept = [each["brought"] for each in held if "brought" in each]
    assert len(kept) == 1
    assert not kept[0]["token"].startswith("eyJhbGciOiJSUzI1NiIs"), "no token as it was given"
    from bookload.web.sign_on.sealing import opened

    assert len(opened(kept[0]["token"]).split(".")) == 3
