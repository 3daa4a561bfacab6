"""Pages of answers: what a URL says, what comes back as a file, and what is kept."""

from __future__ import annotations

import csv
import json
import stat
from html import unescape
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook

from bookload.report.terminal import Laid
from bookload.workspace.questions import QUESTIONS
from commanded import run


@pytest.mark.usefixtures("reading")
def test_the_document_of_a_page_is_the_one_that_the_command_prints(as_role, served):
    for name, said, arguments in (
        ("movements", {"by": "segment"}, ("--by", "segment")),
        ("retention", {}, ()),
        ("committed", {}, ()),
        ("ratios", {"by": "team"}, ("--by", "team")),
        ("capacity", {}, ()),
        ("costs", {}, ()),
        ("monday", {}, ()),
    ):
        shown = json.loads(as_role("owner").get(f"/export/{name}.json", said).content)
        printed = run(name, *arguments, "--json", "--workspace", str(served)).json
        assert shown == printed, name


def test_every_question_has_a_page_and_says_what_it_takes(as_role):
    client = as_role("owner")
    for name, question in QUESTIONS.items():
        answer = client.get(f"/export/{name}.json", {"nonsense": "1"})
        assert answer.status_code == 400, name
        assert f"'{name}' takes no 'nonsense'" in unescape(answer.content.decode()), question.title


@pytest.mark.parametrize(
    ("path", "said", "words"),
    [
        ("/revenue/movements", {"by": "colour"}, "Input should be"),
        ("/revenue/movements", {"from": "soon"}, "soon"),
        ("/overview", {"as_of": "yesterday"}, "is not a date; write as_of as YYYY-MM-DD"),
        ("/overview", {"as_of": "2031-01-01"}, "the data goes through 2025-06-30"),
        ("/overview", {"profile": "strype"}, "did you mean"),
        ("/overview", {"snapshot": "nowhere"}, "nowhere"),
        ("/overview", {"snapshot": "x" * 300}, "no snapshot has such a name"),
        ("/overview", {"snapshot": "a\0b"}, "no snapshot has such a name"),
        ("/overview", {"snapshot": "../../etc"}, "no snapshot has such a name"),
    ],
)
def test_what_cannot_be_meant_is_named_with_the_way_out(as_role, path, said, words):
    answer = as_role("owner").get(path, said)
    assert answer.status_code in {400, 409}
    assert words in unescape(answer.content.decode())
    assert "Traceback" not in answer.content.decode()


def test_another_profile_counts_by_its_rules_as_the_command_does(as_role, served):
    client = as_role("owner")
    own = json.loads(client.get("/export/movements.json").content)
    other = json.loads(client.get("/export/movements.json", {"profile": "stripe"}).content)
    assert (own["profile"], other["profile"]) == ("bookload", "stripe")
    printed = run("movements", "--profile", "stripe", "--json", "--workspace", str(served)).json
    assert other == printed


def test_tables_as_csv_hold_what_the_page_shows(as_role):
    content = as_role("owner").get("/export/movements.csv").content.decode("utf-8-sig")
    rows = list(csv.reader(StringIO(content)))
    heads = next(row for row in rows if "opening" in row)
    assert {"opening", "closing"} <= set(heads)
    assert len(rows) > 5


def test_text_that_looks_like_a_formula_stays_text_and_a_number_a_number(served):
    from bookload.web.answers.exports import as_csv

    table = Laid("=title", ("name", "-amount"), (("=cmd|' /C calc'!A0", "-5.00"), ("@x", "-1,234.5")), 1)
    rows = list(csv.reader(StringIO(as_csv([table]).decode("utf-8-sig"))))
    assert rows == [["'=title"], ["name", "'-amount"], ["'=cmd|' /C calc'!A0", "-5.00"], ["'@x", "-1234.5"]]


def test_a_file_of_some_accounts_says_so_whichever_it_is(as_role):
    said = {"only.segment": "SMB", "as_of": "2025-03-31"}
    owner = as_role("owner")
    told = owner.get("/export/movements.csv", said).content.decode("utf-8-sig").splitlines()
    assert told[0].strip('"').endswith("; as of 2025-03-31, segment SMB alone")
    assert not any("," in cell for row in csv.reader(told[2:]) for cell in row)
    book = load_workbook(BytesIO(owner.get("/export/movements.xlsx", said).content))
    assert book.worksheets[0]["A2"].value == "As of 2025-03-31, profile bookload, segment SMB alone."
    assert str(book["Notes"]["A1"].value).endswith("as of 2025-03-31, segment SMB alone")
    assert "segment SMB alone" in owner.get("/revenue/movements", said).content.decode()


def test_a_figure_below_nought_is_a_number_in_files_whatever_its_minus():
    from bookload.report.workbook import number_of
    from bookload.web.answers.exports import as_csv

    assert number_of("\N{MINUS SIGN}21,547") == (-21547.0, "#,##0")
    table = Laid("t", ("month", "churn"), (("2025-01", "\N{MINUS SIGN}21,547"),), 1)
    assert as_csv([table]).decode("utf-8-sig").splitlines()[-1] == "2025-01,-21547"


def test_a_workbook_of_an_answer_opens_with_its_figures(as_role):
    content = as_role("owner").get("/export/capacity.xlsx").content
    book = load_workbook(BytesIO(content))
    assert book.sheetnames == ["Hours and heads", "Provenance"]
    assert book["Hours and heads"].max_row > 5


def test_a_workbook_of_an_answer_without_formulas_has_the_tables_of_its_csv(as_role):
    for role, question in (("owner", "retention"), ("csm", "movements")):
        content = as_role(role).get(f"/export/{question}.xlsx").content
        book = load_workbook(BytesIO(content))
        rows = list(
            csv.reader(StringIO(as_role(role).get(f"/export/{question}.csv").content.decode("utf-8-sig")))
        )
        first = book.worksheets[0]
        assert [cell.value for cell in first[3]] == rows[1]
        assert [cell.value for cell in first["A"][3:]] == [row[0] for row in rows[2 : first.max_row - 1]]


def test_a_sheet_that_is_full_gives_its_tables_instead_over_several_sheets(as_role, monkeypatch):
    monkeypatch.setattr("bookload.report.workbook.sheet.ROWS", 5)
    book = load_workbook(BytesIO(as_role("owner").get("/export/capacity.xlsx").content))
    assert "Provenance" not in book.sheetnames
    assert book.sheetnames[-1] == "Notes"


def test_what_is_kept_only_the_owner_of_the_files_may_open(as_role, served):
    as_role("finance").get("/export/ratios.json")
    # What another worker's test is writing has a dot before its name, and is gone when it is done.
    kept = list((served / ".bookload" / "cache").rglob("answers/[!.]*"))
    assert kept
    assert {stat.S_IMODE(path.stat().st_mode) for path in kept} == {0o600}


def test_a_change_of_policy_is_in_the_next_answer(as_role, served):
    client = as_role("owner")
    before = client.get("/export/monday.json").content
    policy = served / "bookload.toml"
    text = policy.read_text()
    try:
        policy.write_text(f"{text}\n[monday]\nquiet_days = 1\n")
        assert client.get("/overview").status_code == 200
        policy.write_text(f"{text}\n[monday]\nquiet_days = 0\n")
        assert client.get("/overview").status_code == 422
    finally:
        policy.write_text(text)
    assert client.get("/export/monday.json").content == before


def test_choices_are_those_that_the_reader_may_see(as_role):
    everybody = as_role("owner").get("/books/book").content.decode()
    own = as_role("csm").get("/books/book").content.decode()
    assert "Ben Okoro (P2)" in everybody
    assert "Ada Lind (P1)" in own
    assert "Okoro" not in own
