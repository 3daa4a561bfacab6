"""The presets: what each vendor publishes about its MRR, a file a vendor, a row a switch.

`rule` is the vendor's in our words, `source` the page that states it and `seen` the day that it
was read; a switch about which nothing is published says so, and is set as `bookload` sets it.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

BOOKLOAD = "bookload"
NOT_PUBLISHED = "not published"


@dataclass(frozen=True)
class Rule:
    """How one switch of a preset is set, and who says so."""

    switch: str
    value: str
    rule: str
    source: str
    seen: str


@cache
def presets() -> tuple[str, ...]:
    """Return the names of the presets, `bookload` first."""
    names = sorted(
        path.name.removesuffix(".csv") for path in _folder().iterdir() if path.name.endswith(".csv")
    )
    return (BOOKLOAD, *(name for name in names if name != BOOKLOAD))


@cache
def rules(preset: str) -> tuple[Rule, ...]:
    """Return the rows of a preset's file."""
    text = _folder().joinpath(f"{preset}.csv").read_text(encoding="utf-8")
    return tuple(Rule(**row) for row in csv.DictReader(text.splitlines()))


@cache
def preset_switches(preset: str) -> dict[str, object]:
    """Return the switches of a preset, as a document would state them."""
    return {rule.switch: _value(rule) for rule in rules(preset)}


def _value(rule: Rule) -> object:
    if rule.switch == "counted_statuses":
        return tuple(rule.value.split())
    return int(rule.value) if rule.value.isdigit() and not rule.switch.endswith("_a_year") else rule.value


def _folder() -> Traversable:
    return files("bookload.data.documents.profiles")
