"""Units of amounts that a header says: `ARR (in thousands)`, `MRR T€`, `ARR $K`, `Umsatz in Mio. EUR`."""

from __future__ import annotations

import re
from functools import lru_cache

_CURRENCY = r"(?P<{name}>€|\$|£|¥|₹|(?:eur|usd|gbp|chf|cad|aud)(?![a-z])|euros?(?![a-z])|dollars?(?![a-z]))"
_START, _END = r"(?<![^\W_])", r"(?![^\W_])"
_BEFORE, _AFTER = _CURRENCY.format(name="before"), _CURRENCY.format(name="after")


def _shape(words: str, signs: str) -> re.Pattern[str]:
    """Return what says a unit: a word for it, with a currency or without, or a letter that stands at one."""
    parts = (
        rf"{_START}(?:in\s+)?(?:{_BEFORE}\s*)?(?:{words})\.?(?:(?:\s*{_AFTER})|{_END})",
        rf"(?P<sign>€|\$|£|¥|₹)\s?'?(?:{signs}){_END}",
        rf"{_START}(?:in\s+)?(?:{signs})\s?(?P<money>€|\$|£|¥|₹|(?:eur|usd|gbp|chf|cad|aud){_END})",
        rf"{_START}(?P<code>eur|usd|gbp|chf|cad|aud)\s(?:{signs}){_END}",
    )
    return re.compile("|".join(parts), re.IGNORECASE)


_SCALES = (
    (10**6, _shape(r"millions?|millionen|mio|mln|mill", r"mm|mn|m")),
    (10**3, _shape(r"thousands?|tausend|tsd|'?000s|'000|milliers", r"k|t|'?000s?")),
    (10**3, re.compile(r"[\s_(\[](?:in\s+)?k[\s)\]]*$", re.IGNORECASE)),
)
"""A bare `K` at the end means thousands; a bare `M` may be a month and means nothing."""


@lru_cache(maxsize=65_536)
def scaled(header: str) -> tuple[int, str]:
    """Return what a header multiplies its amounts by, 1 for nothing, and the header without the unit.

    Its currency stays: `ARR TEUR` is `ARR EUR`, in thousands.
    """
    for factor, shape in _SCALES:
        if found := shape.search(header):
            currency = next((text for text in found.groupdict().values() if text), "")
            bare = f"{header[: found.start()]} {currency} {header[found.end() :]}"
            bare = re.sub(r"[(\[]\s*[)\]]", " ", bare)
            return factor, " ".join(bare.split())
    return 1, header
