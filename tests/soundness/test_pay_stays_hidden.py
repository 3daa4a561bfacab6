"""Pay is in nothing that planning shows to who may not see it: no amount of anybody's, nor a sum of several.

Each of the nine commands answers once, as a document, a page and a workbook, on a small company whose pay has
digits of its own. `prove` asks more: that every answer is the same whatever people are paid, so that nothing
at all can be computed from any of them.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterable
from itertools import combinations
from pathlib import Path

import pytest

from bookload.data.documents import Policy
from commanded import FILES, run, written

PAY = {
    "P1": (6_137_193.37, 7_919_391.71),
    "P2": (5_331_773.93, 6_173_917.39),
    "P3": (9_713_391.17, 11_939_717.73),
}
POLICY = """\
[forecast]
draws = 100
months = 3
method = "drivers"
least_history = 16
[plan]
scenarios = 150
judged = 100
[effort]
draws = 100
"""
JOURNEY = """\
[[stages]]
name = "steady"
[[activities]]
name = "Check-in"
kinds = ["check_in"]
stage = "steady"
times = 2
minutes = { low = 20, likely = 30, high = 60 }
[[activities]]
name = "Ticket"
role = "support"
stage = "steady"
minutes = { low = 10, likely = 20, high = 30 }
"""
SCENARIO = """\
name = "One less"
sentence = "Would one less do?"
[[leavers]]
person_id = "P2"
date = 2025-08-01
"""
SCENARIO_PAY = """\
raises = { csm = 0.5 }
raises_from = 2025-07-01
"""
COMMANDS = {
    "effort": (),
    "calibrate": (),
    "capacity": ("--months-ahead", "1"),
    "costs": (),
    "forecast": (),
    "plan": (),
    "levers": (),
    "compare": ("--months", "1"),
    "sizing": (),
}
EXPLAINED = ("cost_of_accounts", "need", "published_heads")
SLOWLY = ("hires",)
"""Figures that take a plan to open: only `prove` opens them."""


def paid(factor: float = 1.0) -> str:
    rows = (
        f"{who},2020-01-01,{base * factor:.2f},{ote * factor:.2f},USD" for who, (base, ote) in PAY.items()
    )
    return "\n".join(("person_id,from_date,base,ote,currency", *rows, ""))


def logged() -> str:
    rows = (
        f"P{1 + day % 2},check_in,2025-{1 + day % 6:02d}-{1 + day:02d}T10:00:00Z,{20 + day},A{1 + day % 4}"
        for day in range(24)
    )
    return "\n".join(("person_id,kind,start_at,minutes,account_id", *rows, ""))


def company(root: Path, factor: float = 1.0) -> Path:
    """A workspace with a plan to make, a log and a scenario."""
    team = FILES["positions.csv"] + "P2,2025-01-01,support,1,,US\n"
    files = {**FILES, "positions.csv": team, "pay.csv": paid(factor), "activities.csv": logged()}
    place = root / "ws"
    written(place, {"bookload.toml": POLICY, "journey.toml": JOURNEY})
    written(place / "scenarios", {"less.toml": SCENARIO, "less.pay.toml": SCENARIO_PAY})
    sent = written(root / "files", files)
    ran = run("import", str(sent), "--workspace", str(place), "--data-through", "2025-06-30")
    assert ran.code == 0, ran.err + ran.out
    return place


@pytest.fixture(scope="module")
def place(tmp_path_factory) -> Path:
    return company(tmp_path_factory.mktemp("hidden"))


def shown(place: Path, command: str, role: str) -> tuple[str, str]:
    """All that a command shows: its document with its page, and every cell of its workbook."""
    page, book = place.parent / f"{command}.html", place.parent / f"{command}.xlsx"
    to = ("--json", "--html", str(page), "--xlsx", str(book))
    ran = run(command, *COMMANDS[command], *to, "--as", role, "--workspace", str(place))
    assert ran.code == 0, ran.err
    with zipfile.ZipFile(book) as sheets:
        cells = [sheets.read(name).decode() for name in sorted(sheets.namelist()) if name.startswith("xl/")]
    return ran.out + page.read_text(encoding="utf-8"), "\n".join(cells)


def reader_of(command: str) -> str:
    """The reader with least rights who may have all that a command writes."""
    return "operations" if command in ("effort", "calibrate") else "board"


def explained(place: Path, metric: str, role: str) -> str:
    ran = run("explain", metric, "--json", "--as", role, "--workspace", str(place))
    assert ran.code in (0, 1), ran.err
    return ran.out + ran.err


def given_away(text: str) -> set[float]:
    """Amounts of pay that a text shows: of one or of several together, a year or a month, loaded or not."""
    loaded = 1 + float(Policy().team.on_cost_rate)
    secret = {
        sum(amounts) * factor
        for count in (1, 2, 3)
        for some in combinations(PAY.values(), count)
        for amounts in zip(*some, strict=True)
        for factor in (1, 1 / 12, loaded, loaded / 12)
    }
    numbers = {
        float(each.replace(",", "")) for each in re.findall(r"\d[\d,]*\d(?:\.\d+)?", text) if len(each) < 20
    }
    large = {each for each in numbers if each > 100_000}
    return {amount for amount in secret if any(abs(each - amount) < 0.51 for each in large)}


@pytest.mark.parametrize("command", COMMANDS)
def test_no_command_shows_pay_to_who_may_not_see_it_nor_names_anybody_where_it_may_not(place, command):
    """The board may see pay of groups of five and more, of which there are none here, and nobody's time."""
    role = reader_of(command)
    read, cells = shown(place, command, role)
    assert given_away(read + cells) == set()
    if role == "board":
        assert not re.findall(r"\bP[123]\b", read)


@pytest.mark.parametrize("metric", EXPLAINED)
def test_no_figure_opens_to_pay_for_who_may_not_see_it(place, metric):
    assert given_away(explained(place, metric, "operations")) == set()


def test_who_may_see_pay_is_shown_it_so_that_the_search_finds_what_there_is(place):
    assert given_away("".join(shown(place, "costs", "owner")))


def test_the_teams_time_names_nobody(place):
    page = place.parent / "team.html"
    ran = run("effort", "--json", "--html", str(page), "--as", "board", "--workspace", str(place))
    assert ran.code == 0, ran.err
    assert not re.findall(r"\bP[123]\b", ran.out + page.read_text(encoding="utf-8"))


def same(text: str, hidden: Iterable[str]) -> str:
    """A text without what tells one snapshot, or one moment, from another."""
    for each in hidden:
        text = text.replace(each, "")
    return re.sub(r"\d{4}-\d{2}-\d{2}[T ][\d:.]+(?:Z|\+00:00)?|[0-9a-f]{12,}|\d{8}T\d{6}\S*", "", text)


@pytest.mark.prove
def test_every_answer_is_the_same_whatever_people_are_paid(tmp_path_factory):
    places = [company(tmp_path_factory.mktemp(f"paid-{factor}"), factor) for factor in (1.0, 1.37)]
    asked: list[Callable[[Path], str]] = [
        *(lambda place, each=each: "".join(shown(place, each, reader_of(each))) for each in COMMANDS),
        *(lambda place, each=each: explained(place, each, "operations") for each in EXPLAINED + SLOWLY),
    ]
    for ask in asked:
        one, other = (same(ask(place), [str(place.parent), place.parent.name]) for place in places)
        assert one == other
