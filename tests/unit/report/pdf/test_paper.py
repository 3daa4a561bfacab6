"""Answers on paper: what is written is what was answered, whatever signs names are made of."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from bookload.base.access import Access
from bookload.base.errors import AccessDeniedError
from bookload.report.pdf import paper, topic_pdf, write_pdf
from bookload.report.pdf.definitions import OF
from bookload.report.terminal import table
from bookload.workspace import Workspace
from bookload.workspace.questions import QUESTIONS
from sized import Company

MARKUP = (
    '#panic("run")',
    '#eval("1+1")',
    '#import "/etc/passwd"',
    "$x^2$",
    "@ref <label>",
    "*bold* _it_ `raw`",
    "= Heading",
    "- list / term: x",
    r"back\slash \u{41} ~ -- ...",
    "// comment /* more",
    "https://example.com/x",
    "\"quoted\" 'single'",
)


@pytest.fixture(scope="module")
def reader() -> Workspace:
    return Company().account("A", 1_200, "P-0").heads(1).open()


def pages(content: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(BytesIO(content)).pages]


def words(content: bytes) -> str:
    return " ".join(" ".join(pages(content)).split())


def test_a_name_is_text_whatever_markup_it_looks_like(reader: Workspace) -> None:
    parts = [table("#title $t$", ["name", "ARR"], [[name, "1,200"] for name in MARKUP]), "Said: #panic() *x*"]
    found = words(topic_pdf(reader, "monday", "= #panic()", parts))
    for name in (*MARKUP, "#title $t$", "Said: #panic() *x*", "= #panic()"):
        assert " ".join(name.split()) in found, name


def test_names_of_any_script_are_shown_and_the_page_says_its_language(reader: Workspace) -> None:
    names = ["שלום בעמ", "Ελληνικά", "Ромашка", "Þór & Ærø Ñandú", "🚀 Rocket", "x" * 300, "a\u202eb"]
    content = topic_pdf(
        reader, "monday", "Names", [table("T", ["name", "n"], [[name, "1"] for name in names])]
    )
    found = "".join(pages(content)).replace("\u200b", "").replace("\n", "")
    for name in ("Ελληνικά", "Ромашка", "Þór & Ærø Ñandú", "Rocket", "x" * 300):
        assert name in found, name
    assert PdfReader(BytesIO(content)).trailer["/Root"]["/Lang"] == "en"  # type: ignore[index]


def test_a_long_table_says_its_head_on_every_page_and_figures_stay_as_they_were(reader: Workspace) -> None:
    rows = [[f"Account {number}", f"{number:,}"] for number in range(1, 201)]
    content = topic_pdf(reader, "movements", "Many", [table("Accounts", ["account", "ARR"], rows)])
    found = pages(content)
    with_rows = [text for text in found if "Account" in text]
    assert len(with_rows) > 2
    assert all(re.search(r"account\s+ARR", text) for text in with_rows)
    assert [f"{number} of {len(found)}" in text for number, text in enumerate(found, 1)] == [True] * len(
        found
    )
    assert re.findall(r"Account (\d+)\s+([\d,]+)", "\n".join(found)) == [
        (str(number), f"{number:,}") for number in range(1, 201)
    ]
    assert all("profile bookload" in text for text in found)


def test_what_does_not_fit_is_counted_and_pointed_to_never_cut_silently(
    reader: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paper, "MOST_ROWS", 3)
    rows = [[f"Row {number}", "1"] for number in range(10)]
    found = words(topic_pdf(reader, "movements", "Many", [table("T", ["row", "n"], rows)]))
    assert "Row 2" in found
    assert "Row 3" not in found
    assert "The first 3 of 10 rows stand here" in found
    assert "/export/movements.csv" in found


def test_a_wide_table_lies_across(reader: Workspace) -> None:
    columns = [f"column {number}" for number in range(16)]
    rows = [["A rather long name of an account", *(["1,234,567"] * 15)]]
    content = topic_pdf(reader, "movements", "Wide", [table("T", columns, rows)])
    box = PdfReader(BytesIO(content)).pages[0].mediabox
    assert box.width > box.height


def test_the_same_answer_is_the_same_bytes_and_has_its_day_for_a_date(reader: Workspace) -> None:
    parts = [table("T", ["a", "b"], [["x", None]])]
    first, second = (topic_pdf(reader, "ratios", "Twice", parts) for _ in range(2))
    assert first == second
    assert b"20260630" in first
    assert "n/a" in words(first)


def test_every_question_says_what_its_words_mean() -> None:
    told = {"changed", "explain", "compare"}
    """What explains its own figures line by line."""
    assert set(QUESTIONS) - set(OF) <= told


def test_paper_of_the_company_is_for_who_sees_all_of_it(reader: Workspace, tmp_path: Path) -> None:
    csm = reader.seen_by(Access.of("csm", "P-0"))
    with pytest.raises(AccessDeniedError):
        write_pdf(csm, tmp_path / "x.pdf", "report", "Report", [])
    assert list(tmp_path.iterdir()) == []
