"""Currencies as symbols, codes and words, read to the codes of ISO 4217."""

from __future__ import annotations

import re
from functools import cache

from bookload.base.money import MINOR_UNITS
from bookload.data.ingest.values.fold import fold
from bookload.data.ingest.values.scales import scaled

_SIGNS = """
€=EUR £=GBP ₹=INR ₩=KRW ₪=ILS ₺=TRY zł=PLN kč=CZK r$=BRL us$=USD usd$=USD ca$=CAD c$=CAD cad$=CAD a$=AUD
au$=AUD nz$=NZD s$=SGD hk$=HKD mx$=MXN fr=CHF sfr=CHF ₴=UAH ₫=VND ₦=NGN ฿=THB ₱=PHP ft=HUF lei=RON
"""
_SYMBOLS = dict(pair.split("=") for pair in _SIGNS.split())
_SHARED = {
    "$": ("USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN", "TWD", "BSD", "BBD", "CLP", "COP", "ARS"),
    "¥": ("JPY", "CNY"),
    "kr": ("SEK", "NOK", "DKK", "ISK"),
}
"""Signs that several currencies share; the workspace's own is meant if it is one of them."""
_USUAL = {"$": "USD", "¥": "JPY"}
_NAMES = {
    "EUR": "euro|euros",
    "USD": "dollar|dollars|us dollar|us dollars",
    "GBP": "pound|pounds|pound sterling|british pound|sterling",
    "JPY": "yen|japanese yen",
    "CHF": "swiss franc|swiss francs|franken|schweizer franken",
    "PLN": "zloty",
    "INR": "rupee|rupees|indian rupee",
}
_WORDS = {word: code for code, words in _NAMES.items() for word in words.split("|")}
_PLAIN = frozenset(["eur", "usd", "gbp", "chf", "jpy", "cad", "aud"])
"""Codes that are also meant where a header writes them in small letters."""
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
    _, header = scaled(header)
    if found := _SIGNED.search(header):
        return code_of(found[0], home)
    for word in re.split(r"[\W_]+", header):
        if word.upper() in MINOR_UNITS and (word.isupper() or word.casefold() in _PLAIN):
            return word.upper()
        if word.casefold() in {"euro", "euros"}:
            return "EUR"
    return None
