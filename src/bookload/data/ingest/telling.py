"""What checks found, in the words of the files: their headers, each cause once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bookload.base.errors import Finding, errors_in
from bookload.data.tables import contract, table_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bookload.data.ingest.outcome import Import

_FOLLOWS = frozenset({"missing-value", "cycle-of-parents", "unknown-account", "unknown-person"})
"""What a check finds of a row only because a cell of it did not read."""
_ACCOUNT = ("account_id", "name", "account_name")
_FROM: dict[str, tuple[str, ...]] = {
    "account_id": _ACCOUNT,
    "name": ("name", "account_id", "account_name"),
    "subscription_id": ("subscription_id", *_ACCOUNT),
    "amount": ("amount", "mrr", "arr", "unit_amount"),
    "unit_amount": ("unit_amount", "amount"),
    "interval": ("interval", "amount", "unit_amount"),
    "owner_id": ("owner_id", "owner"),
    "person_id": ("person_id", "email", "name"),
}
"""The fields that a column of a table may have been made from, the likeliest first."""
_ASKED: dict[str, frozenset[str]] = {
    "amount-interval": frozenset({"interval"}),
    "empty-currency": frozenset({"currency"}),
    "date-order": frozenset({"date", "instant", "month"}),
    "decimal-sign": frozenset({"money", "number", "rate", "integer"}),
    "amount-unit": frozenset({"money"}),
    "amount-quantity": frozenset({"money"}),
    "duplicate-rows": frozenset({"line_id"}),
}
"""Columns, or types of columns, of which nothing is certain before a question is answered."""
_Place = tuple[str | None, str | None]


def told(checked: Iterable[Finding], plan: Import) -> tuple[Finding, ...]:
    """Return what checks found of an import's rows, as the user of its files can act on it.

    Left out is what only follows from a cell that did not read, and what an open question is
    about. Columns are named by the headers of the file. Findings that are then equal are one.
    """
    broken = {(error.file, error.sheet, error.row) for error in errors_in(plan.findings) if error.row}
    headers: dict[_Place, Mapping[str, str]] = {
        (each.file, each.sheet): each.columns for each in plan.summary
    }
    open_about: dict[_Place, set[str]] = {}
    for question in plan.questions:
        if question.default is None:
            about = _ASKED.get(question.code, frozenset())
            open_about.setdefault((question.file, question.sheet), set()).update(about)
    kept: dict[tuple[object, ...], Finding] = {}
    for finding in checked:
        place = finding.file, finding.sheet
        follows = finding.code in _FOLLOWS and (*place, finding.row) in broken
        if follows or _about(finding) & open_about.get(place, set()):
            continue
        named = _named(finding, headers.get(place, {}))
        kept.setdefault((named.code, named.severity, *place, named.row, named.column, named.value), named)
    return tuple(kept.values())


def _about(finding: Finding) -> set[str]:
    """Return the column that an error is about, and its type; of other findings nothing."""
    if finding.severity != "error" or finding.column is None or finding.table not in table_names():
        return set()
    types = {each.type for each in contract(finding.table).columns if each.name == finding.column}
    return {finding.column, *types}


def _named(finding: Finding, headers: Mapping[str, str]) -> Finding:
    if finding.file is None or finding.column is None:
        return finding
    fields = (finding.column, *_FROM.get(finding.column, ()))
    header = next((headers[name] for name in fields if headers.get(name)), None)
    if header is None:
        return finding
    message = finding.message
    if message.startswith(f"{finding.column} "):
        message = f"'{header}'{message.removeprefix(finding.column)}"
    return replace(finding, column=header, message=message)
