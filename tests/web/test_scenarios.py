"""Scenarios in the app: side by side, in URLs of questions, in a form, taken away and brought back."""

from __future__ import annotations

import json
import tomllib
from decimal import Decimal
from html import unescape

import pytest

from bookload.data import documents
from commanded import run
from kept_plans import LEVERS, TWO
from served import copied, found, logged


@pytest.fixture
def what_ifs(served, asked_plans, tmp_path, monkeypatch):
    """The company with a journey, levers and a scenario, as one of the test's own."""
    root = copied(asked_plans, tmp_path)
    monkeypatch.setenv("BOOKLOAD_WORKSPACE", str(root))
    return root


@pytest.fixture
def read_only(served, asked_plans, monkeypatch):
    """The same for tests that change nothing."""
    monkeypatch.setenv("BOOKLOAD_WORKSPACE", str(asked_plans))
    return asked_plans


def shown(client, path, **said):
    return unescape(client.get(path, said).content.decode())


def form_of(client, name):
    """What stands in the inputs of a scenario's form, as a browser would send it."""
    import re

    page = client.get(f"/capacity/scenarios/{name}").content.decode()
    main = page.partition('<form method="post" action="/capacity/scenarios/')[2].partition("</form>")[0]
    inputs = re.findall(
        r'<(?:input|textarea)[^>]*name="([^"]+)"(?:[^>]*?value="([^"]*)")?[^>]*>([^<]*)', main
    )
    return {name: unescape(value or text).strip("\n") for name, value, text in inputs}


def test_side_by_side_is_what_the_command_prints_and_several_are_named_with_commas(read_only, as_role):
    owner, said = as_role("owner"), {"scenarios": "two", "months": "1"}
    printed = run("compare", "two", "--months", "1", "--json", "--workspace", str(read_only)).json
    assert owner.get("/export/compare.json", said).json() == printed
    assert owner.get("/export/compare.json?scenarios=two&scenarios=two&months=1").json() == printed
    assert owner.get("/api/v1/compare", said).json()["scenarios"] == printed["scenarios"]


@pytest.mark.prove
def test_with_a_plan_each_stand_whom_to_hire_and_how_safe_that_is(read_only, as_role):
    said = {"scenarios": "two", "months": "1", "plans": "true"}
    plans = as_role("operations").get("/export/compare.json", said).json()["plans"]
    assert [each["scenario"] for each in plans] == [None, "two"]
    assert all(each.keys() == {"scenario", "hires", "chance_covered", "chance_without"} for each in plans)


def test_without_any_scenario_the_company_stands_alone_and_the_page_says_how_to_begin(own, as_role):
    answer = as_role("owner").get("/export/compare.json", {"months": "1"}).json()
    assert answer["scenarios"] == []
    assert {row["figure"] for row in answer["figures"]} >= {"need", "there"}
    assert "There are no scenarios yet. Begin with one of those below." in shown(
        as_role("owner"), "/capacity/scenarios"
    )
    assert "Somebody in operations, or the owner, writes them" in shown(
        as_role("board"), "/capacity/scenarios"
    )


@pytest.mark.parametrize("path", ["/capacity/capacity", "/export/sizing.json", "/api/v1/capacity"])
def test_a_scenario_that_is_not_there_is_named_with_those_that_are(read_only, as_role, path):
    answer = as_role("owner").get(path, {"scenario": "tow"})
    assert answer.status_code == 400
    words = unescape(answer.content.decode())
    assert "unknown scenario 'tow' (did you mean 'two'?)" in words


@pytest.mark.parametrize("name", ["../bookload", "two.pay", "TWO", "x" * 90, "a\0b", "two\n"])
def test_a_scenario_is_one_of_those_there_are_and_no_path(read_only, as_role, name):
    for path in ("/export/capacity.json", "/api/v1/capacity"):
        assert as_role("owner").get(path, {"scenario": name}).status_code == 400, path


def test_a_question_of_the_past_is_asked_of_no_scenario(read_only, as_role):
    owner = as_role("owner")
    for path in (
        "/revenue/movements",
        "/export/movements.json",
        "/api/v1/movements",
        "/api/v1/report",
        "/overview",
    ):
        answer = owner.get(path, {"scenario": "two"})
        assert answer.status_code == 400, path
        assert "is not asked of a scenario" in unescape(answer.content.decode()), path


def test_hours_and_heads_are_those_of_the_scenario_and_the_page_says_so(read_only, as_role):
    owner = as_role("owner")
    plain = owner.get("/export/capacity.json").json()
    other = owner.get("/export/capacity.json", {"scenario": "two"}).json()
    assert other == run("capacity", "--scenario", "two", "--json", "--workspace", str(read_only)).json
    assert other["scenario"]["parts"] == ["team"]
    last = [sum(row["have"] for row in each["rows"] if row["month"] == "2025-09") for each in (plain, other)]
    assert last[1] > last[0]
    page = shown(owner, "/capacity/capacity", scenario="two")
    assert "Scenario two, which changes team: Two more CSMs?" in page
    assert '<option value="two" selected>two</option>' in page
    assert 'href="/capacity/sizing?scenario=two"' in page
    assert 'href="/revenue"' in page, "pages of the past leave it behind"
    assert owner.get("/api/v1/capacity", {"scenario": "two"}).json()["rows"] == other["rows"]


def test_an_edit_of_a_scenario_is_in_the_next_answer_and_in_its_tag(what_ifs, as_role):
    owner = as_role("owner")
    before = owner.get("/api/v1/capacity", {"scenario": "two"})
    (what_ifs / "scenarios" / "two.toml").write_text(TWO.replace("count = 2", "count = 5"))
    after = owner.get("/api/v1/capacity", {"scenario": "two"})
    assert after.headers["ETag"] != before.headers["ETag"]
    assert after.json()["rows"] != before.json()["rows"]
    plain = owner.get("/api/v1/capacity").headers["ETag"]
    (what_ifs / "scenarios" / "two.toml").write_text(TWO)
    assert owner.get("/api/v1/capacity").headers["ETag"] == plain


def test_an_edit_of_levers_is_in_the_next_answer(what_ifs, as_role):
    owner = as_role("owner")
    assert owner.get("/export/levers.json").json()["levers"] == ["Half of it"]
    (what_ifs / "levers.toml").write_text(LEVERS.replace("Half of it", "Less"))
    assert owner.get("/export/levers.json").json()["levers"] == ["Less"]


@pytest.mark.parametrize("role", ["head", "finance", "admin", "board"])
def test_who_edits_no_scenario_sees_which_there_are_and_no_word_of_their_text(read_only, as_role, role):
    client = as_role(role)
    page = shown(client, "/capacity/scenarios")
    assert "Two more CSMs?" in page
    assert "Make it" not in page
    for path in ("/capacity/scenarios/two", "/capacity/scenarios/two/delete"):
        assert client.get(path).status_code in {404, 405}, path
        assert client.post(path).status_code == 404, path
    assert client.post("/capacity/scenarios", {"name": "Mine", "template": "hires"}).status_code == 404
    assert as_role("csm").get("/capacity/scenarios").status_code == 404


def test_every_template_makes_a_scenario_that_can_be_meant(what_ifs, as_role):
    from bookload.web.scenarios.making import TEMPLATES

    operations = as_role("operations")
    for template in TEMPLATES:
        said = {"name": f'A "{template}" one', "template": template}
        answer = operations.post("/capacity/scenarios", said)
        assert answer.status_code == 302, template
        page = shown(operations, answer.headers["Location"])
        assert "cannot" not in page, template
        name = answer.headers["Location"].rpartition("/")[2]
        assert documents.read_scenario(what_ifs, name).content.name == said["name"]
    assert len(logged(what_ifs, "document changed")) == len(TEMPLATES)


def test_a_copy_says_the_same_under_another_name_and_copies_no_pay(what_ifs, as_role):
    (what_ifs / "scenarios" / "two.pay.toml").write_text("[hires.csm]\nbase = 71713\note = 91919\n")
    answer = as_role("operations").post("/capacity/scenarios", {"name": "Zwei Köpfe", "of": "two"})
    assert answer.headers["Location"] == "/capacity/scenarios/zwei-kopfe"
    text = (what_ifs / "scenarios" / "zwei-kopfe.toml").read_text()
    assert text == TWO.replace('"Two more"', '"Zwei Köpfe"')
    assert not (what_ifs / "scenarios" / "zwei-kopfe.pay.toml").exists()


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"name": "two", "template": "hires"}, "'two' is a scenario"),
        ({"name": "!?", "template": "hires"}, "with letters or digits"),
        ({"name": "x" * 101, "template": "hires"}, "at most 100"),
        ({"name": "New", "template": "worm"}, "begin with one of"),
        ({"name": "of levers", "template": "hires"}, "another name"),
    ],
)
def test_a_name_that_is_taken_or_none_is_refused_and_nothing_written(what_ifs, as_role, said, words):
    answer = as_role("operations").post("/capacity/scenarios", said)
    assert answer.status_code == 422
    assert words in unescape(answer.content.decode())
    assert documents.scenario_names(what_ifs) == ("two",)


def test_a_form_saved_as_it_is_changes_nothing(what_ifs, as_role):
    operations = as_role("operations")
    form = form_of(operations, "two")
    assert form["hires.0.count"] == "2"
    assert operations.post("/capacity/scenarios/two", form).status_code == 302
    assert (what_ifs / "scenarios" / "two.toml").read_text() == TWO
    assert logged(what_ifs, "document changed") == []


def test_the_usual_changes_are_written_by_a_form_and_comments_stay(what_ifs, as_role):
    operations = as_role("operations")
    form = form_of(operations, "two") | {
        "growth.0": "12.5%",
        "targets.high": "= targets.high * 1.1",
        "times.0": "1",
        "minutes.1.likely": "80",
        "hires.0.count": "3",
        "hires.1.role": "csm",
        "hires.1.date": "2025-10-01",
        "hires.1.count": "-1",
    }
    assert operations.post("/capacity/scenarios/two", form).status_code == 302
    text = (what_ifs / "scenarios" / "two.toml").read_text()
    assert text.startswith("# two of them\n")
    said = tomllib.loads(text, parse_float=Decimal)
    assert said["growth_per_year"] == {"Enterprise": Decimal("0.125")}
    assert said["policy"] == {"targets": {"high": "= targets.high * 1.1"}}
    assert said["activities"] == {"Check-in": {"times": 1}, "Review": {"minutes": {"likely": 80}}}
    assert [(each["count"], str(each["date"])) for each in said["hires"]] == [
        (3, "2025-08-01"),
        (-1, "2025-10-01"),
    ]
    again = form_of(operations, "two")
    assert (again["growth.0"], again["hires.1.count"]) == ("12.5%", "-1")
    emptied = again | {
        name: "" for name in again if name.startswith(("growth", "targets", "times", "minutes", "hires.1"))
    }
    assert operations.post("/capacity/scenarios/two", emptied).status_code == 302
    assert tomllib.loads((what_ifs / "scenarios" / "two.toml").read_text()) == tomllib.loads(
        TWO.replace("= 2\n", "= 3\n")
    )


def test_what_a_form_says_that_cannot_be_is_told_and_what_was_typed_stays(what_ifs, as_role):
    operations = as_role("operations")
    form = form_of(operations, "two") | {"growth.0": "a lot", "hires.1.role": "csm", "hires.1.date": "soon"}
    answer = operations.post("/capacity/scenarios/two", form)
    page = unescape(answer.content.decode())
    assert answer.status_code == 422
    assert "'a lot' is no number" in page
    assert "'soon' is no date" in page
    assert 'value="a lot"' in page
    form = form_of(operations, "two") | {"minutes.1.likely": "900"}
    answer = operations.post("/capacity/scenarios/two", form)
    assert answer.status_code == 422
    assert "scenarios/two.toml" in unescape(answer.content.decode())
    assert (what_ifs / "scenarios" / "two.toml").read_text() == TWO


def test_the_second_of_two_who_edit_it_gets_the_difference(what_ifs, as_role):
    owner, operations = as_role("owner"), as_role("operations")
    one, two = form_of(owner, "two"), form_of(operations, "two")
    assert owner.post("/capacity/scenarios/two", one | {"hires.0.count": "3"}).status_code == 302
    answer = operations.post("/capacity/scenarios/two", two | {"hires.0.count": "4"})
    assert answer.status_code == 409
    page = unescape(answer.content.decode())
    assert "+count = 3" in page
    assert "+count = 4" in page
    assert "count = 3" in (what_ifs / "scenarios" / "two.toml").read_text()


def test_what_rows_say_cannot_be_is_told_on_its_page(what_ifs, as_role):
    text = TWO + '\n[[leavers]]\nperson_id = "P9"\ndate = 2025-09-01\n'
    (what_ifs / "scenarios" / "two.toml").write_text(text)
    page = shown(as_role("operations"), "/capacity/scenarios/two")
    assert "It cannot be meant of the data there is" in page
    assert "nobody has the person_id 'P9'" in page
    board = as_role("board")
    for path, said in (
        ("/export/compare.json", {"months": "1"}),
        ("/export/compare.json", {"scenarios": "two", "months": "1"}),
        ("/export/capacity.json", {"scenario": "two"}),
    ):
        words = unescape(board.get(path, said).content.decode())
        assert "it cannot be meant as it is written" in words, path
        assert "P9" not in words, "who may not see names is not told of them"


def test_one_that_is_taken_away_can_be_brought_back_as_it_was(what_ifs, as_role):
    operations = as_role("operations")
    read_hash = form_of(operations, "two")["read_hash"]
    assert operations.post("/capacity/scenarios/two/delete", {"read_hash": "0" * 64}).status_code == 409
    assert operations.post("/capacity/scenarios/two/delete", {"read_hash": read_hash}).status_code == 302
    assert documents.scenario_names(what_ifs) == ()
    page = shown(operations, "/capacity/scenarios")
    assert "Bring back" in page
    assert "by operations" in page
    assert operations.post("/capacity/scenarios/two/back").status_code == 302
    assert (what_ifs / "scenarios" / "two.toml").read_text() == TWO
    assert operations.post("/capacity/scenarios/two/back").status_code == 409
    assert operations.post("/capacity/scenarios/never/back").status_code == 409
    assert [entry.what for entry in logged(what_ifs) if entry.what.startswith("document")] == [
        "document found",
        "document removed",
        "document changed",
    ]


def test_pay_that_stays_behind_is_of_no_other_scenario(what_ifs, as_role):
    operations = as_role("operations")
    (what_ifs / "scenarios" / "two.pay.toml").write_text("[hires.csm]\nbase = 71713\note = 91919\n")
    operations.post("/capacity/scenarios/two/delete", {"read_hash": form_of(operations, "two")["read_hash"]})
    answer = operations.post("/capacity/scenarios", {"name": "Two", "template": "hires"})
    assert answer.status_code == 422
    assert not (what_ifs / "scenarios" / "two.toml").exists()


def test_levers_become_a_scenario_that_frees_exactly_what_they_free(what_ifs, as_role):
    operations = as_role("operations")
    levers = operations.get("/export/levers.json").json()
    assert levers["levers"]
    answer = operations.post("/capacity/scenarios/of-levers")
    where = answer.headers["Location"]
    assert where.startswith("/capacity/compare?scenarios=levers-2025-06-30")
    found_ = operations.get(where.replace("/capacity/compare", "/export/compare.json")).json()
    (scenario,) = found_["scenarios"]
    asked = next(row for row in scenario["figures"] if row["figure"] == "hours_asked")
    assert asked["difference"] == pytest.approx(-levers["hours_freed"])
    cost = next(row for row in scenario["figures"] if row["figure"] == "lever_cost")
    assert Decimal(cost["value"]) == Decimal(levers["cost"])


def test_levers_that_nobody_asked_for_are_asked_for_first(what_ifs, as_role):
    answer = as_role("operations").post("/capacity/scenarios/of-levers?budget=17")
    assert answer.headers["Location"] == "/capacity/levers?budget=17"
    assert as_role("head").post("/capacity/scenarios/of-levers").status_code == 404


def test_a_program_is_told_of_scenarios_where_they_can_be_asked(read_only, as_role):
    from bookload.base.access import Access
    from bookload.mcp.offered import tools

    paths = as_role("board").get("/api/v1/openapi.json").json()["paths"]
    says = {
        name: {each["name"] for each in paths[f"/api/v1/{name}"]["get"]["parameters"]}
        for name in ("plan", "movements")
    }
    assert "scenario" in says["plan"]
    assert "scenario" not in says["movements"]
    tool = {each["name"]: each["inputSchema"]["properties"] for each in tools(Access.of("board"))}
    assert "scenario" in tool["plan"]
    assert "scenario" not in tool["movements"]
    assert found(r'("scenarios")', json.dumps(paths["/api/v1/compare"]))
