"""A small company whose plan is quick to make, answered once: for tests of scenarios and kept plans."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from bookload.base.access import Access
from bookload.data import documents

if TYPE_CHECKING:
    from django.test import Client

JOURNEY = """\
# ours
[[stages]]
name = "adoption"

[[activities]]
name = "Check-in"
stage = "adoption"
per = "month"
times = 2
minutes = { low = 200, likely = 300, high = 400 }
points = 0

[[activities]]
name = "Review"
stage = "adoption"
per = "quarter"
minutes = { low = 60, likely = 90, high = 150 }
"""
LEVERS = """\
[[levers]]
name = "Half of it"
kind = "less_often"
activities = ["Check-in", "Review"]
times = 0.5
points = 2
one_off = 1000
"""
TWO = """\
# two of them
name = "Two more"
sentence = "Two more CSMs?"

[[hires]]
role = "csm"
date = 2025-08-01
count = 2
"""
SAID = {"months_ahead": "3"}
EARLIER = {"as_of": "2025-03-31"}
ASKED: tuple[tuple[str, dict[str, str]], ...] = (
    ("operations", {}),
    ("head", {}),
    ("operations", {"scenario": "two"}),
    ("operations", EARLIER),
)
"""Who asks the plan of which place."""


def prepared(root: Path, asked: tuple[tuple[str, dict[str, str]], ...] = ASKED) -> Path:
    """Write a journey, levers and a scenario, and answer a plan that few futures are drawn for."""
    from bookload.web.answers.fragments import answer_document
    from bookload.web.asked import Place

    policy = root / "bookload.toml"
    small: dict[tuple[str, ...], object] = {
        ("plan", "scenarios"): 100,
        ("plan", "judged"): 100,
        ("plan", "time_to_hire_months"): 1,
        ("plan", "cover"): 0.5,
        ("plan", "joint_cover"): 0.5,
        ("plan", "confidence"): 0.5,
        ("forecast", "least_history"): 14,  # so that forecasts are tried on two past months, not on ten
    }
    policy.write_text(documents.with_keys(policy.read_text(), small))
    (root / "journey.toml").write_text(JOURNEY)
    (root / "levers.toml").write_text(LEVERS)
    (root / "scenarios").mkdir(exist_ok=True)
    (root / "scenarios" / "two.toml").write_text(TWO)
    for role, said in asked:
        answer_document("plan", SAID, Place.of(said), Access.of(role))
    return root


def drawn(root: Path) -> Path:
    """Draw the pages of the plans that tests keep, which takes longer than all else that they do."""
    from bookload.web.answers.fragments import kept_document
    from bookload.web.asked import Place
    from bookload.web.plans.models import Version
    from bookload.web.plans.shown import inside

    access = Access.of("operations")
    for said, number in (({}, 1), ({"scenario": "two"}, 1), ({"scenario": "two"}, 2)):
        place = Place.of(said)
        document = kept_document("plan", SAID, place, access)
        assert document is not None
        pinned = {**place.said, "snapshot": document["snapshot"]}
        inside(Version(number=number, place=pinned, said=SAID, document=document), access)
    return root


def mark_in(page: str) -> str:
    """Return the mark of what stands on a page."""
    from served import found

    return found(r'name="mark" value="(\w+)"', page)


def kept(client: Client, name: str = "Autumn", **where: str) -> str:
    """Keep the plan that stands on the page, and return where it is."""
    from urllib.parse import urlencode

    path = f"/capacity/plans/keep?{urlencode({**SAID, **where})}"
    mark = mark_in(client.get(path).content.decode())
    answer = client.post(path, {"name": name, "mark": mark, "note": "For the board"})
    assert answer.status_code == 302, answer.content.decode()[-800:]
    return str(answer.headers["Location"])


def done(client: Client, plan: str, what: str, **said: str) -> int:
    """Do something with a plan as a page has it; return the status that comes back."""
    from re import search

    page = client.get(plan).content.decode()
    form: dict[str, str] = {}
    for name in ("approval", "mark"):
        match = search(rf'name="{name}" value="(\w+)"', page)
        form |= {name: match[1]} if match else {}
    return int(client.post(f"{plan}/{what}", {**form, **said}).status_code)
