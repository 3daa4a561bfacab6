"""Numbers as people and programs write them, read exactly.

Whether `1.234` is one thousand or one and a bit is decided over the whole column: a text
that can be read in one way only decides for all of them. Nothing decides a column in which
every text can be read both ways, with different results: that is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import Literal

from bookload.data.ingest.values.cell import Text
from bookload.data.ingest.values.currencies import code_of

Point = Literal[".", ","]

_BLANKS = str.maketrans(
    dict.fromkeys("\u00a0\u2007\u2008\u2009\u200a\u202f\t", " ")
    | dict.fromkeys("\u2212\u2013\u2012", "-")
    | dict.fromkeys("\u2019`", "'")
)
_NO_CENTS = re.compile(r"[.,]\s*(?:-{1,2}|—)(?=\s*\D*$)")
_SHAPE = re.compile(
    r"(?P<open>\()?\s*(?P<sign>[+-])?\s*"
    r"(?P<before>[^\d\s.,'()+%-]{1,4}\.?(?:\s?\$)?)?\s*(?P<inner>[+-])?\s*"
    r"(?P<body>\d[\d.,' ]*?|[.,]\d+)\s*(?P<trail>-)?\s*"
    r"(?P<after>%|[^\d\s.,'()+%-]{1,12}\.?(?:\s?[^\d\s.,'()+%-]{1,4}\.?)?)?\s*(?P<close>\))?"
)
_BODY: dict[str, re.Pattern[str]] = {
    ".": re.compile(
        r"(?:[1-9]\d{0,2}(?:(?P<s>[,' ])\d{3})(?:(?P=s)\d{3})*|[1-9]\d?(?:,\d{2})+,\d{3}|\d+)?(?:\.\d+)?"
    ),
    ",": re.compile(r"(?:[1-9]\d{0,2}(?:(?P<s>[.' ])\d{3})(?:(?P=s)\d{3})*|\d+)?(?:,\d+)?"),
}
_PLAIN = re.compile(r"-?(?P<whole>\d+)(?:\.(?P<decimals>\d+))?")
_CANONICAL = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
_SCIENTIFIC = re.compile(r"[+-]?\d(?:[.,]\d+)?[eE][+-]?\d+")
_COMMA_GROUPS = frozenset({"$", "US$", "USD", "£", "GBP", "₹", "INR", "¥", "JPY"})
"""Currencies that, written before the amount, are nowhere followed by a decimal comma: `$1,234` is 1234."""
_SCALES = {
    10**3: "k tsd tausend thousand thousands mille",
    10**6: "m mm mn mio mln mill million millions millionen",
    10**9: "bn mrd milliarde milliarden",
}
_SCALE = {word: scale for scale, words in _SCALES.items() for word in words.split()}
"""Words for thousands and more. `T` and `billion` differ between languages, and are none."""
_THOUSANDS_OF = re.compile(r"(?P<scale>[ktm])(?P<currency>[€$£¥₹]|eur|usd|gbp|chf)", re.IGNORECASE)
"""`k€`, `T€`, `TEUR`, `M€`: the scale and its currency in one word."""
MOST_SHARE = 2
"""The largest share or FTE that is not taken for hundredths."""
EXCEL_DIGITS = 15
"""A workbook shows and keeps fifteen digits; what a typed cell has beyond is float noise."""


@dataclass(frozen=True)
class Number:
    """A number as it was written: exact, with the currency beside it and whether it is a percentage.

    `scale` is what a word beside it multiplies it by: 1,000 for `12 k`, 10^6 for `2,5 Mio`. It is
    not in `value`, since a bare `m` may stand for minutes. `unknown` is what else stands beside
    it: nothing may be read past that in an amount.
    """

    value: Decimal
    currency: str = ""
    percent: bool = False
    scale: int = 1
    unknown: str = ""


def read(text: Text, point: Point) -> Number | None:
    """Return the number that a text says with this decimal sign, or None if it says none."""
    if text.typed:
        return canonical(text.text)
    plain = _PLAIN.fullmatch(text.text)
    if plain and (point == "." or not plain["decimals"]):
        return Number(Decimal(text.text))
    shaped = _SHAPE.fullmatch(_NO_CENTS.sub("", text.text.translate(_BLANKS)).strip())
    if not shaped or (shaped["open"] is None) != (shaped["close"] is None):
        return None
    signs = [shaped[name] for name in ("sign", "inner", "trail") if shaped[name]]
    signs += ["-"] if shaped["open"] else []
    body = shaped["body"]
    if len(signs) > 1 or not _BODY[point].fullmatch(body):
        return None
    digits = re.sub(r"[' ,]" if point == "." else r"[' .]", "", body).replace(",", ".")
    value = -Decimal(digits) if "-" in signs else Decimal(digits)
    return _with_words(value, shaped["before"] or "", shaped["after"] or "")


def _with_words(value: Decimal, before: str, after: str) -> Number:
    """Return the number with what the words before and after it mean: a currency, a scale."""
    if after == "%":
        return Number(value, before, percent=True)
    marks, scale = [], 1
    for word in (before.strip(), *after.split()):
        factor, mark = _scale_of(word)
        scale *= factor
        marks += [mark] if mark else []
    currency = marks[0] if marks else ""
    others = [mark for mark in marks[1:] if not _same_currency(mark, currency)]
    return Number(value, currency, scale=scale, unknown=" ".join(others))


def _scale_of(word: str) -> tuple[int, str]:
    """Return what a word multiplies by, and the currency that is left of it."""
    plain = word.rstrip(".").casefold()
    if plain in _SCALE:
        return _SCALE[plain], ""
    if found := _THOUSANDS_OF.fullmatch(plain):
        return 10**6 if found["scale"].casefold() == "m" else 10**3, found["currency"]
    return 1, word


def _same_currency(mark: str, other: str) -> bool:
    """Return whether two marks are of one currency, as in `$ 5 USD`."""
    code = code_of(mark, "USD")
    return code is not None and code_of(other, code) == code


def canonical(text: str) -> Number | None:
    """Return the number of a cell that its file typed, without float noise past fifteen digits."""
    if not _CANONICAL.fullmatch(text):
        return None
    value = Decimal(text)
    if len(value.as_tuple().digits) > EXCEL_DIGITS:
        with localcontext(prec=EXCEL_DIGITS, rounding=ROUND_HALF_UP):
            value = +value
    return Number(value)


def is_damaged(text: str) -> bool:
    """Return whether a text is what a spreadsheet leaves of a long number: `1.2E+15`."""
    return bool(_SCIENTIFIC.fullmatch(text.strip()))


@dataclass(frozen=True)
class Sign:
    """What decides a column's decimal sign: the sign and an example, or None where nothing does."""

    point: Point | None
    example: str | None
    numeric: int

    @property
    def undecidable(self) -> bool:
        """Whether texts can be read both ways with different results, and nothing decides."""
        return self.point is None


def decimal_sign(texts: Iterable[Text]) -> Sign:
    """Return the decimal sign that a column's texts decide on.

    Texts that read the same either way (`1234`) leave it at `.`; where some decide for `.`
    and others for `,`, most decide, and the rest do not read.
    """
    votes: dict[Point, list[str]] = {".": [], ",": []}
    either = None
    numeric = 0
    for text in texts:
        plain = None if text.typed else _PLAIN.fullmatch(text.text)
        if plain and not _could_be_thousands(plain):
            numeric += 1
            if plain["decimals"]:
                votes["."].append(text.text)
            continue
        dot, comma = read(text, "."), read(text, ",")
        numeric += dot is not None or comma is not None
        if text.typed:
            continue
        if (dot is None) != (comma is None):
            votes["." if dot else ","].append(text.text)
        elif dot and comma and dot.value != comma.value:
            if dot.currency in _COMMA_GROUPS and "," in text.text:
                votes["."].append(text.text)
            else:
                either = either or text.text
    most: Point = "." if len(votes["."]) >= len(votes[","]) else ","
    if len(votes["."]) == len(votes[","]):
        return Sign(None if either or votes["."] else ".", either or next(iter(votes["."]), None), numeric)
    return Sign(most, votes[most][0], numeric)


def _could_be_thousands(plain: re.Match[str]) -> bool:
    """Return whether a point may stand between thousands: in `1.234`, not in `1.5` or `0.123`."""
    digits = plain["whole"]
    return len(plain["decimals"] or "") == len("000") and len(digits) <= len("000") and digits[0] != "0"


def in_hundredths(texts: Iterable[Text], point: Point) -> bool:
    """Return whether a column of shares is written in hundredths, as 60 and 40 are: one is above 2."""
    found = (read(text, point) for text in texts)
    return any(number is not None and not number.percent and number.value > MOST_SHARE for number in found)


def whole(value: Decimal, places: int) -> tuple[int, bool]:
    """Return `value x 10^places` as a whole number, half away from zero, and whether nothing was lost."""
    with localcontext(prec=80):
        scaled = value.scaleb(places)
        rounded = scaled.to_integral_value(rounding=ROUND_HALF_UP)
    return int(rounded), rounded == scaled
