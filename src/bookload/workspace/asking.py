"""Questions asked by programs: an answer as the document that the command line prints, in bounded pages.

An answer's lists may be long. It is computed once, kept in blocks of rows, and a page reads the blocks that
it needs, so that the last page costs as much as the first.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bookload.base.errors import UsageError
from bookload.base.progress import Progress
from bookload.data import snapshots
from bookload.metrics.revenue.rates.conversion import rate_notes
from bookload.report.document import document
from bookload.workspace.beside import beside
from bookload.workspace.chosen import PREFIX, Chosen, chosen_of
from bookload.workspace.kept import kept
from bookload.workspace.opened import reader_of
from bookload.workspace.paths import existing, is_live
from bookload.workspace.questions import QUESTIONS
from bookload.workspace.questions.question import FIRST_YEAR

if TYPE_CHECKING:
    from bookload.base.access import Access
    from bookload.report.document import Document, Json

USUAL = 1_000
MOST = 10_000
"""How many rows of each list a page has where nothing is said, and at most."""

BLOCK = 1_000
"""How many rows of each list are kept in one file."""

FARTHEST = 1_000_000_000
LONGEST_VALUE = 200
"""How many characters one value may have: names and ids are shorter, and nothing else is asked."""

PLACE = ("as_of", "profile", "snapshot")
SCENARIO = "scenario"
PAGED = ("limit", "offset")
_NUMBER = re.compile(r"[0-9]{1,10}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_NAME = re.compile(r"[A-Za-z0-9._-]{1,100}")


@dataclass(frozen=True)
class Part:
    """Which rows of each list: `limit` of them after the first `offset`."""

    limit: int = USUAL
    offset: int = 0

    @classmethod
    def of(cls, said: Mapping[str, str]) -> Part:
        """Return the part that texts ask for; raise `UsageError` for numbers out of their bounds."""
        return cls(
            _number("limit", said.get("limit"), USUAL, 1, MOST),
            _number("offset", said.get("offset"), 0, 0, FARTHEST),
        )


@dataclass(frozen=True)
class Asking:
    """A question as it is asked: what is said with it, and of which date, profile, rows and scenario."""

    name: str
    said: tuple[tuple[str, str], ...] = ()
    as_of: date | None = None
    profile: str | None = None
    snapshot: str | None = None
    chosen: Chosen = ()
    scenario: str | None = None

    @classmethod
    def of(cls, name: str, said: Mapping[str, str]) -> Asking:
        """Return what texts ask, `limit` and `offset` left out; raise `UsageError` for what cannot be meant.

        What is no question, as the report, takes a place and nothing else.
        """
        for key, value in said.items():
            if len(value) > LONGEST_VALUE or _CONTROL.search(value):
                raise UsageError(
                    f"'{key[:LONGEST_VALUE]}' is too long or has control characters; "
                    f"at most {LONGEST_VALUE} characters of text"
                )
        for key in ("profile", "snapshot", SCENARIO):
            if said.get(key) and not _NAME.fullmatch(said[key]):
                raise UsageError(f"'{said[key]}' is no {key}'s name: letters, digits, and the signs . _ -")
        places = {key for key in said if key in (*PLACE, SCENARIO) or key.startswith(PREFIX)}
        own = {key: value for key, value in said.items() if key not in places and value}
        if name in QUESTIONS:
            own = {key: value for key, value in own.items() if key not in PAGED}
            QUESTIONS[name].read(own)
        elif own:
            raise UsageError(f"'{name}' takes no '{min(own)[:LONGEST_VALUE]}'; it takes: {', '.join(PLACE)}")
        if said.get(SCENARIO):
            _may_suppose(name)
        return cls(
            name,
            tuple(sorted(own.items())),
            _day(said.get("as_of", "")),
            said.get("profile") or None,
            said.get("snapshot") or None,
            chosen_of(said),
            said.get(SCENARIO) or None,
        )

    def pinned(self, root: Path) -> Asking:
        """Return the same of the snapshot that is current now, so that its parts are all of one."""
        if self.snapshot is not None or is_live(root):
            return self
        return replace(self, snapshot=snapshots.current_id(existing(root).state))


def depends(root: Path, asking: Asking, part: Part, access: Access) -> str | None:
    """Return what tells an answer's part from every other: equal where its bytes are; None where nothing can.

    It is made of the snapshot, the documents, the program, what is asked and the reader's rights.
    """
    if is_live(root) or asking.snapshot is None:
        return None
    rights = (access.role, sorted(access.rights), access.person_id)
    all_of = (existing(root).cache(asking.snapshot).name, asking, part, rights, _beside(root, asking, access))
    return hashlib.sha256(repr(all_of).encode()).hexdigest()[:32]


def part_of(root: Path, asking: Asking, part: Part, access: Access, progress: Progress) -> Document:
    """Return an answer with so many rows of each of its lists; `paging` says how many there are of each.

    Raises `AccessDeniedError` for a question that the reader may not ask, and what answering raises.
    """
    access.demand(QUESTIONS[asking.name].needs, QUESTIONS[asking.name].title.lower())
    pinned = asking.pinned(root)
    whole = _Whole(root, pinned, access, progress)
    head = json.loads(whole.head())
    found: Document = head["document"]
    totals: dict[str, int] = head["totals"]
    for number in range(part.offset // BLOCK, -(-min(part.offset + part.limit, head["longest"]) // BLOCK)):
        block = json.loads(whole.block(number))
        skipped = max(0, part.offset - number * BLOCK)
        until = part.offset + part.limit - number * BLOCK
        for path, rows in block.items():
            _list_at(found, path).extend(rows[skipped:until])
    more = part.offset + part.limit < head["longest"]
    found["paging"] = {
        "limit": part.limit,
        "offset": part.offset,
        "total": {**totals},
        "next_offset": part.offset + part.limit if more else None,
    }
    return found


@dataclass
class _Whole:
    """An answer, computed at most once, and read from what was kept of it where it can be."""

    root: Path
    asking: Asking
    access: Access
    progress: Progress
    _document: Document | None = None

    def head(self) -> bytes:
        """Return the document without the rows of its lists, and how many each has."""
        return self._kept("head", self._head)

    def block(self, number: int) -> bytes:
        """Return so many rows of each list, by the list's path."""
        return self._kept(number, lambda: _bytes(_rows(self._answer(), number)))

    def _kept(self, which: str | int, make: Callable[[], bytes]) -> bytes:
        asked = ("part", self.asking, which, _beside(self.root, self.asking, self.access))
        return kept(self.root, asked, self.access, make, self.asking.snapshot)

    def _head(self) -> bytes:
        answer = self._answer()
        totals = {path: len(rows) for path, rows in _lists(answer)}
        longest = max(totals.values(), default=0)
        # The blocks first: where the head is kept, they are.
        for number in range(-(-longest // BLOCK)):
            self.block(number)
        bare = {name: _without(name, value) for name, value in answer.items()}
        return _bytes({"document": bare, "totals": totals, "longest": longest})

    def _answer(self) -> Document:
        if self._document is None:
            self._document = _answered(self.root, self.asking, self.access, self.progress)
        return self._document


def _answered(root: Path, asking: Asking, access: Access, progress: Progress) -> Document:
    question = QUESTIONS[asking.name]
    narrowed = access.choosing(asking.chosen)
    reader = reader_of(root, narrowed, as_of=asking.as_of, profile=asking.profile, snapshot=asking.snapshot)
    reader, found = question.put(reader, dict(asking.said), progress, asking.scenario)
    notes: Mapping[str, Json] = {"notes": [*rate_notes(reader, *found.about)]} if found.about else {}
    return document(reader.head, {**found.body, **notes})


STEPS = "steps"
"""The list whose entries stay and whose `rows` are paged: a figure's way down to its rows."""


def _may_suppose(name: str) -> None:
    if name not in QUESTIONS:
        raise UsageError(f"'{name}' is not asked of a scenario; leave 'scenario' out")
    QUESTIONS[name].may_suppose()


def _beside(root: Path, asking: Asking, access: Access) -> str:
    """Return what an answer depends on besides policy and journey."""
    return beside(root, QUESTIONS[asking.name], asking.scenario, access) if asking.name in QUESTIONS else ""


def _lists(answer: Document) -> Iterator[tuple[str, list[Json]]]:
    """Yield the lists that are paged, each by its path: those at the top, and the rows of steps."""
    for name, value in answer.items():
        if name == STEPS and isinstance(value, list):
            for number, step in enumerate(value):
                if isinstance(step, dict) and isinstance(rows := step.get("rows"), list):
                    yield f"{STEPS}.{number}.rows", rows
        elif isinstance(value, list):
            yield name, value


def _without(name: str, value: Json) -> Json:
    """Return what the head keeps of a value: of a list that is paged nothing."""
    if not isinstance(value, list):
        return value
    if name != STEPS:
        return []
    return [{**step, "rows": []} if isinstance(step, dict) and "rows" in step else step for step in value]


def _rows(answer: Document, number: int) -> dict[str, list[Json]]:
    start, end = number * BLOCK, (number + 1) * BLOCK
    return {path: rows[start:end] for path, rows in _lists(answer) if len(rows) > start}


def _list_at(found: Document, path: str) -> list[Any]:
    place: Any = found
    for key in path.split("."):
        place = place[int(key)] if isinstance(place, list) else place[key]
    rows: list[Any] = place
    return rows


def _bytes(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def _number(name: str, text: str | None, usual: int, least: int, most: int) -> int:
    if text is None or text == "":
        return usual
    if not _NUMBER.fullmatch(text) or not least <= int(text) <= most:
        raise UsageError(f"{name} is a whole number from {least} to {most}, not '{text[:LONGEST_VALUE]}'")
    return int(text)


def _day(text: str) -> date | None:
    if not text.strip():
        return None
    try:
        found = date.fromisoformat(text.strip())
    except ValueError:
        raise UsageError(f"'{text}' is not a date; write as_of as YYYY-MM-DD") from None
    if found.year < FIRST_YEAR:
        raise UsageError(f"nothing is known as of {found}; ask for {FIRST_YEAR}-01-01 or later")
    return found
