"""How well a header, and the values under it, fit a field."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from bookload.data.ingest.mapping.shape import Field
from bookload.data.ingest.values.currencies import in_header
from bookload.data.ingest.values.fold import squeezed, tokens
from bookload.data.ingest.values.scales import scaled

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bookload.data.ingest.mapping.view import ColumnView

EXACT, ALIAS, BY_VALUES, PART, NEAR = 1.0, 0.95, 0.6, 0.55, 0.5
SURE = 0.9
"""From here on the header alone decides: values that do not fit are findings, not another column."""
FITS = 0.6
"""The share of values that has to fit where the header does not decide alone."""
_CLOSE = 0.87
_LEAST_LETTERS = 5
_UNIT_WORDS = frozenset(
    "in usd eur gbp chf jpy cad aud euro euros dollar dollars min mins min utc gmt".split()  # noqa: SIM905 - reads easier
)


@dataclass(frozen=True)
class Fit:
    """How well a column fits a field, 0 to 1, and why."""

    score: float
    reason: str


NO_FIT = Fit(0.0, "another name")


def fit(column: ColumnView, field: Field) -> Fit:
    """Return how well a column fits a field: its header, held against what its values read as."""
    by_name = named(column.header, field)
    if not by_name.score:
        months = field.type == "month" and column.sample and column.of_months
        return Fit(BY_VALUES, "its values are months") if months else by_name
    if field.type == "interval" and column.numeric == 1:
        return Fit(0.0, "numbers are no intervals")
    values = by_values(column, field)
    if by_name.score >= SURE and not field.only_if_fits:
        return Fit(by_name.score * (0.7 + 0.3 * values), by_name.reason)
    if values < FITS and column.sample:
        return Fit(0.0, "its values do not fit")
    return Fit(by_name.score * (0.5 + 0.5 * values), by_name.reason)


@lru_cache(maxsize=65_536)
def named(header: str, field: Field) -> Fit:
    """Return how well a header alone names a field; of amounts, whatever unit it says they are in."""
    header = scaled(header)[1] if field.type == "money" else header
    written = {plain_header(header), squeezed(header)} - {""}
    if "%" in header:
        written.add(squeezed(header.replace("%", " percent ")))
    if squeezed(field.name) in written:
        return Fit(EXACT, "named so")
    for place, alias in enumerate(field.aliases):
        if squeezed(alias) in written:
            return Fit(ALIAS - place * 0.001, f"another name of {field.name}")
    if part := max(_part(_words(header), tokens(name)) for name in _parts_of(header, field)):
        return Fit(part, f"has the words of {field.name}")
    near = max(_nearness(plain_header(header), squeezed(name)) for name in (field.name, *field.aliases))
    return Fit(NEAR * near, f"spelled like {field.name}") if near >= _CLOSE else NO_FIT


def _parts_of(header: str, field: Field) -> tuple[str, ...]:
    """Return the names that a header may have as a part: a bare `id` says of what only by the rest.

    `Kunden ID` is an account's, `VAT ID` and `Owner ID` are something else of it.
    """
    names = (field.name, *field.aliases)
    of_what = "".join(_words(header)[:-1])[:_LEAST_LETTERS]
    if any(squeezed(name).startswith(of_what) for name in names):
        return names
    return tuple(name for name in names if name != "id")


def _part(words: tuple[str, ...], part: tuple[str, ...]) -> float:
    """Return how well a name that is only part of a header fits: at its end, or of two words at its start."""
    if not part or len(part) >= len(words) or len(part[0]) <= 1:
        return 0.0
    if words[-len(part) :] == part:
        return PART + 0.25 * len(part) / len(words)
    if len(part) > 1 and words[: len(part)] == part:
        return PART + 0.1 * len(part) / len(words)
    return 0.0


def _nearness(written: str, name: str) -> float:
    shorter, longer = sorted((len(written), len(name)))
    if shorter < _LEAST_LETTERS or 2 * shorter < _CLOSE * (shorter + longer):
        return 0.0
    matcher = difflib.SequenceMatcher(None, written, name)
    if matcher.real_quick_ratio() < _CLOSE or matcher.quick_ratio() < _CLOSE:
        return 0.0
    return matcher.ratio()


@lru_cache(maxsize=65_536)
def plain_header(header: str) -> str:
    """Return a header without its currency and unit: `MRR (EUR)` and `mrr_eur` are `mrr`."""
    return "".join(_words(header)) or squeezed(header)


@lru_cache(maxsize=65_536)
def _words(header: str) -> tuple[str, ...]:
    words = tokens(header)
    if in_header(header, "USD") or len(words) > 1:
        words = tuple(word for word in words if word not in _UNIT_WORDS) or words
    return words


_SHARES: Mapping[str, Callable[[ColumnView], float]] = {
    "money": lambda column: column.amounts,
    "number": lambda column: column.amounts,
    "rate": lambda column: column.amounts,
    "integer": lambda column: column.amounts,
    "date": lambda column: column.dated,
    "instant": lambda column: column.dated,
    "month": lambda column: max(column.monthly, column.dated),
    "boolean": lambda column: column.truth,
    "interval": lambda column: column.worded("interval"),
    "currency": lambda column: column.currency,
}


def by_values(column: ColumnView, field: Field) -> float:
    """Return the share of a column's values that fit a field's type; 1 for texts and an empty column."""
    if not column.sample:
        return 1.0
    if field.type == "enum":
        return column.worded(field.name)
    if field.type in _SHARES:
        return _SHARES[field.type](column)
    bare_numbers = field.type == "text" and column.numeric == 1 and not column.sample[0].typed
    return 0.5 if bare_numbers else 1.0
