"""Findings as a page lists them: those of one kind in one place together, the first of them told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

TOLD = 3
"""How many findings of one kind are told one by one."""

ROWS = 8
"""How many rows are named that say the same."""

AFTER = "If that is wrong, bring the file once more, and open it under “What each file is”."
"""What to do, once something is imported, where the remedy speaks of the command line."""

Told = Mapping[str, Any]


def once_imported(findings: Iterable[Told]) -> Iterable[dict[str, Any]]:
    """Yield findings of what is imported already, with what to do about them on a page."""
    for each in findings:
        yield {**each, "remedy": AFTER if "--map" in each["remedy"] else each["remedy"]}


def together(findings: Iterable[Told]) -> list[dict[str, Any]]:
    """Return findings with `rows` in words; what several rows say alike is told once.

    Of one kind in one column the first few are told, and `more` says how many others there are.
    """
    kinds: dict[tuple[Any, ...], dict[tuple[Any, ...], list[Told]]] = {}
    for each in findings:
        kind = tuple(each[name] for name in ("severity", "code", "file", "table", "sheet", "column"))
        alike = (each["message"], each["remedy"])
        kinds.setdefault(kind, {}).setdefault(alike, []).append(each)
    return [told for same in kinds.values() for told in _of_one_kind([*same.values()])]


def _of_one_kind(alike: list[list[Told]]) -> Iterable[dict[str, Any]]:
    for several in alike[:TOLD]:
        rows = [each["row"] for each in several if each["row"] is not None]
        one_value = len({each["value"] for each in several}) == 1
        yield {
            **several[0],
            "rows": _rows(rows),
            "value": several[0]["value"] if one_value else None,
            "more": 0,
        }
    if more := sum(len(several) for several in alike[TOLD:]):
        yield {**alike[TOLD][0], "rows": "", "value": None, "more": more}


def _rows(rows: list[int]) -> str:
    if not rows:
        return ""
    named = ", ".join(map(str, rows[:ROWS])) + (f" and {len(rows) - ROWS} more" if len(rows) > ROWS else "")
    return f"row {named}" if len(rows) == 1 else f"rows {named}"
