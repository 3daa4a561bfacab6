"""How well a header, and the values under it, fit a field."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from functools import lru_cache

from bookload.data.ingest.mapping.shape import Field
from bookload.data.ingest.mapping.view import ColumnView
from bookload.data.ingest.values.currencies import in_header
from bookload.data.ingest.values.fold import squeezed, tokens

EXACT, ALIAS, PART, NEAR = 1.0, 0.95, 0.55, 0.5
SURE = 0.9
"""From here on the header alone decides: values that do not fit are findings, not another column."""
_CLOSE = 0.87
_LEAST_LETTERS = 5
_UNIT_WORDS = frozenset(["in", "usd", "eur", "gbp", "chf", "jpy", "cad", "aud", "euro", "euros", "dollar", "dollars", "min", "mins", "value"])
_FITS = 0.6


@dataclass(frozen=True)
class Fit:
    """How well a column fits a field, 0 to 1, and why."""

    score: float
    reason: str


def fit(column: ColumnView, field: Field) -> Fit:
    """Return how well a column fits a field: its header, held against what its values read as."""
    by_name = named(column.header, field)
    if not by_name.score:
        return by_name
    values = by_values(column, field)
    if by_name.score >= SURE and not field.only_if_fits:
        return Fit(by_name.score * max(0.7 + 0.3 * values, 0.7), by_name.reason)
    if values < _FITS and column.sample:
        return Fit(0.0, "its values do not fit")
    return Fit(by_name.score * (0.5 + 0.5 * values), by_name.reason)


@lru_cache(maxsize=65_536)
def named(header: str, field: Field) -> Fit:
    """Return how well a header alone names a field."""
    plain = plain_header(header)
    if not plain:
        return Fit(0.0, "no header")
    if squeezed(field.name) in {plain, squeezed(header)}:
        return Fit(EXACT, "named so")
    for place, alias in enumerate(field.aliases):
        if squeezed(alias) in {plain, squeezed(header)}:
            return Fit(ALIAS - place * 0.001, f"another name of {field.name}")
    words = _words(header)
    best = 0.0
    for name in (field.name, *field.aliases):
        part = tokens(name)
        if len(part) < len(words) and len(part[0]) > 1 and words[-len(part) :] == part:
            best = max(best, PART + 0.25 * len(part) / len(words))
        elif len(part) > 1 and len(part) < len(words) and words[: len(part)] == part:
            best = max(best, PART + 0.1 * len(part) / len(words))
    if best:
        return Fit(best, f"has the words of {field.name}")
    if len(plain) >= _LEAST_LETTERS:
        near = max(
            (
                difflib.SequenceMatcher(None, plain, squeezed(name)).ratio()
                for name in (field.name, *field.aliases)
                if len(name) >= _LEAST_LETTERS
            ),
            default=0.0,
        )
        if near >= _CLOSE:
            return Fit(NEAR * near, f"spelled like {field.name}")
    return Fit(0.0, "another name")


@lru_cache(maxsize=65_536)
def plain_header(header: str) -> str:
    """Return a header without its currency and unit: `MRR (EUR)` and `mrr_eur` are `mrr`."""
    return "".join(_words(header)) or squeezed(header)


def _words(header: str) -> tuple[str, ...]:
    words = tokens(header)
    if in_header(header, "USD") or len(words) > 1:
        words = tuple(word for word in words if word not in _UNIT_WORDS) or words
    return words


def by_values(column: ColumnView, field: Field) -> float:
    """Return the share of a column's values that fit a field's type; 1 for texts, and for an empty column."""
    if not column.sample:
        return 1.0
    match field.type:
        case "money" | "number" | "rate" | "integer":
            return column.numeric if column.dated < 1 or column.numeric == 1 else 0.0
        case "date" | "instant":
            return column.dated
        case "month":
            return max(column.monthly, column.dated)
        case "boolean":
            return column.truth
        case "enum":
            return column.worded(field.name)
        case "interval":
            return column.worded("interval")
        case "currency":
            return column.currency
        case _:
            return 0.5 if field.type == "text" and column.numeric == 1 and not column.sample[0].typed else 1.0
