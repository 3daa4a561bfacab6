"""The board report: one page, kept when it is given out, and what changed since, adding up."""

from __future__ import annotations

import json
import shutil
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from bookload.base.errors import WorkspaceError
from bookload.base.period import Month
from bookload.data.documents import edited
from bookload.report.board import Hire, Planned
from bookload.workspace.given_out import given_out, keep_plan, last_plan
from commanded import FILES, run, written
from served import copied, found, logged

PAY = ("71713", "91919", "88081", "71,713", "91,919", "88,081")
LATER = {
    **FILES,
    "subscriptions.csv": FILES["subscriptions.csv"].replace("120000,year", "126000,year")
    + "S6,A3,2025-05-01,,50,month,USD,Add-on,active\n",
}


@pytest.fixture(scope="module")
def quarter(company, tmp_path_factory):
    """A company whose first report was given out in March, and which imported restated rows since."""
    root = copied(company, tmp_path_factory.mktemp("quarter"))
    where = ("--workspace", str(root))
    ran = run("board", *where, "--as-of", "2025-03-31", "--give-out", "--note", "Q1", "--json")
    assert ran.code == 0, ran.err
    assert "given out: board report 1, as of 2025-03-31" in ran.err
    files = written(tmp_path_factory.mktemp("later"), LATER)
    assert run("import", str(files), *where, "--data-through", "2025-06-30").code == 0
    return root


@pytest.fixture(scope="module")
def printed(quarter, tmp_path_factory):
    """What the command makes of it: the document, and the paper."""
    paper = tmp_path_factory.mktemp("paper") / "board.pdf"
    ran = run("board", "--workspace", str(quarter), "--json", "--pdf", str(paper))
    return ran.json, paper.read_bytes()


@pytest.fixture
def at(served, quarter, monkeypatch):
    """The same, served."""
    monkeypatch.setenv("BOOKLOAD_WORKSPACE", str(quarter))
    return quarter


def text_of(content: bytes) -> tuple[int, str]:
    """How many pages a PDF has, and what is written on them."""
    pages = PdfReader(BytesIO(content)).pages
    return len(pages), " ".join(" ".join(page.extract_text() for page in pages).split())


def adds_up(told, name):
    return Decimal(told["before"]) + sum(Decimal(each[name]) for each in told["causes"]) == Decimal(
        told["after"]
    )


def test_what_changed_adds_up_cause_by_cause_and_restatements_stand_apart(printed):
    since = printed[0]["since"]
    assert (since["number"], since["note"], since["as_of"]) == (1, "Q1", "2025-03-31")
    assert adds_up(since["arr"], "arr")
    causes = {each["cause"]: Decimal(each["arr"]) for each in since["arr"]["causes"]}
    assert causes["restated"] == 6_000
    assert causes["expansion"] == 600
    assert causes["churn"] == -60_000
    assert [each["account_id"] for each in since["restated_accounts"]] == ["A1"]
    assert since["restated_months"][0]["month"] == "2025-03"
    accounts = sum(Decimal(each["arr"]) for each in since["accounts"]) + Decimal(
        since["other_accounts"]["arr"]
    )
    assert accounts == sum(
        amount for name, amount in causes.items() if name not in {"restated", "fx", "program"}
    )


def test_page_paper_and_document_say_the_same_figures_and_the_bytes_are_the_same(at, as_role, printed):
    document, paper = printed
    owner = as_role("owner")
    assert json.loads(owner.get("/export/board.json").content) == document
    assert owner.get("/export/board.pdf").content == paper
    pages, text = text_of(paper)
    assert pages == 1
    arr = f"{Decimal(document['figures'][0]['value']):,.0f}"
    for place in (text, owner.get("/board").content.decode()):
        assert [word for word in (arr, "closed months restated", "+6,000", "Q1") if word not in place] == []
    html = owner.get("/export/board.html")
    assert html.headers["Content-Disposition"] == 'attachment; filename="bookload-board.html"'
    assert "default-src 'none'" in html.content.decode()


def test_paper_is_a4_tagged_titled_and_of_one_language_with_its_fonts_in_it(printed):
    read = PdfReader(BytesIO(printed[1]))
    catalogue: Any = read.trailer["/Root"]
    assert catalogue["/Lang"] == "en"
    assert catalogue["/MarkInfo"]["/Marked"]
    assert read.metadata is not None
    assert "Board report" in str(read.metadata.title)
    assert [round(float(side)) for side in read.pages[0].mediabox[2:]] == [595, 842]
    page: Any = read.pages[0]
    fonts = page["/Resources"]["/Font"].values()
    assert all("/FontFile3" in font.get_object()["/DescendantFonts"][0]["/FontDescriptor"] for font in fonts)


def test_the_board_sees_no_names_of_people_and_no_pay(at, as_role):
    board, csm = as_role("board"), as_role("csm")
    _, paper = text_of(board.get("/export/board.pdf").content)
    for text in (paper, board.get("/board").content.decode()):
        assert not [digits for digits in PAY if digits in text]
        assert not [name for name in ("Ada Lind", "Ben Okoro") if name in text]
    assert [csm.get(path).status_code for path in ("/board", "/export/board.pdf", "/board/given")] == [
        404
    ] * 3


def test_giving_out_keeps_it_and_is_not_for_everybody(own, as_role):
    head = as_role("head")
    assert "No board report was given out before" in head.get("/board").content.decode()
    assert "No board report was given out yet" in head.get("/board/given").content.decode()
    assert head.post("/board/given/new", {"as_of": "2025-03-31", "note": "Q1"}).status_code == 302
    given = head.get("/board/given").content.decode()
    assert "Board report 1 is given out, as of 2025-03-31" in given
    assert "Since the report of 31 Mar 2025 (Q1)" in head.get("/board").content.decode(), (
        "nothing stale is shown"
    )
    assert "as_of=2025-03-31" in found('href="(/board/board[?]as_of[^"]*)"', given)
    (entry,) = logged(own, "board report given out")
    assert entry.detail["number"] == 1
    board = as_role("board")
    assert "Keep it as given out" not in board.get("/board/given").content.decode()
    assert board.post("/board/given/new", {}).status_code == 404
    long = head.post("/board/given/new", {"note": "x" * 81})
    assert long.status_code == 422
    assert "at most 80 characters" in long.content.decode()
    assert head.get("/board", {"since": "7"}).status_code == 400


def test_a_kept_plan_stands_on_it_and_without_one_it_says_what_to_do(own, as_role):
    owner = as_role("owner")
    assert "No plan was made" in owner.get("/board").content.decode()
    month = Month.parse("2025-10")
    plan = Planned(
        date(2025, 6, 30),
        "S1",
        month,
        held=True,
        hires=(Hire("csm", month - 3, month, 2),),
        name="Growth, version 1",
    )
    assert keep_plan(own, plan)
    assert last_plan(own) == plan
    page = owner.get("/board").content.decode()
    assert "Planned as of 30 Jun 2025 (Growth, version 1), through Oct 2025: 2 heads to hire." in page
    assert not keep_plan(own, Planned(date(2025, 3, 31), "S0", month, held=True, hires=()))
    assert json.loads(owner.get("/export/board.json").content)["plan"]["hires"][0]["heads"] == 2


def test_of_a_snapshot_that_is_gone_causes_are_told_together_and_still_add_up(quarter, tmp_path):
    root = copied(quarter, tmp_path)
    given = json.loads((root / ".bookload" / "board" / "0001.json").read_text())
    shutil.rmtree(root / ".bookload" / "snapshots" / given["snapshot"])
    policy = root / "bookload.toml"
    policy.write_text(edited(policy.read_text(), {("team", "ratio_ramp"): "count"}))
    ran = run("board", "--workspace", str(root), "--json")
    assert ran.code == 0, ran.err
    since = ran.json["since"]
    assert adds_up(since["arr"], "arr")
    assert "gone" in {each["cause"] for each in since["arr"]["causes"]}
    assert "team.ratio_ramp: exclude → count" in since["documents"]


def test_a_record_that_is_damaged_is_named(tmp_path):
    folder = tmp_path / ".bookload" / "board"
    folder.mkdir(parents=True)
    (folder / "0001.json").write_text("{")
    with pytest.raises(WorkspaceError, match=r"0001\.json that was given out is damaged"):
        given_out(tmp_path)
    (folder / "plan.json").write_text("[]")
    assert last_plan(tmp_path) is None
