"""Names compared as people compare them: case, accents, punctuation and word breaks aside."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_APART = re.compile(r"[^\w]+|_+")
_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


@lru_cache(maxsize=65_536)
def fold(text: str) -> str:
    """Return a text with its case and accents folded and every run of other signs as one space.

    A text of signs alone keeps them: `-` stays `-`.
    """
    lower = unicodedata.normalize("NFC", text).casefold().translate(_GERMAN)
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", lower) if not unicodedata.combining(sign))
    return " ".join(_APART.sub(" ", plain).split()) or text.strip().casefold()


@lru_cache(maxsize=65_536)
def tokens(name: str) -> tuple[str, ...]:
    """Return a header's words, folded; `customerName` and `customer_name` are the same two words."""
    return tuple(fold(_CAMEL.sub(" ", name)).split())


@lru_cache(maxsize=65_536)
def squeezed(name: str) -> str:
    """Return a header without case, accents, signs and blanks: `Account ID` and `accountId` are equal."""
    return fold(name).replace(" ", "")
