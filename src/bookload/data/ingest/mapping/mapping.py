"""The mapping of files to tables: what was taken for what. Saved, and overridable part by part."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping as Pairs
from pathlib import PurePath
from typing import Literal

from pydantic import Field, field_validator

from bookload.data.documents.section import Section
from bookload.data.documents.store import parse

End = Literal["first_day_out", "last_day_in"]
Order = Literal["dmy", "mdy", "ymd"]
Point = Literal[".", ","]
Scope = Literal["all", "part"]

Meaning = Literal[
    "annual_revenue",
    "total_rows",
    "duplicate_rows",
    "repeated_accounts",
    "amount_unit",
    "amount_quantity",
    "contract_value",
    "case_ids",
    "rate_wrong_way_round",
]
"""What the mapping may say about the rows and amounts of a sheet; see `data/ingest/doubts`."""

MEANINGS: Pairs[str, tuple[str, ...]] = {
    "annual_revenue": ("arr", "turnover"),
    "total_rows": ("leave_out", "keep"),
    "duplicate_rows": ("keep", "drop"),
    "repeated_accounts": ("add_up",),
    "amount_unit": ("minor", "major"),
    "amount_quantity": ("row", "unit"),
    "case_ids": ("none", "accounts"),
    "rate_wrong_way_round": ("as_given", "turned"),
}
"""What may be said, where it is one of a few words."""

_SECTIONS = ("columns", "months", "decimal", "date_order", "ends", "meaning", "constants", "reasons")
LEFT_OUT = "none"
"""The table of a sheet that is not taken."""


class SheetMapping(Section):
    """What one sheet was taken for; in an override, what it is to be taken for, the rest being guessed.

    `scope` says whether a list of what is now has all accounts, so that those it lacks have
    ended, or a part of them. `columns` maps fields of the table to headers (an empty header: no
    column); `months` says which headers are which months (`2025-01`; empty: none);
    `decimal` and `date_order` are by header; `ends`, `constants` and `values` (as
    written: as meant) by field. `meaning` says what rows and amounts in doubt are.
    """

    file: str | None = None
    sheet: str | None = None
    table: str | None = None
    headers: tuple[str, ...] = ()
    accept_columns: bool = False
    scope: Scope | None = None
    columns: dict[str, str] = Field(default={})
    months: dict[str, str] = Field(default={})
    decimal: dict[str, Point] = Field(default={})
    date_order: dict[str, Order] = Field(default={})
    ends: dict[str, End] = Field(default={})
    meaning: dict[Meaning, str] = Field(default={})
    constants: dict[str, str] = Field(default={})
    values: dict[str, dict[str, str]] = Field(default={})
    reasons: dict[str, str] = Field(default={})

    @field_validator("meaning")
    @classmethod
    def _answers(cls, said: dict[Meaning, str]) -> dict[Meaning, str]:
        for name, answer in said.items():
            if name in MEANINGS and answer not in MEANINGS[name]:
                message = f"{name} is one of {', '.join(MEANINGS[name])}, not '{answer}'"
                raise ValueError(message)
        return said

    def speaks_of(self, file: str, sheet: str | None) -> bool:
        """Return whether this entry is about a sheet; without a file or sheet it is about all."""
        return (self.file is None or source_name(self.file) == source_name(file)) and (
            self.sheet is None or sheet is None or self.sheet.casefold() == sheet.casefold()
        )

    def over(self, other: SheetMapping) -> SheetMapping:
        """Return the other entry with this one's parts in place of its own."""
        merged = {name: {**getattr(other, name), **getattr(self, name)} for name in _SECTIONS}
        fields = {**other.values, **self.values}
        values = {name: {**other.values.get(name, {}), **self.values.get(name, {})} for name in fields}
        return SheetMapping(
            file=other.file,
            sheet=other.sheet,
            table=self.table or other.table,
            headers=other.headers,
            accept_columns=self.accept_columns or other.accept_columns,
            scope=self.scope or other.scope,
            values=values,
            **merged,
        )


class Mapping(Section):
    """The mappings of all sheets of an import, or the overrides that `--map FILE` states."""

    version: Literal[1] = 1
    sheet: tuple[SheetMapping, ...] = ()

    def about(self, file: str, sheet: str | None) -> SheetMapping:
        """Return all that is said about a sheet, later entries over earlier ones."""
        said = SheetMapping(file=file, sheet=sheet)
        for entry in self.sheet:
            if entry.speaks_of(file, sheet):
                said = entry.over(said)
        return said

    def saved(self, file: str, sheet: str | None, headers: tuple[str, ...]) -> SheetMapping | None:
        """Return the entry of the same source in an earlier import, or None if there was none.

        A file of the same name with mostly other columns is another source.
        """
        now = set(headers)
        for entry in self.sheet:
            if entry.file is not None and entry.speaks_of(file, sheet):
                shared = len(now & set(entry.headers))
                if 2 * shared >= max(len(now), len(entry.headers)):
                    return entry
        return None

    def following(self, earlier: Mapping) -> Mapping:
        """Return this mapping with the entries of an earlier one for sources that this one does not have."""
        kept = [
            entry
            for entry in earlier.sheet
            if not any(entry.speaks_of(new.file, new.sheet) for new in self.sheet if new.file is not None)
        ]
        return Mapping(sheet=(*self.sheet, *kept))


def source_name(file: str) -> str:
    """Return what stays of a file's name from one export to the next: without folder, digits and ending."""
    return re.sub(r"[\W\d_]+", " ", PurePath(file).stem).strip().casefold() or PurePath(file).name.casefold()


def from_text(text: str, name: str) -> Mapping:
    """Return a mapping written as TOML; raise `DocumentError` naming the key and the way out."""
    return parse(text, Mapping, name)


def to_text(mapping: Mapping) -> str:
    """Return a mapping as TOML that reads back equal."""
    lines = [
        "# What each file was taken for. `bookload import --map FILE` overrides any part of it.",
        "version = 1",
    ]
    for entry in mapping.sheet:
        lines += ["", "[[sheet]]"]
        for name in ("file", "sheet", "table", "scope"):
            if (value := getattr(entry, name)) is not None:
                lines.append(f"{name} = {_quoted(value)}")
        if entry.headers:
            lines.append(f"headers = [{', '.join(map(_quoted, entry.headers))}]")
        if entry.accept_columns:
            lines.append("accept_columns = true")
        for name in _SECTIONS:
            lines += _section(f"sheet.{name}", getattr(entry, name))
        for field, meant in entry.values.items():
            lines += _section(f"sheet.values.{_quoted(field)}", meant)
    return "\n".join(lines) + "\n"


def _section(name: str, pairs: Pairs[str, str]) -> list[str]:
    return (
        ["", f"[{name}]", *(f"{_quoted(key)} = {_quoted(value)}" for key, value in pairs.items())]
        if pairs
        else []
    )


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
