"""Filters: accounts chosen in the URL, for pages, exports and programs alike, from lists of values."""

from __future__ import annotations

import json
import re
import shutil
from decimal import Decimal
from html import unescape

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import strategies
from bookload.base.access import Access, Right
from bookload.data.documents import Policy
from bookload.metrics.books.shares import shares
from bookload.metrics.revenue import account_lines
from bookload.metrics.revenue.attributes import attribute
from bookload.metrics.revenue.movements.moves import account_moves
from bookload.metrics.revenue.stocks import stock
from bookload.workspace import memory, open_folder
from bookload.workspace.chosen import choices

PAY = ("91919", "88081", "91,919", "88,081")


def mrr(client, **chosen):
    """The closing MRR of the last month, as the export has it."""
    rows = json.loads(client.get("/export/movements.json", chosen).content)["rows"]
    return Decimal(rows[-1]["closing"])


def test_segments_add_up_to_the_whole_on_pages_and_for_programs(as_role):
    owner = as_role("owner")
    parts = [mrr(owner, **{"only.segment": segment}) for segment in ("Enterprise", "SMB")]
    assert 0 < parts[0] != parts[1] > 0
    assert sum(parts) == mrr(owner)
    asked = {"only.segment": "SMB"}
    program = json.loads(owner.get("/api/v1/movements", asked).content)
    file = json.loads(owner.get("/export/movements.json", asked).content)
    assert program["rows"] == file["rows"]
    assert program["only"] == file["only"] == {"segment": "SMB"}, "which accounts it is of"
    whole = json.loads(owner.get("/export/movements.json").content)
    assert "only" not in whole, "it is of all"
    assert (
        list(file)[:7]
        == list(whole)[:7]
        == [*["version", "workspace", "snapshot", "as_of", "currency", "profile", "findings"]]
    )


def test_what_is_filtered_says_so_and_one_click_takes_it_off(as_role):
    page = (
        as_role("owner").get("/revenue/movements", {"by": "account", "only.segment": "SMB"}).content.decode()
    )
    assert "Filtered" in page
    assert "2 of 4 accounts" in page
    assert 'href="/revenue/movements?by=account"' in page
    assert not re.search(r"\bA1\b", page), "a word of its own: a form's token may hold any two signs"
    assert "Acme" not in page
    assert "only.segment=SMB" in page, "links to other pages stay filtered"


def test_two_filters_together_ask_about_what_both_have(as_role):
    rows = as_role("owner").get(
        "/export/movements.csv", {"by": "account", "only.segment": "SMB", "only.region": "NA"}
    )
    text = rows.content.decode()
    assert "Cato" in text
    assert "Dune" not in text


def test_the_first_page_shows_the_figures_of_what_is_chosen_and_what_changed_of_it(as_role):
    owner, said = as_role("owner"), {"only.segment": "Enterprise"}
    page = owner.get("/overview", said).content.decode()
    assert "Filtered" in page
    assert "120,000" in page
    assert "CSMs there" not in page, "the team is of all accounts"
    found = json.loads(owner.get("/export/changed.json", {**said, "since": "2025-01-31"}).content)
    assert (found["before"], found["after"]) == ("180000.00", "120000.00")
    assert [(each["cause"], each["arr"]) for each in found["causes"]] == [("churn", "-60000.00")]
    assert owner.get("/overview/since", said).status_code == 200


def test_why_a_number_is_so_opens_the_filtered_rows(as_role):
    opened = (
        as_role("owner")
        .get("/export/explain.json", {"metric": "arr", "only.segment": "SMB"})
        .content.decode()
    )
    assert "A3" in opened
    assert "A1" not in opened


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"only.colour": "red"}, "accounts are not chosen by 'only.colour'"),
        ({"only.segmnet": "SMB"}, "did you mean 'only.segment'"),
        ({"only.segment": "Enterprize"}, "did you mean 'Enterprise'"),
        ({"only.base": "71713"}, "accounts are not chosen by 'only.base'"),
    ],
)
def test_what_no_list_has_is_refused_with_what_there_is(as_role, said, words):
    answer = as_role("owner").get("/export/movements.json", said)
    assert answer.status_code == 400
    assert words in unescape(answer.content.decode())


def test_a_question_of_the_whole_team_says_so_instead_of_dividing_a_part_by_it(as_role):
    owner = as_role("owner")
    page = owner.get("/capacity/capacity", {"only.segment": "SMB"})
    assert page.status_code == 200
    assert "Show it of all accounts" in page.content.decode()
    for path in ("/export/capacity.json", "/api/v1/costs", "/api/v1/report", "/export/ratios.json"):
        refused = owner.get(path, {"only.segment": "SMB", "only.region": "NA"})
        assert refused.status_code == 400, path
        assert "whole team" in refused.content.decode()


def test_ratios_of_one_segment_are_its_row_among_all(as_role):
    owner = as_role("owner")
    found = json.loads(owner.get("/export/ratios.json", {"only.segment": "SMB"}).content)["rows"]
    every = json.loads(owner.get("/export/ratios.json", {"by": "segment"}).content)["rows"]
    assert found == [row for row in every if row["group"] == "SMB"]


def test_sums_over_pay_are_told_of_all_accounts_or_of_none(as_role):
    chosen = {"only.segment": "SMB"}
    for role in ("head", "board"):
        for name in ("movements", "ratios", "retention", "explain"):
            said = {**chosen, **({"metric": "arr"} if name == "explain" else {})}
            text = as_role(role).get(f"/export/{name}.json", said).content.decode()
            assert "arr_per_ote" not in text, (role, name)
            assert not [digits for digits in PAY if digits in text], (role, name)
    head = Access.of("head").choosing((("segment", "SMB"),))
    assert Right.PAY_GROUP not in head.rights
    assert Right.PAY_PERSON in Access.of("finance").choosing((("segment", "SMB"),)).rights


def test_who_may_not_know_who_owns_what_chooses_by_no_person(as_role):
    board = as_role("board")
    assert board.get("/export/movements.json", {"only.person": "P1"}).status_code == 400
    assert "only.person" not in board.get("/revenue/movements").content.decode()
    assert "only.person" not in board.get("/api/v1/openapi.json").content.decode()
    assert "only.person" in as_role("owner").get("/revenue/movements").content.decode()


def test_one_book_is_narrowed_and_never_widened(as_role):
    ada = as_role("csm")
    assert mrr(ada, **{"only.segment": "Enterprise"}) == mrr(ada) == 10_000
    for said in ({"only.segment": "SMB"}, {"only.person": "P2"}, {"only.segment": "no such"}):
        refused = ada.get("/export/movements.json", said)
        assert refused.status_code == 400
        words = unescape(refused.content.decode()).replace(f"'{next(iter(said.values()))}'", "")
        assert not [hidden for hidden in ("SMB", "P2", "Okoro") if re.search(rf"\b{hidden}\b", words)]


def test_nobody_gets_what_was_kept_under_another_filter(as_role):
    owner = as_role("owner")
    assert mrr(owner, **{"only.segment": "SMB"}) != mrr(owner, **{"only.segment": "Enterprise"})
    assert mrr(owner, **{"only.segment": "SMB"}) != mrr(owner)


@settings(max_examples=2, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(
    several=st.lists(strategies.companies(), min_size=6, max_size=6),
    switches=strategies.switches(),
)
def test_the_segments_of_any_company_part_its_arr_at_every_month_end(several, switches):
    policy = Policy.model_validate({"revenue": switches.revenue})
    company = memory(strategies.stacked(several), as_of=switches.as_of, policy=policy)

    def arr(*chosen):
        rows = stock(company.seen_by(Access().choosing(chosen))).rows
        return {row.month: row.arr for row in rows if row.arr}

    parts = [arr(("segment", value)) for value, _ in choices(company).get("segment", ())]
    for month, whole in arr().items() if parts else ():
        assert sum(part.get(month, 0) for part in parts) == whole, month


def test_tables_kept_of_all_accounts_serve_some_of_them_and_say_the_same(own):
    shutil.rmtree(own / ".bookload" / "cache", ignore_errors=True)
    everybody = Access.of("finance")
    some = everybody.choosing((("segment", "SMB"),))

    def rows(access):
        reader = open_folder(own, access=access)
        made = (account_lines(reader), shares(reader), account_moves(reader), attribute(reader, "segment"))
        found = [sorted(map(str, reader.collect(each).rows())) for each in made]
        return found, [name for name in reader.facts.derived if name.startswith("all_")]

    alone, nothing = rows(some)
    every, _ = rows(everybody)
    assert nothing == []
    again, taken = rows(some)
    assert taken
    assert again == alone
    assert all(0 < len(few) < len(many) for few, many in zip(alone, every, strict=True))
