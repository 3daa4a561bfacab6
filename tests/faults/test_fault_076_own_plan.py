"""76. Nobody approves their own plan: in no other session, by no key, under no other name or version."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from kept_plans import done, kept, mark_in
from served import by_key, copied, logged, person, signed_in

NOW = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def asked(served, asked_plans, tmp_path, monkeypatch):
    """A plan that a head kept and asks approval for: somebody whose duty it is to approve others'."""
    root = copied(asked_plans, tmp_path)
    monkeypatch.setenv("BOOKLOAD_WORKSPACE", str(root))
    alice = person("alice", "head")
    plan = kept(signed_in(alice))
    assert done(signed_in(alice), plan, "submit") == 302
    return root, plan, alice


def said(client, plan):
    from served import found

    page = client.get(plan).content.decode()
    return {"mark": mark_in(page), "approval": found(r'name="approval" value="(\d+)"', page)}


def state():
    from bookload.web.approvals.models import Approval

    return str(Approval.objects.get().state)


def test_nobody_approves_their_own_plan_in_this_session_or_another(asked):
    root, plan, alice = asked
    page = signed_in(alice).get(plan).content.decode()
    assert ">Approve<" not in page
    form = said(signed_in(person("bob", "head")), plan)
    for client in (signed_in(alice), signed_in(alice)):
        answer = client.post(f"{plan}/approve", form)
        assert answer.status_code == 409
        assert "nobody approves what they made" in answer.content.decode()
        assert client.post(f"{plan}/send-back", {**form, "reason": "mine"}).status_code == 409
    assert state() == "asked"
    assert [entry.detail["own"] for entry in logged(root, "refused")] == ["plan"] * 4


def test_nor_by_a_key(asked):
    from bookload.web.keys import services

    _, plan, alice = asked
    bob = person("bob", "head")
    form = said(signed_in(bob), plan)
    for somebody in (alice, bob):
        token = services.made(somebody, "script", NOW)
        for path in (f"{plan}/approve", f"/api/v1{plan}/approve"):
            assert by_key(token).post(path, form).status_code in {302, 404, 405}, path
    assert state() == "asked"


def test_nor_under_another_name_or_in_another_role(asked):
    from bookload.web.people.models import Person

    _, plan, alice = asked
    form = said(signed_in(person("bob", "head")), plan)
    Person.objects.filter(pk=alice.pk).update(name="alice-of-finance", role="finance")
    alice.refresh_from_db()
    assert signed_in(alice).post(f"{plan}/approve", form).status_code == 409
    assert state() == "asked"


def test_nor_a_version_of_somebody_else_of_what_they_began(asked):
    _, plan, alice = asked
    carol = person("carol", "head")
    path = "/capacity/plans/keep?months_ahead=3"
    form = {"plan": plan.rpartition("/")[2], "mark": mark_in(signed_in(carol).get(path).content.decode())}
    assert signed_in(carol).post(path, form).status_code == 302
    assert done(signed_in(carol), plan, "submit") == 302
    form = said(signed_in(person("bob", "finance")), plan)
    for maker in (alice, carol):
        assert signed_in(maker).post(f"{plan}/approve", form).status_code == 409


def test_who_has_not_the_duty_approves_nothing_and_a_role_that_is_taken_away_counts_at_once(asked):
    from bookload.web.people.models import Person

    _, plan, _ = asked
    bob = person("bob", "finance")
    form = said(signed_in(bob), plan)
    for name, role in (("olga", "operations"), ("adam", "admin"), ("bo", "board")):
        assert signed_in(person(name, role)).post(f"{plan}/approve", form).status_code == 404, role
    client = signed_in(bob)
    Person.objects.filter(pk=bob.pk).update(role="operations")
    assert client.post(f"{plan}/approve", form).status_code == 404
    Person.objects.filter(pk=bob.pk).update(role="finance", is_active=False)
    assert client.post(f"{plan}/approve", form).status_code == 302
    assert state() == "asked"


def test_a_page_says_who_could_approve_and_that_nobody_can(asked):
    _, plan, alice = asked
    assert "Nobody else here may approve a plan" in signed_in(alice).get(plan).content.decode()
    person("bob", "finance")
    assert "It waits for bob" in signed_in(alice).get(plan).content.decode()
