"""52. Approving twice is once; an edit after approval voids it: of what it stands on, or a newer version."""

from __future__ import annotations

import threading
from html import unescape

import pytest

from kept_plans import TWO, done, kept, mark_in
from served import copied, logged, person, signed_in


@pytest.fixture
def asked(served, asked_plans, tmp_path, monkeypatch, as_role):
    """A plan of a scenario whose approval operations asked for."""
    root = copied(asked_plans, tmp_path)
    monkeypatch.setenv("BOOKLOAD_WORKSPACE", str(root))
    plan = kept(as_role("operations"), scenario="two")
    assert done(as_role("operations"), plan, "submit") == 302
    return root, plan


def state(plan):
    from bookload.web.approvals.models import Approval

    return [str(each) for each in Approval.objects.order_by("pk").values_list("state", flat=True)]


def at_once(*acts):
    """Do several things at the same moment, each in a thread with a connection of its own."""
    from django.db import connection

    ready, came = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place, act):
        try:
            ready.wait()
            came[place] = act()
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(acts)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return came


def test_approving_twice_is_once(asked, as_role):
    root, plan = asked
    head = as_role("head")
    page = head.get(plan).content.decode()
    said = {"mark": mark_in(page), "approval": "1"}
    assert [head.post(f"{plan}/approve", said).status_code for _ in range(2)] == [302, 302]
    assert state(plan) == ["approved"]
    assert len(logged(root, "approval approved")) == 1


def test_two_who_approve_at_once_approve_once(asked, as_role):
    root, plan = asked
    said = {"mark": mark_in(as_role("head").get(plan).content.decode()), "approval": "1"}
    clients = [as_role("head"), as_role("finance"), as_role("owner")]
    came = at_once(*(lambda c=c: c.post(f"{plan}/approve", said).status_code for c in clients))
    assert came == [302, 302, 302]
    assert len(logged(root, "approval approved")) == 1


def test_one_who_approves_and_one_who_sends_back_at_once_are_not_both_right(asked, as_role):
    root, plan = asked
    said = {"mark": mark_in(as_role("head").get(plan).content.decode()), "approval": "1", "reason": "No"}
    acts = [("head", "approve"), ("finance", "send-back")]
    clients = [(as_role(role), what) for role, what in acts]
    came = at_once(*(lambda c=c, w=w: c.post(f"{plan}/{w}", said).status_code for c, w in clients))
    assert sorted(came) == [302, 409]
    assert len(logged(root, "approval approved")) + len(logged(root, "approval sent back")) == 1


@pytest.mark.parametrize("name", ["scenario-two", "journey", "policy"])
def test_an_edit_of_what_it_stands_on_voids_an_approval_for_good(asked, as_role, name):
    root, plan = asked
    operations, head = as_role("operations"), as_role("head")
    assert done(head, plan, "approve") == 302
    file = {"scenario-two": "scenarios/two.toml", "journey": "journey.toml", "policy": "bookload.toml"}[name]
    before = (root / file).read_text()
    save(operations, name, before + "\n# another day\n")
    assert state(plan) == ["void"]
    save(operations, name, before)
    assert (root / file).read_text() == before
    page = unescape(head.get(plan).content.decode())
    assert f"void: {file} changed" in page
    assert "even if it is taken back" in page
    (void,) = logged(root, "approval void")
    assert (void.detail["changed"], void.who) == ([file], "operations")


def save(client, name, text):
    from served import found

    path = f"/settings/documents/{name}"
    read_hash = found(r'name="read_hash" value="(\w*)"', client.get(path).content.decode())
    assert client.post(path, {"text": text, "read_hash": read_hash}).status_code == 302


def test_an_edit_by_hand_is_found_by_whoever_looks_and_nobody_approves_over_it(asked, as_role):
    root, plan = asked
    head = as_role("head")
    said = {"mark": mark_in(head.get(plan).content.decode()), "approval": "1"}
    (root / "scenarios" / "two.toml").write_text(TWO.replace("count = 2", "count = 3"))
    answer = head.post(f"{plan}/approve", said)
    assert answer.status_code == 409
    assert "scenarios/two.toml changed" in unescape(answer.content.decode())
    assert state(plan) == ["void"]
    (root / "scenarios" / "two.toml").write_text(TWO)
    assert done(head, plan, "approve", **said) == 409


def test_a_scenario_that_is_taken_away_voids_it(asked, as_role):
    from served import found

    root, plan = asked
    operations = as_role("operations")
    page = operations.get("/capacity/scenarios/two").content.decode()
    read_hash = found(r'name="read_hash" value="(\w*)"', page)
    assert operations.post("/capacity/scenarios/two/delete", {"read_hash": read_hash}).status_code == 302
    assert state(plan) == ["void"]
    assert not (root / "scenarios" / "two.toml").exists()


def newer(client, plan):
    """Keep the same answer as the next version of a plan."""
    path = "/capacity/plans/keep?months_ahead=3&scenario=two"
    mark = mark_in(client.get(path).content.decode())
    return client.post(path, {"plan": plan.rpartition("/")[2], "mark": mark}).status_code


def test_a_newer_version_voids_it_and_the_page_says_so(asked, as_role):
    _, plan = asked
    assert done(as_role("head"), plan, "approve") == 302
    assert newer(as_role("operations"), plan) == 302
    assert state(plan) == ["void"]
    assert "a newer version of the plan changed" in unescape(as_role("head").get(plan).content.decode())
    assert "Replaced by a newer version" in as_role("head").get(f"{plan}?version=1").content.decode()


def test_an_approver_who_looked_at_the_version_before_approves_nothing(asked, as_role):
    _, plan = asked
    head = as_role("head")
    before = {"mark": mark_in(head.get(plan).content.decode()), "approval": "1"}
    newer(as_role("operations"), plan)
    assert done(as_role("operations"), plan, "submit") == 302
    assert head.post(f"{plan}/approve", before).status_code == 409
    assert head.post(f"{plan}/approve", {**before, "approval": "2"}).status_code == 409
    assert state(plan) == ["void", "asked"]
    assert done(head, plan, "approve") == 302


def test_an_approver_while_the_author_edits_leaves_no_approval_of_what_changed(asked, as_role):
    root, plan = asked
    head, operations = as_role("head"), as_role("operations")
    said = {"mark": mark_in(head.get(plan).content.decode()), "approval": "1"}
    text = (root / "scenarios" / "two.toml").read_text() + "# meanwhile\n"
    at_once(
        lambda: head.post(f"{plan}/approve", said).status_code,
        lambda: save(operations, "scenario-two", text),
    )
    assert state(plan) == ["void"], "whoever was first"


def test_an_approver_while_the_author_keeps_a_newer_version(asked, as_role):
    _, plan = asked
    head, operations = as_role("head"), as_role("operations")
    said = {"mark": mark_in(head.get(plan).content.decode()), "approval": "1"}
    path = "/capacity/plans/keep?months_ahead=3&scenario=two"
    form = {"plan": plan.rpartition("/")[2], "mark": mark_in(operations.get(path).content.decode())}
    at_once(
        lambda: head.post(f"{plan}/approve", said).status_code,
        lambda: operations.post(path, form).status_code,
    )
    assert state(plan) == ["void"], "whoever was first"


def test_two_newer_versions_at_once_have_two_numbers(asked, as_role):
    from bookload.web.plans.models import Version

    _, plan = asked
    others = [signed_in(person(f"ops{number}", "operations")) for number in range(3)]
    path = "/capacity/plans/keep?months_ahead=3&scenario=two"
    form = {"plan": plan.rpartition("/")[2], "mark": mark_in(others[0].get(path).content.decode())}
    came = at_once(*(lambda c=c: c.post(path, form).status_code for c in others))
    assert came == [302] * 3
    assert sorted(Version.objects.values_list("number", flat=True)) == [1, 2, 3, 4]
