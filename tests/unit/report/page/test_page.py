from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from functools import cache
from html.parser import HTMLParser

import pytest

from bookload.base.access import Access
from bookload.base.errors import AccessDeniedError
from bookload.report.page import write_page
from bookload.report.page.content import content
from bookload.report.page.figure import grouped
from bookload.report.page.page import render
from reported import FORMULA, MARKED, SCRIPT, known, one_sheet, reader, tables

BLOCKS = {"p", "li", "td", "th", "dt", "dd", "h1", "h2", "h3", "summary", "small"}
VOID = {"meta", "br", "img", "link", "hr", "input"}
TIP = re.compile(r'<span class="tip[^>]*>.*?</span>', re.DOTALL)
"""What a word means, shown on pointing at it: not a part of what is read from top to bottom."""


class Page(HTMLParser):
    """Elements in order, as (tag, attributes, text inside), with every tag closed that was opened."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None], list[str]]] = []
        self.open: list[int] = []
        self.feed(TIP.sub("", text))
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs), []))
        if tag in BLOCKS:
            self.handle_data(" ")
        if tag not in VOID:
            self.open.append(len(self.found) - 1)

    def handle_endtag(self, tag: str) -> None:
        assert self.found[self.open.pop()][0] == tag
        if tag in BLOCKS:
            self.handle_data(" ")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs), []))

    def handle_data(self, data: str) -> None:
        for index in self.open:
            self.found[index][2].append(data)

    def all(self, tag: str) -> list[tuple[dict[str, str | None], str]]:
        return [
            (attributes, " ".join("".join(text).split()))
            for name, attributes, text in self.found
            if name == tag
        ]

    @property
    def text(self) -> str:
        (body,) = [text for _, text in self.all("body")]
        return body


@cache
def made(role="owner"):
    return render(content(known(role)))


@cache
def page(role="owner"):
    return Page(made(role))


@cache
def alone():
    return Page(render(content(one_sheet())))


def test_the_first_screen_tells_the_ratio_the_target_the_verdict_and_why():
    (side,) = [
        text for attributes, text in page().all("section") if attributes.get("aria-labelledby") == "ratio"
    ]
    high = 10 * Decimal("70000.10") * 12 + Decimal("1234.56") * 12 * Decimal("1.1394")
    low = 16 * Decimal(9000) * 12
    ratio = (high + low) / 6
    target = (high + low) / (high / 1_000_000 + low / 2_000_000) * Decimal("117394.0") / 100_000
    assert f"covered {ratio:,.0f} USD ▲ above target target {target:,.0f} scaled by the mean OTE" in side
    assert f"Why Above the target, by {ratio - target:,.0f} USD a head" in side
    assert f"{high + low:,.0f} of ARR has an owner who counts, for 6.00 CSMs who own" in side
    assert "6 people count." in side


def test_the_first_screen_tells_the_heads_there_and_asked_for_and_what_binds():
    (side,) = [
        text for attributes, text in page().all("section") if attributes.get("aria-labelledby") == "heads"
    ]
    assert side.startswith("CSMs there 6.0 full-time equivalents")
    assert "asked for by the activity model" in side
    assert "hours bind" in side
    assert "band" in side


def test_the_page_asks_nothing_of_anybody():
    for tag, attributes, _ in page().found:
        assert tag not in {"script", "link", "img", "iframe", "object", "embed", "form", "base"}
        assert not {"src", "href", "action", "poster", "background"} & set(attributes), tag
        assert not any(name.startswith("on") for name in attributes)
    assert "url(" not in made()
    assert "@import" not in made()
    assert re.findall(r"https?://[^\s\"'<]+", made()) == []


def test_a_policy_forbids_scripts_and_requests_on_top():
    policies = [each.get("content") for each, _ in page().all("meta") if each.get("http-equiv")]
    assert policies == ["default-src 'none'; style-src 'unsafe-inline'"]


def test_names_that_try_something_are_text():
    assert SCRIPT not in made()
    assert "<img" not in made()
    assert SCRIPT in page().text
    assert FORMULA in page().text


def test_every_chart_says_what_it_shows_and_has_a_table():
    charts = page().all("svg")
    assert len(charts) == 8
    for attributes, text in charts:
        assert attributes["role"] == "img"
        title, description = str(attributes["aria-labelledby"]).split()
        ids = [each.get("id") for tag, each, _ in page().found if tag in {"title", "desc"}]
        assert {title, description} <= set(ids)
        assert text
    ids = [each["id"] for _, each, _ in page().found if "id" in each]
    assert len(ids) == len(set(ids))
    summaries = [text for _, text in page().all("summary")]
    assert summaries.count("Table by month") == 2


def test_every_figure_opens_into_its_definition_and_its_rows():
    summaries = [text for _, text in page().all("summary")]
    for label in (
        "ARR",
        "MRR",
        "CSMs who count",
        "Accounts per CSM",
        "NRR",
        "GRR",
        "Logo churn",
        "ARR per OTE",
        "Cost to serve",
    ):
        assert f"Why this number: {label}" in summaries
    assert {
        "Why this ratio: ARR per CSM, covered",
        "Why this target: ARR per CSM, covered",
        "Why this need: CSMs there",
    } <= set(summaries)
    definitions = [text for attributes, text in page().all("p") if attributes.get("class") == "definition"]
    assert len(definitions) >= 12
    assert all(definitions)


def test_rows_are_capped_and_the_rest_is_counted_with_the_command_that_shows_it():
    steps = [text for attributes, text in page().all("p") if attributes.get("class") == "quiet"]
    assert "22 more rows of subscriptions; bookload explain arr --rows 0 shows all" in steps


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("15023856.42682277616512", "15,023,856.42682277616512"),
        ("-1200", "−1,200"),
        ("999", "999"),
        ("2026-06-30", "2026-06-30"),
        ("816.1 hours", "816.1 hours"),
    ],
)
def test_numbers_in_full_have_their_thousands_apart(text, shown):
    assert grouped(text) == shown


def test_ids_stay_as_they_are():
    rows = {name: list(of) for name, of in tables().items()}
    rows["subscriptions"] = [
        {**rows["subscriptions"][0], "subscription_id": "0012345", "product": "0365"},
        *rows["subscriptions"][1:],
    ]
    text = Page(render(content(reader(tables=rows)))).text
    assert "0012345" in text
    assert "0365" in text


def test_the_load_of_people_is_told_in_words_beside_colour():
    (table,) = [text for attributes, text in page().all("table") if attributes.get("class") == "loads"]
    assert "Ben csm" in table
    assert "▲overload" in table or "△tight" in table


@pytest.mark.parametrize("role", ["board"])
def test_the_board_sees_no_name_and_no_person(role):
    text = made(role)
    assert "Zoë" not in text
    assert "Ben" not in text
    assert "P-1" not in text
    assert "Load by person" not in text


@pytest.mark.parametrize("role", ["operations", "board", "head"])
def test_no_salary_is_on_the_page_of_who_may_not_see_one(role):
    assert [digits for digits in MARKED if digits in made(role)] == []


def test_what_comes_from_pay_is_absent_without_the_right():
    text = page("operations").text
    assert "ARR per OTE" not in text
    assert "Cost to serve" not in text
    assert "unscaled" in text
    assert "mean OTE" not in text.replace("× mean OTE / reference pay", "")


def test_assumed_hours_are_marked_wherever_they_are_shown():
    shown = Page(render(content(known(journey=False))))
    (side,) = [
        text for attributes, text in shown.all("section") if attributes.get("aria-labelledby") == "heads"
    ]
    assert "asked for by the activity model ASSUMED" in side
    assert "a band, no hiring verdict" in side
    assert "implied by the activity model ASSUMED" in shown.text
    hours = [
        text for attributes, text in shown.all("section") if attributes.get("aria-labelledby") == "hours"
    ]
    assert "hours (ASSUMED)" in hours[0]


def test_a_company_of_one_sheet_reads_not_available_and_says_what_to_add():
    text = alone().text
    assert "NRR n/a needs a year of history" in text
    assert "n/a: movements begin with the second month that the data knows" in text
    assert "no positions: roles, ramp and promotions are not known by date; import positions" in text
    assert "no pay" in text
    assert "None" not in text
    assert "nan" not in text.split()


@pytest.mark.parametrize("lacking", ["people", "ownership", "pay"])
def test_a_company_that_lacks_a_table_has_a_page(lacking):
    rows = {
        name: of
        for name, of in tables().items()
        if name != lacking and (lacking != "people" or name != "pay")
    }
    text = Page(render(content(reader(tables=rows)))).text
    assert "None" not in text
    if lacking == "people":
        assert "ARR per CSM, covered n/a – no verdict" in text
        assert "n/a: there are no heads that count" in text


def test_a_day_before_there_was_revenue_has_a_page():
    text = Page(render(content(reader(as_of=date(2024, 5, 14))))).text
    assert "○ too early to judge" in text
    assert "None" not in text


def test_benchmarks_stand_beside_the_figure_with_scope_year_source_and_grade():
    heads = [text for _, text in page().all("thead")]
    assert "published scope source year grade ours is" in heads
    assert "undated" in page().text


def test_the_page_tells_where_it_comes_from():
    footer = page().all("footer")[0][1]
    assert "as of 2026-06-30" in footer
    assert "profile bookload" in footer
    assert re.search(r"1 EUR \d\.\d{6} USD, European Central Bank of 2026-06-30", footer)
    assert "known from the beginning" in footer
    whole = {text for attributes, text in page().all("span") if attributes.get("class") == "short"}
    assert "2026-06-30" in whole, "a line's end breaks no date"


def test_the_page_is_one_document_with_landmarks_and_a_language():
    assert [attributes.get("lang") for attributes, _ in page().all("html")] == ["en"]
    assert len(page().all("main")) == len(page().all("h1")) == len(page().all("header")) == 1
    for attributes, text in page().all("section"):
        assert attributes.get("aria-labelledby") or attributes.get("aria-label"), text[:40]
    for attributes, text in page().all("th"):
        assert attributes.get("scope") in {"col", "row"}, text


def test_a_reader_of_one_book_gets_no_report(tmp_path):
    with pytest.raises(AccessDeniedError):
        write_page(reader(access=Access.of("csm", "P-1")), tmp_path / "report.html")
    assert list(tmp_path.iterdir()) == []


def test_the_file_is_written_whole_and_the_same_figures_give_the_same_page(tmp_path):
    path = tmp_path / "report.html"
    path.write_text("old")
    write_page(reader(), path)
    assert path.read_text(encoding="utf-8") == made()
    assert list(tmp_path.iterdir()) == [path]


def test_words_over_figures_say_what_they_mean_to_who_points_at_or_reaches_them():
    tips = TIP.findall(made())
    assert any("how much revenue one of them carries on average" in tip for tip in tips)
    assert all('role="tooltip"' in tip for tip in tips)
    ids = re.findall(r'role="tooltip" id="([^"]+)"', made())
    assert len(ids) == len(set(ids)) == made().count('aria-describedby="tip-')
    assert "/overview/explain" not in made(), "a file leads nowhere"
