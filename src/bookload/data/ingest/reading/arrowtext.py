"""Typed Arrow columns as canonical text, exactly or not at all."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from bookload.base.errors import SHOWN_OF_A_KIND

if TYPE_CHECKING:
    from collections.abc import Callable

_DIGITS = {"halffloat": 3, "float": 6, "double": 15}
_FLOATS = {"halffloat": np.float16, "float": np.float32, "double": np.float64}


class Inexact(Exception):  # noqa: N818 - says what the cells are
    """Some floats of a column stand for no decimal number; carries the first of them and a count."""

    def __init__(self, cells: list[tuple[int, str]], count: int) -> None:
        super().__init__(count)
        self.cells = cells
        self.count = count


class NotText(Exception):  # noqa: N818 - says what the cell is
    """A cell of bytes is no UTF-8; carries its row within the column, from 0."""

    def __init__(self, row: int) -> None:
        super().__init__(row)
        self.row = row


def readable(kind: pa.DataType) -> str | None:
    """Return why a column of this type cannot be read as cells, or None if it can."""
    types = pa.types
    if types.is_nested(kind):
        return "cells that hold lists or records are not read"
    if types.is_dictionary(kind):
        return readable(kind.value_type)
    if types.is_duration(kind) or types.is_interval(kind):
        return "durations are not read; write minutes as numbers"
    plain = (
        types.is_null,
        types.is_boolean,
        types.is_integer,
        types.is_floating,
        types.is_decimal,
        types.is_date,
    )
    texts = (types.is_string, types.is_large_string, types.is_binary, types.is_large_binary)
    if any(
        test(kind) for test in (*plain, *texts, types.is_timestamp, types.is_time, types.is_fixed_size_binary)
    ):
        return None
    return "no rule says how to write it as text"


def as_text(column: pa.Array) -> pa.StringArray:
    """Return the cells as canonical text, '' for null.

    Decimals keep their digits; dates and instants are ISO 8601, instants with a zone in
    UTC with `Z`; floats have the shortest digits that stand for them, if these are few
    enough to be the only decimal number of that length (6 for 32 bits, 15 for 64 bits).

    Raises:
        Inexact: Floats with more digits, infinities and NaN.
        NotText: A cell of bytes that is not UTF-8.
    """
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    kind = column.type
    for test, convert in _CONVERSIONS:
        if test(kind):
            return pc.fill_null(convert(column), "")
    return pc.fill_null(column.cast(pa.string()), "")


def _bytes(column: pa.Array) -> pa.StringArray:
    try:
        return column.cast(pa.binary()).cast(pa.string())
    except pa.ArrowInvalid:
        for row, cell in enumerate(column.to_pylist()):
            try:
                _ = cell is None or cell.decode()
            except UnicodeDecodeError:
                raise NotText(row) from None
        raise


def _null(column: pa.Array) -> pa.StringArray:
    return pa.nulls(len(column), pa.string())


def _decimal(column: pa.Array) -> pa.StringArray:
    # Arrow writes small decimals with an exponent; format(…, "f") never does.
    return pa.array([None if value is None else f"{value:f}" for value in column.to_pylist()], pa.string())


def _float(column: pa.Array) -> pa.StringArray:
    values = column.to_numpy(zero_copy_only=False).astype(_FLOATS[str(column.type)])
    missing = column.is_null().to_numpy(zero_copy_only=False)
    most = _DIGITS[str(column.type)]
    texts: list[str | None] = []
    wrong: list[tuple[int, str]] = []
    count = 0
    for row, value in enumerate(values):
        text = None if missing[row] else _shortest(value, most)
        if text is None and not missing[row]:
            count += 1
            if len(wrong) < SHOWN_OF_A_KIND:
                wrong.append((row, str(value)))
        texts.append(text)
    if count:
        raise Inexact(wrong, count)
    return pa.array(texts, pa.string())


def _shortest(value: np.floating, most: int) -> str | None:
    """Return the shortest decimal of a float, plain, or None if it takes more than `most` digits."""
    if not math.isfinite(value):
        return None
    text = np.format_float_positional(value, unique=True, trim="-")
    digits = text.lstrip("-").replace(".", "").strip("0")
    if len(digits) > most:
        return None
    return "0" if text == "-0" else text


def _date(column: pa.Array) -> pa.StringArray:
    return column.cast(pa.date32()).cast(pa.string())


def _instant(column: pa.Array) -> pa.StringArray:
    # A time of midnight without a zone is how frames of data keep dates.
    zone = column.type.tz is not None
    in_utc = column.cast(pa.timestamp(column.type.unit))
    text = pc.replace_substring(in_utc.cast(pa.string()), " ", "T", max_replacements=1)
    text = pc.replace_substring_regex(text, r"\.0+$", "")
    text = pc.replace_substring_regex(text, r"(\.\d*?[1-9])0+$", r"\1")
    if zone:
        return pc.binary_join_element_wise(text, "Z", "")
    return pc.replace_substring_regex(text, r"T00:00:00$", "")


def _time(column: pa.Array) -> pa.StringArray:
    return pc.replace_substring_regex(column.cast(pa.string()), r"\.0+$", "")


_CONVERSIONS: tuple[tuple[Callable[[pa.DataType], bool], Callable[[pa.Array], pa.StringArray]], ...] = (
    (pa.types.is_null, _null),
    (pa.types.is_decimal, _decimal),
    (pa.types.is_floating, _float),
    (pa.types.is_date, _date),
    (pa.types.is_timestamp, _instant),
    (pa.types.is_time, _time),
    (pa.types.is_binary, _bytes),
    (pa.types.is_large_binary, _bytes),
    (pa.types.is_fixed_size_binary, _bytes),
)
