"""The page Impact: what worked, one intervention opened, what follows contact; without data what to bring."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bookload.base.access import Access
from bookload.base.progress import Progress
from commanded import run, written
from unit.cli.test_impact import files

if TYPE_CHECKING:
    from django.test import Client

SPRINT = {"intervention": "I-1"}
PAID = "91919"


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sixty accounts, every third of which was reached and pays a tenth more; nobody changed an owner."""
    root = tmp_path_factory.mktemp("worked") / "acme"
    pay = {"pay.csv": f"person_id,from_date,base,ote,currency\nP1,2023-01-01,71713,{PAID},USD\n"}
    sent = written(tmp_path_factory.mktemp("files"), {**files(), **pay})
    ran = run("import", str(sent), "--workspace", str(root), "--data-through", "2025-07-31")
    assert ran.code == 0, ran.err
    return root


@pytest.fixture
def owner(as_role) -> Client:
    """The owner, for whom the answers that take long were found out already."""
    from bookload.web.answers.fragments import answer_inside
    from bookload.web.asked import Place

    client: Client = as_role("owner")
    answer_inside("impact", SPRINT, Place(), Access(), Progress())
    return client


def shown(client, path="/impact/impact", **said) -> str:
    answer = client.get(path, said)
    assert answer.status_code == 200, answer.content[:400]
    return unescape(answer.content.decode())


def test_the_document_is_the_one_that_the_command_prints(owner, served):
    found = json.loads(owner.get("/export/impact.json", SPRINT).content)
    assert found == run("impact", "I-1", "--json", "--workspace", str(served)).json
    asked = owner.get("/api/v1/impact", SPRINT).json()
    del asked["paging"]
    assert asked == found


def test_one_intervention_is_opened_with_its_chart_its_doubts_and_the_way_to_its_accounts(owner):
    page = shown(owner, **SPRINT)
    assert "Sprint (I-1): The 20 accounts paid" in page
    assert page.count('role="img"') == 2, "one chart, wide and narrow"
    for words in ("placebo: seven to twelve months before", "Who is compared with whom", "By movement"):
        assert words in page
    assert '<a class="defined" href="/overview/explain?metric=impact&for=I-1"' in page
    why = shown(owner, "/overview/explain", metric="impact", **{"for": "I-1", "rows": "3"})
    assert "sum of weight x change of accounts reached" in why
    assert '<option value="I-1" selected>Sprint (I-1)</option>' in page
    assert "all of them" in page


def test_a_row_of_all_leads_to_its_own_answer_and_keeps_what_was_asked(served):
    from bookload.report.page.links import Links

    leads = Links("/w?metric=", "/o", "/p", frozenset(), row=("intervention", "?months=3&intervention="))
    assert leads.along("intervention", "A & B") == "?months=3&intervention=A+%26+B"
    assert leads.along("movement", "churn") == leads.along("intervention", None) == ""
    assert leads.because("arr") == "/w?metric=arr"


def test_files_have_the_answer_with_its_chart_and_numbers_that_are_numbers(owner):
    tables = owner.get("/export/impact.csv", SPRINT).content.decode("utf-8-sig")
    assert "effect on MRR" in tables
    assert owner.get("/export/impact.xlsx", SPRINT).content[:2] == b"PK"
    assert owner.get("/export/impact.pdf", SPRINT).content[:4] == b"%PDF"


def test_what_takes_long_is_asked_in_the_background(as_role):
    page = shown(as_role("owner"), months="3")
    assert re.search(r'class="job"', page)


def test_an_intervention_that_is_not_there_is_told_at_once_with_those_that_are(owner):
    answer = owner.get("/impact/impact", {"intervention": "I-2"})
    assert answer.status_code == 400
    assert "unknown intervention 'I-2' (did you mean 'I-1'?); allowed: I-1" in unescape(
        answer.content.decode()
    )


def test_without_interventions_the_page_says_which_file_to_bring_and_where(as_role):
    early = {"as_of": "2024-12-31"}
    page = shown(as_role("owner"), **early)
    for words in ("<b>interventions</b>", "<code>intervention_id</code>", "<code>start_date</code>"):
        assert words in page
    assert '<a class="button" href="/data">Bring files</a>' in page
    board = shown(as_role("board"), **early)
    assert "brings files" in board
    assert 'href="/data"' not in board
    log = shown(as_role("owner"), "/impact/contact", **early)
    assert "<b>activities</b>" in log
    assert as_role("owner").get("/export/impact.json", early).status_code == 422


def test_what_the_data_does_not_allow_is_told_with_what_to_bring(as_role):
    answer = as_role("owner").get("/export/contact.json", {"as_of": "2025-03-31"})
    assert answer.status_code == 422
    assert "contact takes a log" in answer.content.decode()


def test_some_accounts_alone_are_not_asked_about(as_role):
    owner, some = as_role("owner"), {"only.person": "P1"}
    assert "this is of all accounts" in shown(owner, **some)
    assert owner.get("/export/impact.json", some).status_code == 400


def test_who_sees_a_book_alone_has_neither_page_nor_answer_nor_a_name_of_one(as_role):
    client = as_role("csm")
    for path in ("/impact", "/impact/impact", "/impact/contact", "/export/impact.json", "/api/v1/impact"):
        answer = client.get(path, SPRINT)
        assert answer.status_code == 404, path
        assert "Sprint" not in answer.content.decode()
    assert 'href="/impact"' not in client.get("/settings").content.decode()


def test_what_single_people_did_is_for_who_may_see_their_time():
    from bookload.planning.impact.contact import OF_OWNERS

    allowed = {
        role
        for role in ("owner", "head", "operations", "finance", "admin", "board")
        if Access.of(role).rights >= OF_OWNERS
    }
    assert allowed == {"owner", "head", "operations"}
