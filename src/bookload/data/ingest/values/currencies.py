"""Currencies as symbols, codes and words, read to the codes of ISO 4217."""

from __future__ import annotations

import re
from functools import cache

from bookload.base.money import MINOR_UNITS
from bookload.data.ingest.values.fold import fold

_SYMBOLS = {
    "€": "EUR", "£": "GBP", "₹": "INR", "₩": "KRW", "₪": "ILS", "₺": "TRY", "zł": "PLN", "kč": "CZK", "r$": "BRL", "us$": "USD",
    "usd$": "USD", "ca$": "CAD", "c$": "CAD", "cad$": "CAD", "a$": "AUD", "au$": "AUD", "nz$": "NZD", "s$": "SGD", "hk$": "HKD", "mx$": "MXN",
    "fr": "CHF", "sfr": "CHF", "₴": "UAH", "₫": "VND", "₦": "NGN", "฿": "THB", "₱": "PHP", "ft": "HUF", "lei": "RON",
}  # fmt: skip
_SHARED = {
    "$": ("USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN", "TWD", "BSD", "BBD", "CLP", "COP", "ARS"),
    "¥": ("JPY", "CNY"),
    "kr": ("SEK", "NOK", "DKK", "ISK"),
}
"""Signs that several currencies share; the workspace's own is meant if it is one of them."""
_USUAL = {"$": "USD", "¥": "JPY"}
_WORDS = {
    "euro": "EUR", "euros": "EUR", "dollar": "USD", "dollars": "USD", "us dollar": "USD", "us dollars": "USD", "pound": "GBP", "pounds": "GBP",
    "pound sterling": "GBP", "british pound": "GBP", "sterling": "GBP", "yen": "JPY", "japanese yen": "JPY", "swiss franc": "CHF",
    "swiss francs": "CHF", "franken": "CHF", "schweizer franken": "CHF", "zloty": "PLN", "rupee": "INR", "indian rupee": "INR",
}  # fmt: skip
_SIGNED = re.compile(r"[€£₹₩₪₺¥$]")


@cache
def code_of(text: str, home: str) -> str | None:
    """Return the code that a symbol, code or word means, or None; `home` is the workspace's currency."""
    mark = text.strip().rstrip(".").casefold()
    if mark.upper() in MINOR_UNITS:
        return mark.upper()
    if mark in _SHARED:
        return home if home in _SHARED[mark] else _USUAL.get(mark)
    return _SYMBOLS.get(mark) or _WORDS.get(fold(mark))


def in_header(header: str, home: str) -> str | None:
    """Return the currency that a header names, as `MRR (EUR)`, `arr_usd` and `Betrag in €` do, or None."""
    if found := _SIGNED.search(header):
        return code_of(found[0], home)
    for word in re.split(r"[\W_]+", header):
        if word.upper() in MINOR_UNITS and (
            word.isupper() or word.casefold() in {"eur", "usd", "gbp", "chf", "jpy", "cad", "aud"}
        ):
            return word.upper()
        if word.casefold() in {"euro", "euros"}:
            return "EUR"
    return None
