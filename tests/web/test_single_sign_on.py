"""Single sign-on, against a real identity provider: whom it lets in, and that it tells no secret."""

from __future__ import annotations

import sqlite3

import pytest

from identity_provider import CLIENT, SECRET, providing, went
from served import PASSWORD, logged, member, person, signed_in

ADA = "ada@example.com"


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    with providing(tmp_path_factory.mktemp("provider")) as found:
        yield found


@pytest.fixture
def provider(running):
    running.lie()
    return running


def browser(**how):
    from django.test import Client

    return Client(headers={"host": "localhost"}, **how)


def set_up(by, provider, **said):
    asked = {"issuer": provider.issuer, "client": CLIENT, "secret": SECRET, "name": "Example", **said}
    return by.post("/settings/sign-on", asked)


@pytest.fixture
def own(anew):
    return anew


@pytest.fixture
def owner(own):
    return member("owner")


def invited(name, role):
    from bookload.web.people.models import Person

    return Person.objects.invite(name, role)


@pytest.fixture
def ready(owner, provider):
    assert set_up(owner, provider).status_code == 302
    return provider


def words(answer):
    return answer.content.decode()


def test_who_was_invited_comes_in_by_a_verified_address_and_then_by_subject(own, ready):
    ada = invited(ADA, "head")
    client = browser()
    assert "Sign in with Example" in words(client.get("/in?next=/settings"))
    answer, _ = went(client, ready)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/settings")
    assert ADA in words(client.get("/settings"))
    ada.name = "ada.renamed@example.com"
    ada.save()
    again = browser()
    assert went(again, ready)[0].status_code == 302
    assert "ada.renamed" in words(again.get("/settings"))
    said = [(entry.who, entry.what) for entry in logged(own) if "sign" in entry.what][-3:]
    assert said == [
        (ADA, "single sign-on linked"),
        (ADA, "sign-in"),
        ("ada.renamed@example.com", "sign-in"),
    ]


def test_what_is_asked_for_is_a_code_with_pkce_a_state_and_a_nonce_each_time_others(ready):
    from urllib.parse import parse_qs, urlsplit

    asked = [
        parse_qs(urlsplit(browser().get("/in/with").headers["Location"]).query, strict_parsing=True)
        for _ in range(2)
    ]
    assert asked[0]["response_type"] == ["code"]
    assert asked[0]["code_challenge_method"] == ["S256"]
    assert asked[0]["redirect_uri"] == ["http://localhost/in/back"]
    assert all(asked[0][name] != asked[1][name] for name in ("state", "nonce", "code_challenge"))


def test_nobody_who_was_not_invited_comes_in_nor_is_made_an_account(own, ready):
    from bookload.web.people.models import Person

    answer, _ = went(browser(), ready, "bo@example.com")
    assert (answer.status_code, "Ask an admin to invite you" in words(answer)) == (403, True)
    assert not Person.objects.filter(name="bo@example.com").exists()
    assert logged(own, "sign-in refused")[-1].detail["wrong"] == "not invited"


def test_an_address_that_the_provider_did_not_verify_is_nobodys(ready):
    invited("cy@example.com", "board")
    answer, _ = went(browser(), ready, "cy@example.com")
    assert (answer.status_code, "Verify it there" in words(answer)) == (403, True)
    for mail, verified in (
        (ADA, "true"),
        (["x"], True),
        ("x\0@y", True),
        ("x" * 300 + "@y", True),
    ):
        ready.lie(claims={"email": mail, "email_verified": verified})
        answer, _ = went(browser(), ready)
        assert (answer.status_code, "Verify it there" in words(answer)) == (403, True), mail


def test_nobody_is_sent_elsewhere_after_signing_in(ready):
    invited(ADA, "head")
    client = browser()
    away = client.get("/in/with", {"next": "https://evil.example/"}).headers["Location"]
    back = ready.sign_in(away, ADA).partition("localhost")[2]
    assert client.get(back).headers["Location"] == "/"


def test_mail_that_the_token_leaves_out_is_asked_for_and_has_to_be_of_the_same_subject(ready):
    invited(ADA, "head")
    ready.lie(claims={"email": None, "email_verified": None})
    assert went(browser(), ready)[0].status_code == 302
    ready.lie(claims={"email": None, "sub": "another"})
    answer, _ = went(browser(), ready)
    assert (answer.status_code, "(subject)" in words(answer)) == (403, True)


def test_an_address_that_became_another_persons_there_is_not_that_persons_here(ready, owner):
    ada = invited(ADA, "head")
    assert went(browser(), ready)[0].status_code == 302
    ready.lie(claims={"sub": "who-has-the-address-now"})
    answer, _ = went(browser(), ready)
    assert (answer.status_code, "another account" in words(answer)) == (403, True)
    assert owner.post(f"/settings/people/{ada.pk}/sign-on").status_code == 302
    assert went(browser(), ready)[0].status_code == 302


def test_an_ended_account_is_ended_for_single_sign_on_too(ready, owner):
    ada = invited(ADA, "head")
    assert went(browser(), ready)[0].status_code == 302
    owner.post(f"/settings/people/{ada.pk}/end")
    answer, _ = went(browser(), ready)
    assert (answer.status_code, "has ended" in words(answer)) == (403, True)


def test_who_has_a_second_factor_here_is_asked_for_it_after_it(ready):
    from django.utils import timezone

    from bookload.web.people import codes
    from bookload.web.people.models import Factor

    codes.begun(invited(ADA, "head"))
    Factor.objects.update(confirmed_at=timezone.now())
    client = browser()
    assert went(client, ready)[0].headers["Location"] == "/in/code"
    assert client.get("/settings").status_code == 302


def test_what_an_admin_set_up_opens_no_account_that_an_admin_gives_nobody(own, provider, owner):
    admin = member("admin")
    assert set_up(admin, provider).status_code == 302
    ada, bo = invited(ADA, "finance"), invited("bo@example.com", "operations")
    answer, _ = went(browser(), provider)
    assert (answer.status_code, "ask an owner" in words(answer)) == (403, True)
    assert went(browser(), provider, bo.name)[0].status_code == 302
    assert "everybody invited but owner, finance, head, board" in words(admin.get("/settings/sign-on"))
    assert set_up(owner, provider, secret="").status_code == 302
    client = browser()
    assert went(client, provider)[0].status_code == 302
    assert set_up(admin, provider, secret="").status_code == 302
    assert went(browser(), provider)[0].status_code == 403
    assert ada.identities.count() == 1


def test_everybody_of_a_domain_comes_in_where_an_admin_said_so_in_a_role_without_pay(own, owner, provider):
    from bookload.web.people.models import Person

    for role in ("owner", "admin", "finance", "head", "board"):
        answer = set_up(owner, provider, domain="corp.example", role=role)
        assert (answer.status_code, "Nothing was saved" in words(answer)) == (422, True), role
    assert set_up(owner, provider, domain="Corp.Example", role="operations").status_code == 302
    client = browser()
    assert went(client, provider, "new@corp.example")[0].status_code == 302
    assert Person.objects.get(name="new@corp.example").role == "operations"
    assert went(browser(), provider, "x@evil.example")[0].status_code == 403
    assert logged(own, "person let in by domain")[0].detail == {
        "person": "new@corp.example",
        "role": "operations",
    }


def test_a_csm_of_a_domain_is_who_the_data_names_by_that_address(owner, provider, monkeypatch):
    from bookload.web.people.models import Person
    from bookload.web.sign_on import arrivals

    assert set_up(owner, provider, domain="corp.example", role="csm").status_code == 302
    assert went(browser(), provider, "new@corp.example")[0].status_code == 403
    assert arrivals.book_of("nobody@corp.example") is None
    monkeypatch.setattr(arrivals, "book_of", {"ada@corp.example": "P1"}.get)
    assert went(browser(), provider, "ada@corp.example")[0].status_code == 302
    assert Person.objects.get(name="ada@corp.example").person_id == "P1"


def test_the_secret_is_shown_never_again_and_stands_nowhere_in_the_clear(own, owner, ready, caplog):
    from django.conf import settings

    invited(ADA, "head")
    went(browser(), ready)
    ready.lie(claims={"aud": "another"})
    went(browser(), ready)
    pages = [words(owner.get(path)) for path in ("/settings/sign-on", "/settings/audit")]
    pages.append(words(set_up(owner, ready, issuer="http://127.0.0.1:9")))
    assert not [page for page in pages if SECRET in page]
    assert SECRET not in (own / ".bookload" / "audit.jsonl").read_text()
    assert SECRET not in caplog.text
    with sqlite3.connect(str(settings.DATABASES["default"]["NAME"])) as rows:
        assert SECRET not in "\n".join(rows.iterdump())
    assert logged(own, "single sign-on set up")[0].detail["secret"] == "given"  # noqa: S105 - a word


def test_a_kept_secret_is_told_to_no_other_provider(owner, ready):
    from bookload.web.sign_on.models import Provider as Kept

    assert set_up(owner, ready, secret="", name="Another word").status_code == 302
    assert Kept.objects.get().sealed
    assert set_up(owner, ready, secret="", client="another-client").status_code == 302
    assert not Kept.objects.get().sealed


def test_a_secret_that_was_sealed_by_another_workspaces_says_what_to_do(own, ready, monkeypatch):
    from django.conf import settings

    invited(ADA, "head")
    monkeypatch.setattr(settings, "SECRET_KEY", "another" * 10)
    client = browser()
    answer, _ = went(client, ready)
    assert (answer.status_code, "cannot be used now" in words(answer)) == (502, True)
    assert "enter it again" in str(logged(own, "sign-in refused")[-1].detail["wrong"])


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"issuer": "http://127.0.0.1:9"}, "did not answer"),
        ({"issuer": "http://example.com"}, "https"),
        ({"issuer": "file:///etc/passwd"}, "https"),
        ({"issuer": "https://169.254.169.254"}, "where machines ask"),
        ({"issuer": "https://me:too@localhost"}, "no user name"),
        ({"issuer": "{issuer}/elsewhere"}, "no document"),
        ({"issuer": "{issuer}/"}, "not of"),
        ({"client": ""}, "give the issuer"),
        ({"domain": "corp.example"}, "neither"),
        ({"domain": "not a domain", "role": "operations"}, "is no domain"),
        ({"client": "x\0"}, "characters"),
    ],
    ids=lambda each: "-".join(each.values()) if isinstance(each, dict) else each,
)
def test_nothing_is_saved_that_is_not_right_or_does_not_answer_as_it_has_to(owner, provider, said, why):
    from bookload.web.sign_on.setting_up import provider_here

    answer = set_up(
        owner, provider, **{name: text.format(issuer=provider.issuer) for name, text in said.items()}
    )
    assert (answer.status_code, "Nothing was saved" in words(answer)) == (422, True)
    assert why in words(answer)
    assert provider_here() is None


@pytest.mark.parametrize(
    ("lies", "why"),
    [
        ({"metadata": {"issuer": "https://another.example"}}, "not of"),
        ({"metadata": {"token_endpoint": None}}, "names no token_endpoint"),
        ({"metadata": {"token_endpoint": "http://localhost:9/token"}}, "not to be asked"),
        ({"metadata": {"jwks_uri": "https://10.0.0.8/keys"}}, "not on the public internet"),
        ({"metadata": {"jwks_uri": "file:///etc/passwd"}}, "not to be asked"),
        ({"metadata": {"response_types_supported": ["token"]}}, "no authorization codes"),
        ({"metadata": {"code_challenge_methods_supported": ["plain"]}}, "no PKCE"),
        ({"document": "[]"}, "no document"),
        ({"document": "<html>"}, "no document"),
        ({"document": "x" * 600_000}, "more than"),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_a_provider_whose_own_words_lead_elsewhere_is_not_taken(owner, provider, lies, why):
    provider.lie(**lies)
    answer = set_up(owner, provider)
    assert (answer.status_code, why in words(answer)) == (422, True), words(answer)


@pytest.mark.parametrize("role", ["finance", "head", "operations", "csm", "board"])
def test_only_owners_and_admins_come_to_it(own, role):
    client = member(role)
    assert client.get("/settings/sign-on").status_code == 404
    assert client.post("/settings/sign-on", {}).status_code == 404
    assert client.post("/settings/sign-on/end").status_code == 404


def test_without_a_provider_there_is_no_such_way(own, owner):
    assert "Sign in with" not in words(browser().get("/in"))
    assert browser().get("/in/with").status_code == 404
    assert browser().get("/in/back").status_code == 404
    assert "There is none" in words(owner.get("/settings/sign-on"))


def test_it_is_done_without_and_passwords_stay(own, owner, ready):
    ada = person(ADA, "head")
    assert owner.post("/settings/sign-on/end").status_code == 302
    assert browser().get("/in/with").status_code == 404
    assert browser().post("/in", {"name": ada.name, "password": PASSWORD}).status_code == 302
    assert logged(own, "single sign-on ended")


def test_a_provider_that_is_gone_says_so_and_other_ways_stay(own, ready):
    from bookload.web.sign_on.models import Provider as Kept

    Kept.objects.update(issuer="http://127.0.0.1:9")
    answer = browser().get("/in/with")
    assert (answer.status_code, "sign in another way" in words(answer)) == (502, True)
    assert 'name="password"' in words(answer)


def test_an_admin_forgets_the_link_of_nobody_who_sees_pay(own, ready):
    ada = invited(ADA, "finance")
    assert went(browser(), ready)[0].status_code == 302
    assert member("admin").post(f"/settings/people/{ada.pk}/sign-on").status_code == 404
    assert ada.identities.exists()
    assert signed_in(ada).get(f"/settings/people/{ada.pk}/sign-on").status_code == 404
