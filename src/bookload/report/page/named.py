"""Accounts, people and pools by their names on a page, where rows tell them by their ids."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from bookload.base.access import Right
from bookload.data.tables import unbound
from bookload.metrics.team.people import staff
from bookload.metrics.team.pools import pools
from bookload.report.page.sorting import SUMS
from bookload.report.terminal import Laid, laid

if TYPE_CHECKING:
    from bookload.data.reader import Reader
    from bookload.report.terminal import Part

ACCOUNTS, PEOPLE = frozenset({"account", "family"}), frozenset({"person", "owner", "who"})
"""The columns whose cells are ids of accounts, and of people and pools."""

AND = ", "
NO_ID = re.compile(r"\(.*\)|nobody|[\d,]+ more")


def named(parts: Sequence[Part | Laid], reader: Reader) -> list[Laid | str]:
    """Return tables with names in place of ids, as far as the reader may know them; lines stay as they are.

    Where two have one name in a table, the id stands beside it. A table that has names already is left alone.
    """
    made = [laid(part) for part in parts]
    tables = [each for each in made if isinstance(each, Laid) and "name" not in each.columns]
    accounts = {cell for each in tables for cell in _cells(each, ACCOUNTS)}
    people = any(not PEOPLE.isdisjoint(each.columns) for each in tables)
    names = {
        **dict.fromkeys(ACCOUNTS, _accounts(reader, accounts)),
        **dict.fromkeys(PEOPLE, _people(reader) if people else {}),
    }
    return [each if isinstance(each, str) or "name" in each.columns else _named(each, names) for each in made]


def _accounts(reader: Reader, ids: set[str]) -> Mapping[str, str]:
    if not ids:
        return {}
    rows = unbound("accounts")
    read = reader.collect(rows.filter(rows.account_id.isin(sorted(ids))).select("account_id", "name")).rows()
    return {str(row["account_id"]): str(row["name"]) for row in read if row["name"]}


def _people(reader: Reader) -> Mapping[str, str]:
    if not reader.access.allows(Right.PERSON_NAMES):
        return {}
    people = {each: of.name for each, of in staff(reader).people.items()}
    return {each: name for each, name in {**pools(reader).names, **people}.items() if name}


def _cells(table: Laid, columns: frozenset[str]) -> Iterable[str]:
    """Yield the ids in the columns of these names; several are one cell, with commas between."""
    places = [place for place, column in enumerate(table.columns) if column in columns]
    for row in table.rows:
        for place in places:
            yield from (row[place] or "").split(AND)


def _named(table: Laid, names: Mapping[str, Mapping[str, str]]) -> Laid:
    """Return a table with the ids of each column as `names` has them, by the column's name."""
    named_by = {place: names[column] for place, column in enumerate(table.columns) if column in names}
    told = {place: _told(table, place, by) for place, by in named_by.items() if _has_ids(table, place, by)}
    rows = tuple(
        tuple(told[place][cell] if place in told else cell for place, cell in enumerate(row))
        for row in table.rows
    )
    return replace(table, rows=rows)


def _told(table: Laid, place: int, names: Mapping[str, str]) -> Mapping[str | None, str | None]:
    """Return what stands in place of each cell of a column; of those that share a name the id too."""
    shared = Counter(names[each] for each in _ids(table, place) if each in names)

    def name(each: str) -> str:
        called = names.get(each, each)
        return f"{called} ({each})" if shared[called] > 1 else called

    cells = {row[place] for row in table.rows}
    return {cell: cell and AND.join(name(each) for each in cell.split(AND)) for cell in cells}


def _has_ids(table: Laid, place: int, names: Mapping[str, str]) -> bool:
    """Return whether a column has ids: in one of names, a name may be somebody else's id."""
    cells = _ids(table, place)
    return 2 * len(cells & names.keys()) > len(cells)


def _ids(table: Laid, place: int) -> set[str]:
    """Return what may be ids in a column: all but sums, and words that stand for nobody or for others."""
    cells = {each for row in table.rows for each in (row[place] or "").split(AND)}
    return {each for each in cells if each and each not in SUMS and not NO_ID.fullmatch(each)}
