"""Where to go after an import: to what can be answered now, and what to bring for more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Step:
    """A page to go to, or what to bring next (without an address)."""

    words: str
    page: str = ""


LADDER = (
    (("ownership",), "Bring a list of accounts and their CSMs: it gives ARR per CSM and each person's book."),
    (("positions",), "Bring people and positions with dates: it gives ramp, roles and past headcounts."),
    (("activities",), "Bring an activity log or calendars: it gives measured hours instead of bands."),
    (("pay",), "Bring pay: it gives ARR per unit of pay, for those who may see it."),
)


def next_steps(result: Mapping[str, Any]) -> tuple[Step, ...]:
    """Return the pages that the import opens, and what is lacking for more, the nearest rung first."""
    there = result["tables"]
    steps = [Step("Overview: ARR per CSM, and the heads that the work asks for", "/overview")]
    if {"subscriptions", "mrr_history", "invoice_lines"} & set(there):
        steps.append(Step("Revenue: what came, what went, what lasts", "/revenue"))
    if "ownership" in there:
        steps.append(Step("Books: who carries what", "/books"))
    lacking = [Step(words) for tables, words in LADDER if not set(tables) & set(there)]
    return (*steps, *lacking[:2])
