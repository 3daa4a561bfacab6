"""The first page: what changed since the last visit, and what one sees of one's own."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from html import escape, unescape
from pathlib import Path

import pytest

from commanded import FILES, run, written
from served import person, signed_in

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HERE = {"as_of": "2025-04-20"}
"""A day that no other test asks about: what it shows is found out once, by the first who asks."""


@pytest.fixture
def at(monkeypatch):
    """Set the clock of the pages."""

    def set_to(moment):
        monkeypatch.setattr("django.utils.timezone.now", lambda: moment)

    set_to(NOON)
    return set_to


def changed(client, **said) -> str:
    """What the first page says of what changed, as text."""
    html = client.get("/overview/since", said, headers={"HX-Request": "true"}).content.decode()
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))


def imported(root: Path, folder: Path, **files: str) -> None:
    """Import files that replace those of the same name."""
    ran = run(
        "import",
        str(written(folder, {**FILES, **{f"{n}.csv": text for n, text in files.items()}})),
        *("--workspace", str(root), "--data-through", "2025-07-15"),
    )
    assert ran.code == 0, ran.err


def test_a_first_visit_is_compared_with_a_month_ago_and_says_so(as_role, at):
    text = changed(as_role("owner"))
    assert "Since a month ago" in text
    assert "This is your first visit" in text
    assert "churn" in text, "Bolt left in June"


def test_the_first_page_waits_for_nothing_and_takes_it_in_after(as_role, at):
    finance = as_role("finance")
    page = finance.get("/overview").content.decode()
    assert 'hx-get="/overview/since"' in page
    assert finance.get("/overview/since").status_code == 200, "without a script it is a page"
    assert "By cause" in finance.get("/overview").content.decode()


def test_nothing_changed_is_said(as_role, at):
    owner = as_role("owner")
    owner.get("/overview")
    at(NOON + timedelta(minutes=20))
    assert "Since a month ago" in changed(owner), "the visit goes on"
    at(NOON + timedelta(hours=2))
    text = changed(owner)
    assert "Since your last visit, 2 Mar 2026, 12:00" in text
    assert "Nothing changed" in text


def test_an_import_and_a_policy_are_told_by_cause_and_by_whom_and_add_up(own, as_role, at, tmp_path):
    owner = as_role("owner")
    owner.get("/overview")
    at(NOON + timedelta(days=1))
    rows = FILES["subscriptions.csv"].replace("2024-01-01,,120000", "2024-01-01,,126000")
    imported(own, tmp_path / "more", subscriptions=rows)
    policy = own / "bookload.toml"
    policy.write_text(f"{policy.read_text()}\n[monday]\nquiet_days = 9\n")
    text = changed(owner)
    assert "Since your last visit" in text
    assert "imported accounts.csv" in text
    assert "bookload.toml was changed outside the app" in text
    assert "rows of then that read otherwise now +6,000" in text
    assert "Acme Ada Lind reads otherwise" in text
    assert "Ada Lind" in text
    assert "Rows that imports changed" in text


def test_what_changed_adds_up_in_full_by_cause_by_person_and_by_account(as_role):
    said = {"since": "2025-01-31"}
    found = json.loads(as_role("owner").get("/export/changed.json", said).content)
    difference = Decimal(found["after"]) - Decimal(found["before"])
    assert Decimal(found["difference"]) == difference != 0
    assert sum(Decimal(each["arr"]) for each in found["causes"]) == difference
    for parts in ("people", "accounts"):
        assert sum(Decimal(each["difference"]) for each in found[parts]) == difference, parts
    moved = {each["person_id"]: Decimal(each["transferred"]) for each in found["people"]}
    assert sum(moved.values()) == 0
    assert moved["P1"] < 0 < moved["P2"], "Bolt went from Ada to Ben"


def test_one_book_is_told_of_itself_alone(as_role, at):
    ada = as_role("csm")
    text = changed(ada)
    assert not [hidden for hidden in ("Bolt", "Cato", "Dune", "Okoro") if hidden in text]
    at(NOON + timedelta(days=1))
    page = ada.get("/overview").content.decode()
    assert "Committed ARR" in page
    assert "120,000" in page
    assert not [hidden for hidden in ("Cato", "Dune", "Okoro") if hidden in page]


def test_what_left_a_book_is_told_as_that_and_as_nothing_that_the_accounts_did(as_role):
    found = json.loads(as_role("csm").get("/export/changed.json", {"since": "2025-01-31"}).content)
    assert [(each["cause"], Decimal(each["arr"])) for each in found["causes"]] == [("seen", Decimal(-60_000))]
    assert [each["account_id"] for each in found["accounts"]] == ["A2"]
    assert found["people"] is None


def test_another_role_is_told_nothing_of_what_the_one_before_saw(served, at):
    somebody = person("rosa@example.com", "owner")
    client = signed_in(somebody)
    client.get("/overview")
    somebody.role, somebody.person_id = "csm", "P1"
    somebody.save()
    at(NOON + timedelta(days=1))
    text = changed(client)
    assert "Since a month ago" in text
    assert "Bolt" not in text


def test_what_is_known_of_no_month_before_says_where_the_data_begins(as_role):
    refused = as_role("owner").get("/export/changed.json", {"since": "2031-01-01"})
    assert refused.status_code == 400
    assert "is asked on a later day" in unescape(refused.content.decode())


def test_what_somebody_may_not_know_is_not_opened_either(as_role):
    board, said = as_role("board"), {"metric": "cost_to_serve"}
    assert as_role("finance").get("/overview/why", said).status_code == 200
    assert as_role("operations").get("/overview/why", said).status_code == 404
    assert board.get("/overview/why", {"metric": "nothing"}).status_code == 400
    assert board.get("/overview/why", {"metric": "arr", "scenario": "x"}).status_code >= 400


@pytest.fixture
def many(served, monkeypatch):
    """Somebody of finance who asks first of a company with so many rows that a page waits for no figures.

    Answers are kept by rights, and for all tests of a run: as somebody of the data whom no other test signs
    in they have rights of their own, so that what another test asked before is no answer to them.
    """
    monkeypatch.setattr("bookload.web.answers.fragments.FOLLOWS", 0)
    return signed_in(person("ben", "finance", "P2"))


def followed(page: str) -> list[str]:
    """What a page takes in when it is there."""
    return [unescape(each) for each in re.findall(r'class="following" hx-get="([^"]+)"', page)]


def test_of_many_rows_a_page_is_there_at_once_and_its_figures_follow(many):
    finance, here = many, HERE
    page = finance.get("/overview", here).content.decode()
    (later,) = followed(page)
    assert later == "/overview?as_of=2025-04-20&wait=1"
    assert f'<a href="{escape(later)}">' in page, "a link for who runs no script"
    assert "Worth a look this week" not in page
    figures = finance.get(later, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in figures
    assert "Committed ARR" in figures
    (week,) = followed(figures)
    shown = finance.get(week, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in shown
    assert "Worth a look this week" in shown
    page = finance.get("/overview", here).content.decode()
    assert followed(page) == [], "it was found out"
    assert "Committed ARR" in page
    assert "Worth a look this week" in page


def test_why_a_number_is_so_is_found_out_when_somebody_opens_it(as_role):
    finance = as_role("finance")
    page = finance.get("/overview", HERE).content.decode()
    assert 'hx-get="/overview/why?as_of=2025-04-20&amp;metric=arr"' in page
    assert 'href="/overview/explain?as_of=2025-04-20&amp;metric=arr"' in page, "a link for who runs no script"
    assert "Rows behind" not in page
    said = {**HERE, "metric": "arr"}
    shown = finance.get("/overview/why", said, headers={"HX-Request": "true"}).content.decode()
    assert shown.count("<html") == 0
    assert "Rows behind arr, step 1" in shown
    told = json.loads(finance.get("/export/explain.json", said).content)
    assert f"{Decimal(told['value']):,}" in unescape(shown)
    assert "<html" in finance.get("/overview/why", said).content.decode(), (
        "a page of its own without a script"
    )


@pytest.mark.parametrize(
    ("at", "said"),
    [
        # The whole report takes longer than a few figures, and the way to either is one.
        pytest.param("/overview", {"as_of": "2025-03-20"}, marks=pytest.mark.prove),
        ("/overview", {"only.segment": "SMB"}),
        ("/revenue", {"as_of": "2025-03-20"}),
    ],
)
def test_who_runs_no_script_waits_for_the_whole_page(many, at, said):
    (later,) = followed(many.get(at, said).content.decode())
    page = many.get(later).content.decode()
    assert "<html" in page
    assert followed(page) == []
    assert many.get(at, said).content.decode().count("<table") == page.count("<table") > 0


def test_an_answer_of_many_rows_follows_too_and_says_what_it_would_have_said(many):
    finance, said = many, {"as_of": "2025-02-20", "by": "segment"}
    (later,) = followed(finance.get("/revenue/movements", said).content.decode())
    inside = finance.get(later, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in inside
    assert inside.strip() in finance.get("/revenue/movements", said).content.decode()
