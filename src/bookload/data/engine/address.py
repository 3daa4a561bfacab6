"""URLs of engines: what they say, and how they are told to people."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

if TYPE_CHECKING:
    from collections.abc import Mapping

_USER = re.compile(r"([^/\s:@]*):[^/\s]*@")
_WORD = re.compile(r"((?:password|passfile|secret|token)\w*)=[^&\s]*", re.IGNORECASE)


def without_password(text: str) -> str:
    """Return a URL, or a text that quotes one, with `***` for each password in it."""
    return _WORD.sub(r"\1=***", _USER.sub(r"\1:***@", text))


@dataclass(frozen=True)
class Address:
    """What follows `scheme://`: a place and options (to urllib `local[2]` is no place)."""

    place: str
    options: Mapping[str, str]

    @classmethod
    def of(cls, url: str) -> Address:
        """Return the parts of an engine's URL."""
        place, _, options = url.partition("://")[2].partition("?")
        return cls(place.strip("/"), dict(parse_qsl(options, keep_blank_values=True)))
