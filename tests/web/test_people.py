"""People and rights: who invites whom in which role, and what ends with an account."""

from __future__ import annotations

import pytest

from served import PASSWORD, by_key, found, logged, person, signed_in


def link_in(answer):
    return found(r"<code>http://testserver(/in/[^<]+)</code>", answer.content.decode())


def invited(client, **said):
    return client.post("/settings/people", {"person_id": "", **said})


@pytest.mark.parametrize("role", ["finance", "head", "operations", "csm", "board"])
def test_only_owners_and_admins_come_to_people_and_to_the_audit_log(own, as_role, role):
    client, before = as_role(role), len(logged(own, "refused"))
    for path in ("/settings/people", "/settings/audit"):
        assert client.get(path).status_code == 404, path
    assert invited(client, name="x@example.com", role="owner").status_code == 404
    assert [entry.who for entry in logged(own, "refused")[before:]] == [role]


def test_who_is_invited_chooses_a_password_and_has_the_rights_of_the_role(own, as_role):
    from django.test import Client

    answer = invited(as_role("owner"), name="Ben@Example.com", role="csm", person_id="P2")
    assert answer.status_code == 201
    ben, link = Client(), link_in(answer)
    assert "Welcome, ben@example.com" in ben.get(link).content.decode()
    assert ben.get(link).status_code == 200, "looking at a link does not use it up"
    answer = ben.post(link, {"password": PASSWORD, "again": PASSWORD})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert ben.get("/revenue").status_code == 200
    assert ben.get("/capacity").status_code == 404
    assert (
        Client().post(link, {"password": "another long one", "again": "another long one"}).status_code == 403
    )
    assert logged(own, "person invited")[0].detail == {
        "person": "ben@example.com",
        "role": "csm",
        "book": "P2",
    }


@pytest.mark.parametrize(
    ("password", "again", "words"),
    [
        ("short", "short", "too short"),
        ("password1234", "password1234", "too common"),
        ("long enough, yes", "long enough, no", "not the same"),
    ],
)
def test_a_password_that_is_short_common_or_mistyped_is_not_taken(own, as_role, password, again, words):
    from django.test import Client

    link = link_in(invited(as_role("owner"), name="b", role="board"))
    answer = Client().post(link, {"password": password, "again": again})
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_a_csm_is_chosen_from_those_the_data_names(own, as_role):
    owner = as_role("owner")
    page = owner.get("/settings/people").content.decode()
    assert '<option value="P1">Ada Lind</option>' in page
    assert invited(owner, name="x", role="csm").status_code == 422
    assert invited(owner, name="x", role="csm", person_id="P99").status_code == 400


def test_a_changed_role_holds_with_the_next_request_and_is_written_down(own, as_role):
    owner, head = as_role("owner"), person("head@example.com", "head")
    theirs = signed_in(head)
    assert theirs.get("/capacity").status_code == 200
    assert (
        owner.post(f"/settings/people/{head.pk}/role", {"role": "csm", "person_id": "P1"}).status_code == 302
    )
    assert theirs.get("/capacity").status_code == 404
    assert logged(own, "role changed")[0].detail == {
        "person": "head@example.com",
        "before": {"role": "head"},
        "after": {"role": "csm", "book": "P1"},
    }


def test_nobody_changes_their_own_role_or_ends_their_own_account(own, as_role):
    from bookload.web.people.models import Person

    owner = as_role("owner")
    person("another", "owner")
    me = Person.objects.get(name="owner")
    for path, said in (("role", {"role": "admin"}), ("end", {})):
        answer = owner.post(f"/settings/people/{me.pk}/{path}", said)
        assert answer.status_code == 422
        assert "nobody changes their own role" in answer.content.decode()
    me.refresh_from_db()
    assert (me.role, me.is_active) == ("owner", True)


def test_the_last_owner_stays_though_two_owners_end_each_other_at_once(own):
    from django.utils import timezone

    from bookload.base.errors import BookloadError
    from bookload.web.people import changes
    from bookload.web.people.models import Person

    one, two = person("one", "owner"), person("two", "owner")
    changes.end(one, two, timezone.now())
    with pytest.raises(BookloadError):  # `two` was read before, and is no owner any more
        changes.end(two, one, timezone.now())
    assert Person.objects.filter(role="owner", is_active=True).count() == 1


def test_an_admin_gives_and_takes_no_role_that_sees_pay(own, as_role):
    admin = as_role("admin")
    owner, finance = person("boss", "owner"), person("fin", "finance")
    board = person("board@example.com", "operations")
    for role in ("owner", "finance", "head", "board"):
        assert invited(admin, name=f"new-{role}", role=role).status_code == 404
        assert admin.post(f"/settings/people/{board.pk}/role", {"role": role}).status_code == 404
    for whose in (owner, finance):
        for act in ("link", "end", "sessions", "factor"):
            assert admin.post(f"/settings/people/{whose.pk}/{act}").status_code == 404, (whose, act)
    assert invited(admin, name="ops", role="operations").status_code == 201
    assert "boss" in admin.get("/settings/people").content.decode()


def test_an_ended_account_is_out_at_once_and_its_links_are_dead(own, as_role):
    from django.test import Client

    owner, somebody = as_role("owner"), person("b@example.com", "board")
    theirs = signed_in(somebody)
    link = link_in(owner.post(f"/settings/people/{somebody.pk}/link"))
    assert theirs.get("/revenue").status_code == 200
    owner.post(f"/settings/people/{somebody.pk}/end")
    assert theirs.get("/revenue").status_code == 302
    assert Client().get(link).status_code == 403
    assert Client().post("/in", {"name": "b@example.com", "password": PASSWORD}).status_code == 403
    owner.post(f"/settings/people/{somebody.pk}/begin")
    assert theirs.get("/revenue").status_code == 302, "a session of before does not come back"
    assert Client().post("/in", {"name": "b@example.com", "password": PASSWORD}).status_code == 302


def test_signing_out_everywhere_leaves_the_session_it_was_asked_in(own):
    somebody = person("b@example.com", "board")
    here, elsewhere = signed_in(somebody), signed_in(somebody)
    assert here.post("/settings/sessions").status_code == 302
    assert here.get("/settings").status_code == 200
    assert elsewhere.get("/settings").status_code == 302


def test_a_new_password_needs_the_old_one_and_ends_other_sessions(own):
    somebody = person("b@example.com", "board")
    here, elsewhere = signed_in(somebody), signed_in(somebody)
    new = {"password": "a new and longer one", "again": "a new and longer one"}
    assert here.post("/settings/password", {"old": "wrong", **new}).status_code == 422
    assert here.post("/settings/password", {"old": PASSWORD, **new}).status_code == 302
    assert here.get("/settings").status_code == 200
    assert elsewhere.get("/settings").status_code == 302
    somebody.refresh_from_db()
    assert somebody.check_password(new["password"])


def test_a_name_is_changed_to_one_that_nobody_has(own):
    person("taken", "board")
    client = signed_in(person("b@example.com", "board"))
    assert client.post("/settings/name", {"name": "TAKEN"}).status_code == 422
    assert client.post("/settings/name", {"name": "New@Example.com"}).status_code == 302
    assert "new@example.com" in client.get("/settings").content.decode()
    assert logged(own, "renamed")[0].detail == {"before": "b@example.com", "after": "new@example.com"}


def test_a_key_is_shown_once_listed_and_revoked_and_written_down(own, as_role):
    owner = as_role("owner")
    page = owner.post("/settings/keys", {"name": "sheets", "role": "board"}).content.decode()
    token = found(r"<code>(bl_[^<]+)</code>", page)
    program = by_key(token)
    assert program.get("/api/v1/movements").status_code == 200
    page = owner.get("/settings").content.decode()
    assert token not in page
    assert token[:11] in page
    revoke = found(r"(/settings/keys/\d+/revoke)", page)
    assert as_role("board").post(revoke).status_code == 404, "keys of others are nowhere"
    assert owner.post(revoke).status_code == 302
    assert program.get("/api/v1/movements").status_code == 401
    assert [entry.what for entry in logged(own) if entry.what.startswith("key")] == [
        "key made",
        "key revoked",
    ]
    assert token not in (own / ".bookload" / "audit.jsonl").read_text()


def test_the_audit_page_says_who_did_what_and_that_nobody_edited_it(own, as_role):
    owner = as_role("owner")
    invited(owner, name="ops@example.com", role="operations")
    page = owner.get("/settings/audit").content.decode()
    assert "person invited" in page
    assert "ops@example.com" in page
    assert "unedited" in page
    assert "ops@example.com" not in owner.get("/settings/audit", {"what": "import"}).content.decode()
