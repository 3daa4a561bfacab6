"""A manager sees the books of their team, however many steps below, on every way to figures."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bookload.base.access import ROLES as RIGHTS
from bookload.web.pages import PAGES
from bookload.workspace.questions import QUESTIONS
from commanded import FILES, run, written
from served import person, signed_in

OTHERS = ("Bolt", "Cato", "Dune", "A2", "A3", "A4")
PAY = ("71713", "91919", "88081", "71,713", "91,919", "88,081")
ASKED = {"book": {"person": "P1"}, "explain": {"metric": "arr"}}
TEAM = {
    **FILES,
    "accounts.csv": FILES["accounts.csv"] + "A5,Echo,SMB,low,EMEA\n",
    "subscriptions.csv": FILES["subscriptions.csv"] + "S9,A5,2024-06-01,,300,month,USD,Platform,active\n",
    "people.csv": """\
person_id,name,hire_date,leave_date,email,manager_id
P1,Ada Lind,2023-01-01,,ada@example.com,P3
P2,Ben Okoro,2023-06-01,,ben@example.com,
P3,Cem Yilmaz,2020-01-01,,cem@example.com,
P4,Dia Roe,2023-06-01,,dia@example.com,P1
""",
    "positions.csv": FILES["positions.csv"] + "P4,2023-06-01,csm,1,SMB,DE\n",
    "ownership.csv": FILES["ownership.csv"] + "A5,P4,2024-06-01,,csm\n",
}


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Cem manages Ada, who manages Dia; Ben is in nobody's team."""
    root = tmp_path_factory.mktemp("team") / "acme"
    files = written(tmp_path_factory.mktemp("files"), TEAM)
    assert run("import", str(files), "--workspace", str(root), "--data-through", "2025-06-30").code == 0
    return root


@pytest.fixture
def cem(served):
    return signed_in(person("cem@example.com", "manager", "P3"))


def granted(question) -> bool:
    return question.needs <= RIGHTS["manager"] and not question.slow


def test_a_manager_sees_the_accounts_of_the_team_and_of_whom_the_team_manages(cem):
    rows = json.loads(cem.get("/export/movements.json", {"by": "account"}).content)["rows"]
    assert {row["account_id"] for row in rows} == {"A1", "A5"}
    books = cem.get("/books/book").content.decode()
    assert "Ada Lind" in books
    assert "Dia Roe" in books
    assert "Okoro" not in books
    assert cem.get("/books/book", {"person": "P4"}).status_code == 200
    assert cem.get("/books/book", {"person": "P2"}).status_code == 404


@pytest.mark.usefixtures("reading")
def test_no_page_export_or_program_gives_a_manager_another_teams_accounts_or_pay(cem):
    ways = 0
    for name, question in QUESTIONS.items():
        said = ASKED.get(name, {})
        page = next(each.name for each in PAGES if name in each.questions)
        for path in (f"/{page}/{name}", f"/export/{name}.json", f"/export/{name}.csv", f"/api/v1/{name}"):
            answer = cem.get(path, said)
            assert answer.status_code in ((200, 422) if granted(question) else (404,)), path
            text = answer.content.decode()
            # A page holds a random token, which two signs may be in by chance.
            hidden = OTHERS[:3] if "html" in answer.headers["Content-Type"] else OTHERS
            assert not [each for each in (*hidden, *PAY) if each in text], path
            ways += answer.status_code == 200
    assert ways > 20


def test_a_csm_below_sees_one_book_and_a_manager_without_a_team_their_own(served):
    for who, role, accounts in (
        ("dia@example.com", "csm", {"A5"}),
        ("dia.m@example.com", "manager", {"A5"}),
        ("ada@example.com", "csm", {"A1"}),
        ("ada.m@example.com", "manager", {"A1", "A5"}),
    ):
        client = signed_in(person(who, role, "P4" if who.startswith("dia") else "P1"))
        rows = json.loads(client.get("/export/movements.json", {"by": "account"}).content)["rows"]
        assert {row["account_id"] for row in rows} == accounts, who


def test_a_manager_belongs_to_somebody_of_the_data(served):
    from django.core.exceptions import ValidationError

    from bookload.base.errors import AccessDeniedError

    with pytest.raises((ValidationError, AccessDeniedError), match="books of one team"):
        person("x", "manager")
