"""Plans that are kept: as answered, approved by somebody else, void once what they stand on changes."""

from __future__ import annotations

import json
from html import unescape

import pytest

from bookload.base.access import Access
from kept_plans import EARLIER, SAID, done, kept, mark_in
from served import copied, logged


@pytest.fixture
def planned(served, asked_plans, tmp_path, monkeypatch):
    """The same, as one of the test's own."""
    root = copied(asked_plans, tmp_path)
    monkeypatch.setenv("BOOKLOAD_WORKSPACE", str(root))
    return root


def shown(client, path):
    return unescape(client.get(path).content.decode())


def test_a_plan_is_kept_as_it_was_answered_with_what_it_stands_on(planned, as_role):
    from bookload.web.plans.models import Version

    operations = as_role("operations")
    plan = kept(operations)
    page = shown(operations, plan)
    assert "Heads needed and had: csm" in page
    assert "P10" in page
    version = Version.objects.get()
    said = operations.get("/export/plan.json", SAID).json()
    assert version.document == said
    assert set(version.stands_on) == {"bookload.toml", "journey.toml"}
    assert version.place["snapshot"] == said["snapshot"]
    assert [entry.detail["version"] for entry in logged(planned, "plan kept")] == [1]


@pytest.mark.prove
def test_the_page_of_the_plan_draws_what_is_needed_and_had_and_leads_to_keeping_it(planned, as_role):
    from bookload.web.answers.fragments import answer_inside, kept_document
    from bookload.web.asked import Place

    said = {"months_ahead": "1"}
    answer_inside("plan", said, Place(), Access.of("head"))
    assert kept_document("plan", said, Place(), Access.of("head")), "what took long is kept for its files too"
    page = shown(as_role("head"), "/capacity/plan?months_ahead=1")
    assert "Heads needed and had: csm" in page
    assert 'href="/capacity/plans/keep?months_ahead=1"' in page


def test_what_is_kept_of_who_sees_pay_is_what_somebody_without_it_gets(planned, as_role):
    from bookload.web.plans.models import Version

    kept(as_role("head"))
    assert Version.objects.get().document == as_role("operations").get("/export/plan.json", SAID).json()


def test_a_plan_shows_what_is_needed_and_had_with_its_hires(planned, as_role):
    rows = as_role("operations").get("/export/plan.json", SAID).json()["rows"]
    for row in rows:
        assert row["need"]["low"] <= row["need"]["middle"] <= row["need"]["high"]
        assert row["have"] == pytest.approx(row["there"] + row["hired"])


def test_it_is_seen_by_readers_of_all_rows_and_acted_on_by_those_whose_duty_it_is(planned, as_role):
    plan = kept(as_role("operations"))
    for role, status, acts in (
        ("owner", 200, True),
        ("head", 200, True),
        ("finance", 200, True),
        ("board", 200, False),
        ("admin", 200, False),
        ("csm", 404, False),
    ):
        client = as_role(role)
        assert client.get(plan).status_code == client.get("/capacity/plans").status_code == status, role
        assert ("Ask for approval" in shown(client, plan)) is acts, role
        answer = client.get("/capacity/plans/keep", SAID).status_code
        assert (answer in {200, 409}) is acts, role
        if not acts:
            assert client.post(f"{plan}/submit").status_code == 404, role


def test_before_any_is_kept_the_page_says_how_to_begin(planned, as_role):
    assert "No plan was kept yet" in shown(as_role("operations"), "/capacity/plans")


def test_it_is_asked_for_approved_by_somebody_else_and_each_step_is_written_down(planned, as_role):
    operations, head = as_role("operations"), as_role("head")
    plan = kept(operations)
    assert done(operations, plan, "submit") == 302
    assert "waits for approval" in shown(head, plan)
    assert "It may be given by" not in shown(operations, plan)
    assert done(head, plan, "approve") == 302
    assert "approved</b> by head" in head.get(plan).content.decode()
    steps = [entry.what for entry in logged(planned) if entry.what.startswith(("plan", "approval"))]
    assert steps == ["plan kept", "approval asked", "approval approved"]
    asked = logged(planned, "approval asked")[0]
    assert isinstance(asked.detail["stands_on"], dict)
    assert asked.detail["stands_on"].keys() == {"bookload.toml", "journey.toml", "the plan"}
    assert asked.who == "operations"


def test_it_is_sent_back_with_a_reason_and_may_be_asked_for_again(planned, as_role):
    operations, head = as_role("operations"), as_role("head")
    plan = kept(operations)
    done(operations, plan, "submit")
    assert done(head, plan, "send-back", reason="  ") == 409
    assert done(head, plan, "send-back", reason="Too many <b>juniors</b>") == 302
    assert "head: Too many &lt;b&gt;juniors" in operations.get(plan).content.decode()
    assert "juniors" not in (planned / ".bookload" / "audit.jsonl").read_text()
    assert done(operations, plan, "submit") == 302
    assert done(head, plan, "approve") == 302


def test_it_is_withdrawn_by_who_asked_and_by_nobody_else(planned, as_role):
    operations, head = as_role("operations"), as_role("head")
    plan = kept(operations)
    done(operations, plan, "submit")
    assert done(head, plan, "withdraw") == 404
    assert done(operations, plan, "withdraw") == 302
    assert "withdrawn by operations" in shown(head, plan)
    assert done(head, plan, "approve", approval="1", mark="x") == 409


def test_what_changed_between_looking_and_keeping_is_not_kept(planned, as_role):
    operations = as_role("operations")
    path = "/capacity/plans/keep?months_ahead=3"
    mark = mark_in(operations.get(path).content.decode())
    answer = operations.post(path, {"name": "Other", "mark": mark[::-1]})
    assert answer.status_code == 409
    (planned / "journey.toml").write_text("")
    answer = operations.post(path, {"name": "Autumn", "mark": mark})
    assert answer.status_code == 409
    assert "ask the plan first" in answer.content.decode()


def test_a_name_is_given_once_and_never_empty(planned, as_role):
    operations = as_role("operations")
    kept(operations)
    path = "/capacity/plans/keep?months_ahead=3"
    mark = mark_in(operations.get(path).content.decode())
    for name, words in (("Autumn", "there is a plan called 'Autumn'"), (" ", "give the plan a name")):
        answer = operations.post(path, {"name": name, "mark": mark, "note": "typed"})
        assert answer.status_code == 422
        assert words in unescape(answer.content.decode())
        assert "typed" in answer.content.decode()


def test_what_came_stands_beside_what_was_planned(planned, as_role):
    operations = as_role("operations")
    page = shown(operations, kept(operations, "Spring", **EARLIER))
    assert "What came" in page
    assert "2025-04" in page
    assert "No month of the plan is over yet" in shown(operations, kept(operations, "Summer"))


def test_what_came_is_people_less_those_planned_by_month(planned):
    """By hand: two CSMs in March and ever since, and the plan had hires starting in May."""
    from datetime import date
    from fractions import Fraction

    from bookload.base.period import Month
    from bookload.planning.plan.hiring.came import Planned, came, people_there
    from bookload.web.asked import Place, reader_at

    reader = reader_at(Place(), Access.of("operations"))
    plan = Planned(
        date(2025, 3, 31),
        Month.parse("2025-08"),
        {"csm": Fraction(3, 2)},
        {("csm", Month.parse("2025-05")): 2},
    )
    rows = [(str(row.month), row.role, row.hired, row.planned, row.difference) for row in came(reader, plan)]
    assert rows == [
        ("2025-04", "csm", 0, Fraction(3, 2), Fraction(1, 2)),
        ("2025-05", "csm", 2, Fraction(7, 2), Fraction(-3, 2)),
        ("2025-06", "csm", 2, Fraction(7, 2), Fraction(-3, 2)),
    ]
    assert people_there(reader)["csm"] == 2


def test_a_plan_of_a_scenario_stands_on_the_scenario_too(planned, as_role):
    from bookload.web.plans.models import Version

    plan = kept(as_role("operations"), scenario="two")
    assert set(Version.objects.get().stands_on) == {
        "bookload.toml",
        "journey.toml",
        "levers.toml",
        "scenarios/two.toml",
    }
    (planned / "scenarios" / "two.toml").unlink()
    assert "scenarios/two.toml" in shown(as_role("head"), plan)
    assert "Changed since it was kept" in shown(as_role("head"), plan)
    assert done(as_role("operations"), plan, "submit") == 409


def test_a_plan_that_is_not_there_is_nowhere(planned, as_role):
    operations = as_role("operations")
    assert operations.get("/capacity/plans/9").status_code == 404
    plan = kept(operations)
    assert operations.get(f"{plan}?version=7").status_code == 404
    assert operations.post(f"{plan}/burn").status_code == 404
    assert json.loads(operations.get("/export/plan.json", SAID).content)["searches"] is not None
