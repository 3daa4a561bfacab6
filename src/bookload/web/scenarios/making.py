"""New scenarios: from a template, as a copy, of levers; and the way back of one that was taken away."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bookload.base.errors import ChangedMeanwhileError, UsageError
from bookload.base.period import Month
from bookload.data import documents
from bookload.data.documents.store import SCENARIOS
from bookload.web.documents.kinds import Kind, scenario
from bookload.web.documents.versions import removed, text_of, write

if TYPE_CHECKING:
    from datetime import datetime

    from bookload.web.people.models import Person

TEMPLATES: Mapping[str, str] = {
    "blank": "nothing yet",
    "hires": "people who join",
    "growth": "growth",
    "targets": "other targets",
    "less-internal": "less internal work",
}
"""What a new scenario may begin with."""

LONGEST = 40
RESERVED = frozenset({"of-levers"})
"""A page of ours has this name."""

NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,60}")


def file_name(title: str) -> str:
    """Return the name of a scenario's file by what the scenario is called.

    Raises `UsageError` for a title without a letter or digit.
    """
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().casefold()
    name = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST].strip("-")
    if not name or name in RESERVED:
        raise UsageError("give the scenario another name, with letters or digits, such as Hire two")
    return name


def begun(template: str, title: str, after: date) -> str:
    """Return the text that a new scenario begins with; days in it are the first of a month after one."""
    if template not in TEMPLATES:
        raise UsageError(f"there is no template '{template[:40]}'; begin with one of: {', '.join(TEMPLATES)}")
    day = (Month.of(after) + 3).first_day.isoformat()
    text = documents.template(f"scenarios/{template}.toml").replace("{day}", day)
    return named(text.replace('name = "{name}"', 'name = ""'), title)


def named(text: str, title: str) -> str:
    """Return a scenario's text under another name."""
    return documents.with_keys(text, {("name",): title.strip()})


def make(root: Path, text: str, title: str, by: Person, now: datetime) -> Kind:
    """Write a new scenario and return it.

    Raises `UsageError` where there is one of the name, or was one whose changes of pay are still there, and
    `DocumentError` for a text that cannot be meant.
    """
    name = file_name(title)
    kind = scenario(name)
    if kind.path(root).exists() or documents.has_scenario_pay(root, name):
        raise UsageError(f"'{name}' is a scenario, or was one; give this one another name")
    try:
        write(root, kind, text, documents.text_hash(""), by, now)
    except ChangedMeanwhileError:
        raise UsageError(f"'{name}' is a scenario by now; give this one another name") from None
    return kind


def gone(root: Path) -> dict[str, tuple[str, str]]:
    """Return the scenarios that were taken away here, by name: when, and by whom."""
    found = {}
    for file, entry in removed(root).items():
        name = Path(file).stem
        if Path(file).parent.name == SCENARIOS and NAME.fullmatch(name) and not name.endswith(".pay"):
            found[name] = (entry.at, entry.who)
    return found


def bring_back(root: Path, name: str, by: Person, now: datetime) -> Kind:
    """Write a scenario again as it was when it was taken away; raise `UsageError` where nobody kept it."""
    kind = scenario(name)
    entry = removed(root).get(kind.file)
    text = None if entry is None else text_of(root, kind, str(entry.detail["before"]))
    if text is None:
        raise UsageError(f"there is no scenario '{name}' that was taken away and can be brought back")
    write(root, kind, text, documents.text_hash(""), by, now)
    return kind


def of_levers(text: str, title: str, document: Mapping[str, Any]) -> str:
    """Return a scenario's text with the levers pulled that a plan of levers chose, activity by activity."""
    freed = f"{document['hours_freed']:,.0f}"
    changes: dict[tuple[str, ...], object] = {
        ("name",): title,
        ("sentence",): f"The levers that free most, {freed} hours: what do they change?",
    }
    for each in document["pulled"]:
        changes["pulled", each["activity"]] = [*each["levers"]]
    return documents.with_keys(text, changes)
