"""`bookload balance` on the small company: the document, the files, and the way back in."""

from __future__ import annotations

import csv
import io
import shutil
from datetime import date

import pytest
from openpyxl import load_workbook

import bookload
from bookload.data.tables import unbound
from commanded import run

ENOUGH = ("--seconds", "20")
"""Seconds that suffice on a busy machine too; a search ends as soon as its best is proven."""


@pytest.fixture(scope="module")
def made(company, tmp_path_factory):
    folder = tmp_path_factory.mktemp("balanced")
    files = (
        "--moves", str(folder / "moves.csv"), "--ownership", str(folder / "balanced.csv"),
        "--starts", "2025-07-01",
    )  # fmt: skip
    ran = run("balance", *ENOUGH, "--leaver", "P1", *files, "--json", "--workspace", str(company))
    assert ran.code == 0, ran.err + ran.out
    return ran, folder


def test_the_document_has_moves_books_and_how_good_they_are(made):
    document = made[0].json
    assert [(each["account_id"], each["from"], each["to"], each["step"]) for each in document["moves"]] == [
        ("A1", "P1", "P2", 1)
    ]
    assert document["moves"][0]["arr"] == "120000.00"
    assert document["moves"][0]["reason"].startswith("its owner leaves; Ben Okoro goes from ")
    (book,) = document["books"]
    assert (book["person_id"], book["before"]["accounts"], book["after"]["accounts"]) == ("P2", 2, 3)
    assert float(book["after"]["arr"]) - float(book["before"]["arr"]) == 120_000
    assert document["bound"] <= document["objective"]
    assert (document["changes"], document["conflict"]) == (0, [])
    assert document["status"] in {"within_gap", "time_limit"}


def test_the_moves_are_a_file_for_a_crm(made):
    rows = list(csv.DictReader(io.StringIO((made[1] / "moves.csv").read_text())))
    assert [
        (row["account_id"], row["from_owner_id"], row["to_owner_id"], row["on_or_after"]) for row in rows
    ] == [("A1", "P1", "P2", "2025-07-01")]


def test_ownership_imports_back_and_owners_are_as_proposed(made, company, tmp_path):
    shutil.copytree(company, tmp_path / "ws")
    place = ("--workspace", str(tmp_path / "ws"))

    ran = run("import", str(made[1] / "balanced.csv"), *place, "--data-through", "2025-07-01")

    assert ran.code == 0, ran.err + ran.out
    reader = bookload.open(tmp_path / "ws")
    rows = reader.collect(
        unbound("ownership").select("account_id", "owner_id", "start_date", "end_date")
    ).rows()
    for day, wanted in ((date(2025, 6, 30), "P1"), (date(2025, 7, 1), "P2")):
        owners = {
            row["account_id"]: row["owner_id"] for row in rows if row["start_date"] <= day < row["end_date"]
        }
        assert owners == {"A1": wanted, "A2": "P2", "A3": "P2", "A4": "P2"}


def test_words_name_the_limits_that_cannot_hold_and_nothing_is_written(ask, tmp_path):
    ran = ask("balance", *ENOUGH, "--leaver", "P1", "--leaver", "P2", "--out", str(tmp_path / "m.csv"))
    assert ran.code == 1
    assert "nobody is there to carry accounts as a CSM" in ran.err
    assert not (tmp_path / "m.csv").exists()


def test_owners_change_after_the_date_alone(ask, tmp_path):
    ran = ask(
        "balance", *ENOUGH, "--leaver", "P1", "--ownership", str(tmp_path / "o.csv"), "--starts", "2025-06-30"
    )
    assert ran.code == 2
    assert "owners change after 2025-06-30" in ran.err


def test_a_csm_is_refused(ask):
    ran = ask("balance", *ENOUGH, "--as", "csm:P1")
    assert ran.code == 1
    assert "balancing the books needs the right to all_rows" in ran.err


def test_a_scenario_is_balanced_as_it_would_be(company, tmp_path):
    root = tmp_path / "ws"
    shutil.copytree(company, root)
    (root / "scenarios").mkdir(exist_ok=True)
    (root / "scenarios" / "one.toml").write_text(
        'name = "One more"\nsentence = "One more CSM?"\n\n[[hires]]\nrole = "csm"\ndate = 2025-01-01\n'
        "count = 1\n"
    )
    as_it_is, supposed = (
        run("balance", *ENOUGH, *more, "--json", "--workspace", str(root))
        for more in ((), ("--scenario", "one"))
    )
    assert supposed.code == 0, supposed.err
    assert supposed.json["scenario"]["scenario"] == "one"
    before = {each["person_id"] for each in as_it_is.json["books"]}
    added = {each["person_id"] for each in supposed.json["books"]} - before
    assert len(added) == 1, "the hire of the scenario is somebody who may get accounts"


def test_people_go_by_their_names_on_the_terminal(ask):
    ran = ask("balance", *ENOUGH, "--leaver", "P1")
    assert "Ben Okoro" in ran.out
    assert "(P2)" in ran.out


def test_the_page_and_the_workbook_have_the_moves_the_books_and_the_frontier(ask, tmp_path):
    page, book = tmp_path / "b.html", tmp_path / "b.xlsx"
    ran = ask("balance", *ENOUGH, "--leaver", "P1", "--frontier", "--html", str(page), "--xlsx", str(book))
    assert ran.code == 0, ran.err
    text = page.read_text()
    assert "its owner leaves" in text
    assert "Books before and after" in text
    made = load_workbook(book)
    assert made.sheetnames[:3] == ["Moves", "Books", "Frontier"]
    rows = list(made["Moves"].iter_rows(min_row=5, max_row=5, values_only=True))
    assert rows[0][:7] == (1, "A1", "Acme", "P1", "P1", "P2", "Ben Okoro")
