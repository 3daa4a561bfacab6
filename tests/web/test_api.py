"""The API answers as the command line does, to whom it may, in pages, and says what is wrong."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from bookload.base.access import ROLES as RIGHTS
from bookload.workspace.questions import QUESTIONS
from commanded import run

ASKED = {"book": {"person": "P1"}, "explain": {"metric": "arr"}}
OPTIONS = {"book": ("P1",), "explain": ("arr",)}
NOW = datetime(2026, 1, 1, tzinfo=UTC)


def got(client, path, status=200, **said):
    answer = client.get(f"/api/v1/{path}", said)
    assert answer.status_code == status, (path, answer.content[:500])
    assert answer.headers["Content-Type"] == "application/json"
    return answer.json()


@pytest.mark.usefixtures("reading")
@pytest.mark.parametrize("name", [name for name, each in QUESTIONS.items() if not each.slow])
def test_a_question_is_answered_as_the_command_line_answers_it(as_role, company, name):
    found = got(as_role("owner"), name, **ASKED.get(name, {}))
    assert found.pop("paging")["next_offset"] is None
    told = run(name, *OPTIONS.get(name, ()), "--json", "--workspace", str(company))
    assert found == told.json


def test_the_report_and_the_snapshots_are_what_the_command_line_prints(as_role, company):
    owner = as_role("owner")
    assert got(owner, "report") == run("report", "--json", "--workspace", str(company)).json
    assert got(owner, "snapshots") == run("snapshots", "--json", "--workspace", str(company)).json


def test_pages_put_together_are_the_whole(as_role):
    owner = as_role("owner")
    whole = got(owner, "movements", by="account")
    rows, offset = [], 0
    for _ in range(100):
        page = got(owner, "movements", by="account", limit=7, offset=offset)
        assert page["paging"]["total"] == whole["paging"]["total"]
        assert len(page["rows"]) <= 7
        rows += page["rows"]
        offset = page["paging"]["next_offset"]
        if offset is None:
            break
    assert rows == whole["rows"]
    assert len(rows) == whole["paging"]["total"]["rows"] > 14
    assert got(owner, "movements", by="account", offset=len(rows))["rows"] == []


def test_the_rows_that_a_figure_is_made_of_are_paged_and_its_steps_stay(as_role):
    owner = as_role("owner")
    whole, page = got(owner, "explain", metric="arr"), got(owner, "explain", metric="arr", limit=1, offset=1)
    assert [step["rows"][1:2] for step in whole["steps"]] == [step["rows"] for step in page["steps"]]


def test_what_is_held_and_still_holds_is_not_sent_again(as_role):
    owner = as_role("owner")
    first = owner.get("/api/v1/movements")
    again = owner.get("/api/v1/movements", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    assert "no-store" not in again.headers["Cache-Control"]
    weak = {"If-None-Match": f'"other", W/{first.headers["ETag"]}'}
    assert owner.get("/api/v1/movements", headers=weak).status_code == 304


@pytest.mark.parametrize("path", ["movements", "report", "snapshots", "openapi.json"])
def test_every_answer_has_a_tag_by_which_it_is_asked_for_again(as_role, path):
    owner = as_role("owner")
    tag = owner.get(f"/api/v1/{path}").headers["ETag"]
    for held in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        again = owner.get(f"/api/v1/{path}", headers={"If-None-Match": held})
        assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", tag)
    assert owner.get(f"/api/v1/{path}", headers={"If-None-Match": '"other"'}).status_code == 200


def test_the_description_that_another_reader_holds_is_not_theirs(as_role):
    tags = {as_role(role).get("/api/v1/openapi.json").headers["ETag"] for role in ("owner", "csm", "board")}
    assert len(tags) == 3


def test_a_tag_is_of_what_is_asked_of_the_reader_and_of_the_documents(as_role, company):
    owner = as_role("owner")
    tags = [
        client.get("/api/v1/movements", said).headers["ETag"]
        for client, said in (
            (owner, {}),
            (owner, {"by": "account"}),
            (owner, {"as_of": "2025-05-31"}),
            (owner, {"limit": "3"}),
            (as_role("operations"), {}),
            (as_role("csm"), {}),
        )
    ]
    assert len(set(tags)) == len(tags)
    policy = company / "bookload.toml"
    before = policy.read_bytes() if policy.exists() else None
    try:
        policy.write_bytes((before or b"") + b"\n# another day\n")
        assert owner.get("/api/v1/movements").headers["ETag"] != tags[0]
    finally:
        policy.unlink() if before is None else policy.write_bytes(before)


@pytest.mark.parametrize(
    ("path", "said", "status", "words"),
    [
        ("movements", {"by": "pay"}, 400, "'by'"),
        ("movements", {"sort": "arr"}, 400, "it takes: by, detail, from, to"),
        ("movements", {"from": "2025-13"}, 400, "is not a month"),
        ("movements", {"as_of": "tomorrow"}, 400, "YYYY-MM-DD"),
        ("movements", {"as_of": "2031-01-01"}, 409, "the data goes through"),
        ("movements", {"snapshot": "../../secret"}, 400, "no snapshot's name"),
        ("movements", {"profile": "stripes"}, 400, "did you mean 'stripe'"),
        ("book", {}, 400, "'person'"),
        ("report", {"limit": "3"}, 400, "takes no 'limit'"),
        ("snapshots", {"by": "day"}, 400, "takes nothing"),
        ("nothing", {}, 404, "no such"),
    ],
)
def test_what_is_wrong_is_said_with_the_way_out(as_role, path, said, status, words):
    assert words in got(as_role("owner"), path, status, **said)["error"]


def test_nothing_is_changed_through_it(as_role):
    for method in ("post", "put", "patch", "delete"):
        answer = getattr(as_role("owner"), method)("/api/v1/movements")
        assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD")
        assert answer.json() == {"error": "This is only read: GET, HEAD"}


def test_who_asks_for_the_head_alone_gets_it_as_with_the_answer(as_role):
    from django.test import Client

    owner = as_role("owner")
    for path in ("/api/v1/snapshots", "/api/v1/openapi.json", "/api/v1/movements", "/api/v1/nothing"):
        whole, head = owner.get(path), owner.head(path)
        assert (head.status_code, head.content) == (whole.status_code, b""), path
        names = ("Content-Type", "ETag", "Cache-Control", "Content-Length")
        assert [head.headers.get(name) for name in names] == [whole.headers.get(name) for name in names], path
    held = {"If-None-Match": owner.get("/api/v1/movements").headers["ETag"]}
    assert owner.head("/api/v1/movements", headers=held).status_code == 304
    assert Client().head("/api/v1/snapshots").status_code == 401
    assert as_role("csm").head("/api/v1/snapshots").status_code == 404


def test_who_is_nobody_is_told_so_and_sent_nowhere(served):
    from django.test import Client

    for path in ("/api/v1/movements", "/api/v1/openapi.json", "/api/v1/nothing"):
        answer = Client().get(path)
        assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")
        assert "Authorization: Bearer" in answer.json()["error"]


@pytest.mark.parametrize("role", list(RIGHTS))
def test_a_question_is_there_for_whom_its_rights_are_met_and_nowhere_for_others(as_role, role):
    client = as_role(role)
    for name, question in QUESTIONS.items():
        # A word that no question takes: whoever may ask is told so.
        status = client.get(f"/api/v1/{name}", {"nonsense": "1"}).status_code
        assert status == (400 if question.needs <= RIGHTS[role] else 404), name


def test_the_description_says_what_each_question_takes(as_role):
    described = got(as_role("owner"), "openapi.json")
    assert set(described["paths"]) == {
        f"/api/v1/{name}" for name in (*QUESTIONS, "report", "snapshots", "openapi.json")
    }
    takes = {each["name"]: each for each in described["paths"]["/api/v1/movements"]["get"]["parameters"]}
    assert takes["by"]["schema"]["enum"] == ["month", "account", "person", "segment", "product"]
    assert {"from", "to", "detail", "as_of", "profile", "snapshot", "limit", "offset"} < set(takes)


def test_who_asks_too_much_at_once_waits_as_long_as_is_said(served):
    from bookload.web.keys.limits import Limit, spent

    key, person = Limit("key 1", 60), Limit("person 1", 100)
    for _ in range(60):
        assert spent((key, person), 1, NOW) is None
    assert spent((key, person), 1, NOW) == timedelta(seconds=1)
    assert spent((key, person), 1, NOW + timedelta(seconds=1)) is None
    assert spent((Limit("key 2", 60), person), 39, NOW) is None
    assert spent((Limit("key 3", 60), person), 10, NOW) == timedelta(seconds=6)
    assert spent((key, person), 60, NOW + timedelta(minutes=2)) is None


def test_a_slow_question_costs_ten(as_role, monkeypatch):
    from bookload.web.api import door

    asked = as_role("owner")
    monkeypatch.setattr(door, "PER_PERSON", 12)
    assert asked.get("/api/v1/forecast", {"months": "no"}).status_code == 400
    assert [asked.get("/api/v1/snapshots").status_code for _ in range(3)] == [200, 200, 429]
    refused = asked.get("/api/v1/plan")
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) > 30
    assert "ask again in" in json.loads(refused.content)["error"]
