"""`bookload impact`: a company whose campaign did something that is known, from its files to the answer."""

from __future__ import annotations

import pytest
from openpyxl import load_workbook

from commanded import run, written

ACCOUNTS = 60
REACHED = 20
KEYS = {"effect", "low", "high", "p", "placebo_p", "power", "detectable", "verdict"}


def files():
    """Sixty accounts; every third is reached on 2 February 2025 and pays a tenth more from March on."""
    names = [f"A-{number:02d}" for number in range(ACCOUNTS)]
    rows = []
    for number, name in enumerate(names):
        price = 500 + 17 * number
        more = 1.1 if number % 3 == 0 else 1.0
        wobble = 1 + ((number * 7) % 5 - 2) / 100
        rows += [
            f"S-{name},{name},2024-01-01,2025-03-01,{price:.2f},month,USD",
            f"S-{name},{name},2025-03-01,,{price * more * wobble:.2f},month,USD",
        ]
    touched = [
        f"P1,call,2025-{month:02d}-1{number % 9}T10:00:00Z,30,{name}"
        for month in range(1, 7)
        for number, name in enumerate(names)
        if (number + month) % 4
    ]
    return {
        "accounts.csv": "account_id,name\n" + "".join(f"{name},{name}\n" for name in names),
        "subscriptions.csv": "subscription_id,account_id,start_date,end_date,amount,interval,currency\n"
        + "".join(f"{row}\n" for row in rows),
        "people.csv": "person_id,name,hire_date\nP1,Ada,2023-01-01\n",
        "positions.csv": "person_id,from_date,role\nP1,2023-01-01,csm\n",
        "ownership.csv": "account_id,owner_id,start_date\n"
        + "".join(f"{name},P1,2024-01-01\n" for name in names),
        "activities.csv": "person_id,kind,start_at,minutes,account_id\n"
        + "".join(f"{row}\n" for row in touched),
        "interventions.csv": "intervention_id,account_id,start_date,name,kind\n"
        + "".join(f"I-1,{name},2025-02-02,Sprint,campaign\n" for name in names[::3]),
    }


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    root = tmp_path_factory.mktemp("impact")
    sent = written(root / "files", files())
    ran = run("import", str(sent), "--workspace", str(root / "ws"), "--data-through", "2025-07-31")
    assert ran.code == 0, ran.err + ran.out
    return root / "ws"


def test_an_effect_that_is_known_is_found_with_the_documented_keys(place):
    found = run("impact", "I-1", "--workspace", str(place), "--json").json
    assert found.keys() >= KEYS
    # A tenth more in five of the six months that begin with February.
    assert found["low"] < 0.1 * 5 / 6 < found["high"]
    assert found["called"] == "effect"
    assert (found["treated"], found["controls"]) == (REACHED, ACCOUNTS - REACHED)
    assert found["effect_mrr"] == pytest.approx(found["effect"] * found["mrr"], abs=0.01)
    assert sum(row["part"] for row in found["accounts"]) == pytest.approx(found["effect"], abs=1e-12)


def test_people_are_told_in_a_sentence(place):
    ran = run("impact", "I-1", "--workspace", str(place))
    assert "Sprint (I-1): The 20 accounts paid" in ran.out
    assert "None" not in ran.out
    several = run("impact", "--workspace", str(place))
    assert "p counts that (Holm)" not in several.out  # there is one, and it is opened
    assert "as clear among accounts not reached" in several.out


def test_it_is_written_as_a_page_and_as_a_workbook(place, tmp_path):
    page, book = tmp_path / "i.html", tmp_path / "i.xlsx"
    ran = run("impact", "I-1", "--html", str(page), "--xlsx", str(book), "--workspace", str(place))
    assert ran.code == 0, ran.err
    text = page.read_text()
    assert text.count('role="img"') == 2
    assert "The 20 accounts paid" in text
    sheets = load_workbook(book)
    assert sheets.sheetnames == ["What worked", "Provenance"]
    assert len(sheets["What worked"]._charts) == 1


def test_an_effect_opens_to_accounts_whose_parts_add_up(place):
    opened = run("explain", "impact", "--for", "I-1", "--json", "--workspace", str(place)).json
    *_, movements, rows = opened["steps"]
    assert len({row["account_id"] for row in rows["rows"]}) == ACCOUNTS
    by_rows, by_movement = (
        sum(row[name] for row in step["rows"]) for step, name in ((rows, "part"), (movements, "effect"))
    )
    assert by_rows == pytest.approx(by_movement, abs=0.01)
    assert "say which" in run("explain", "impact", "--workspace", str(place)).err


def test_contact_is_told_by_lag_and_owner(place):
    found = run("impact", "--contact", "--months", "3", "--json", "--workspace", str(place))
    assert found.code == 1
    assert "contact takes a log of 4 whole months, and 6 months of revenue after" in found.err


def test_one_that_is_not_there_is_an_error_that_names_those_that_are(place, ask):
    ran = run("impact", "I-2", "--workspace", str(place))
    assert ran.code == 2
    assert "I-1" in ran.err
    assert "Cannot tell, because it left" in ask("impact", "new_csm").out
    assert run("impact", "I-1", "--contact", "--workspace", str(place)).code == 2
    assert run("impact", "I-1", "--as", "csm:P1", "--workspace", str(place)).code != 0
