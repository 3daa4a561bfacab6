"""The titles that HR systems write, and the roles that they mean: `Sr. CSM, EMEA` is a `senior_csm`.

`titles.csv` is this program's own list of words, from no published source: whole titles and the role that
each means, words of seniority, which make a `csm` a `senior_csm`, and words beside a title that say nothing
of the role (a segment, a region, a grade). What it does not know, and the policy does not say, stays what it
is, in the form in which policies write roles.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from types import MappingProxyType

_APART = re.compile(r"[\W_]+")
CSM, SENIOR_CSM = "csm", "senior_csm"


@dataclass(frozen=True)
class Roles:
    """What a workspace's policy says of roles: which count, which supervise, what titles of its own mean.

    `titles` maps the company's own titles to roles; it goes before the table. `revenue` is the role of an
    owner that carries revenue.
    """

    csm: tuple[str, ...] = (CSM, SENIOR_CSM)
    supervising: tuple[str, ...] = ("manager", "director")
    titles: Mapping[str, str] = field(default_factory=dict)
    revenue: str = CSM

    def role(self, title: str) -> str:
        """Return the role that a title means, as policies write it; one that nobody knows is itself."""
        own = self.own(title)
        return role_word(title if own is None else own)

    def own(self, title: str) -> str | None:
        """Return what the policy says that a title means; None where it says nothing."""
        return {_folded(name): role for name, role in self.titles.items()}.get(_folded(title))

    def counts(self, title: str) -> bool:
        """Return whether who has a title is in a role that counts as a CSM."""
        return self.role(title) in set(map(role_word, self.csm))

    def knows(self, title: str) -> bool:
        """Return whether the policy or the table knows a title."""
        named = {role_word(role) for role in (*self.csm, *self.supervising, *self.titles.values())}
        return self.role(title) in named | set(_table().titles.values())


USUAL = Roles()
"""What holds where no policy says anything."""


@dataclass(frozen=True)
class _Table:
    titles: Mapping[str, str]
    senior: frozenset[str]
    beside: tuple[str, ...]


def role_word(title: str) -> str:
    """Return a role or a title as policies write roles: `Senior CSM` is `senior_csm`.

    A title that the table does not know has its words joined: `Client Partner` is `client_partner`.
    """
    return _standard(_folded(title)) or "_".join(title.casefold().replace("-", " ").split())


def standard_role(title: str) -> str | None:
    """Return the role that the table knows a title by; None for any other."""
    return _standard(_folded(title))


@cache
def spellings(role: str) -> frozenset[str]:
    """Return the ways, in lower case with `_` between the words, that the table writes a role in."""
    word = role_word(role)
    found = {"_".join(title.split()) for title, meant in _table().titles.items() if meant == word}
    return frozenset({word, *found})


@cache
def _standard(title: str) -> str | None:
    """Return the role of a folded title: as it is, or without what stands beside it."""
    table = _table()
    if title in table.titles:
        return table.titles[title]
    words = title.split()
    plain = _without(" ".join(word for word in words if word not in table.senior), table.beside)
    ordered = plain if plain in table.titles else _without(title, table.beside)
    role = table.titles.get(ordered)
    is_senior = any(word in table.senior for word in words)
    return SENIOR_CSM if role == CSM and is_senior else role


def _without(title: str, beside: tuple[str, ...]) -> str:
    for words in beside:
        title = re.sub(rf"\b{re.escape(words)}\b", " ", title)
    return " ".join(title.split())


@cache
def _table() -> _Table:
    text = files("bookload.data.tables.titles").joinpath("titles.csv").read_text(encoding="utf-8")
    titles: dict[str, str] = {SENIOR_CSM.replace("_", " "): SENIOR_CSM}
    senior: set[str] = set()
    beside: list[str] = []
    for row in csv.DictReader(text.splitlines()):
        words = [_folded(word) for word in row["words"].split("|")]
        if row["kind"] == "title":
            titles |= dict.fromkeys(words, row["value"])
        elif row["kind"] == "senior":
            senior |= set(words)
        else:
            beside += words
    longest_first = tuple(sorted(beside, key=lambda word: (-len(word), word)))
    return _Table(MappingProxyType(titles), frozenset(senior), longest_first)


def _folded(title: str) -> str:
    return " ".join(_APART.sub(" ", title.casefold()).split())
