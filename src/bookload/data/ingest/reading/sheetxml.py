"""What a fast workbook reader leaves out: errors, formulas without a value, how far a sheet reaches."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from xml.parsers import expat

from bookload.data.ingest.reading.archive import RefusedError
from bookload.data.ingest.reading.limits import MIB

if TYPE_CHECKING:
    from bookload.data.ingest.reading.archive import Archive

_ROW = re.compile(rb"<(?:\w+:)?row\b[^>]*?\br\s*=\s*[\"'](\d+)")
_FAR_COLUMN = re.compile(rb"r=[\"']([A-Za-z]{2,})(\d+)[\"']")
_LISTED = 10_000
_OVERLAP = 256


@dataclass(frozen=True)
class Book:
    """What a workbook says about itself: the part of each sheet, and whether its values are fresh."""

    parts: dict[str, str]
    recalculates: bool
    links: bool


@dataclass
class Marks:
    """Cells of one sheet that hold no value to go by: (row, column, what stands there)."""

    errors: list[tuple[int, int, str]] = field(default_factory=list)
    uncached: list[tuple[int, int, str]] = field(default_factory=list)
    left_out: int = 0

    def note(self, kind: list[tuple[int, int, str]], row: int, column: int, value: str) -> None:
        """List one cell, or only count it once very many are listed."""
        if len(kind) < _LISTED:
            kind.append((row, column, value))
        else:
            self.left_out += 1


@dataclass(frozen=True)
class Extent:
    """How many rows and columns a sheet's cells span, and whether its XML may hold errors or formulas."""

    rows: int
    columns: int
    doubtful: bool


def book_of(archive: Archive) -> Book:
    """Return what `workbook.xml` and its relations say."""
    root = archive.find("xl/workbook.xml")
    if root is None:
        raise RefusedError("damaged", "the workbook has no part xl/workbook.xml")
    folder, base = posixpath.split(root)
    links = archive.find(f"{folder}/_rels/{base}.rels")
    targets: dict[str, str] = {}
    sheets: list[tuple[str, str]] = []
    recalculates = external = False
    for tag, attributes in _elements(archive.read(links, 16 * MIB) if links else b"<none/>"):
        if tag == "Relationship":
            target = attributes.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
            targets[attributes.get("Id", "")] = path
    for tag, attributes in _elements(archive.read(root, 64 * MIB)):
        if tag == "sheet":
            sheets.append((attributes.get("name", ""), targets.get(attributes.get("id", ""), "")))
        elif tag == "calcPr":
            recalculates = attributes.get("fullCalcOnLoad") in {"1", "true"}
        external |= tag == "externalReference"
    parts = {name: found for name, path in sheets if (found := archive.find(path)) is not None}
    return Book(parts, recalculates, external)


def _elements(xml: bytes) -> list[tuple[str, dict[str, str]]]:
    """Return the elements of a small XML document, prefixes dropped."""
    found: list[tuple[str, dict[str, str]]] = []
    parser = _parser()
    parser.StartElementHandler = lambda tag, attributes: found.append(
        (_local(tag), {_local(name): value for name, value in attributes.items()})
    )
    parser.Parse(xml, True)  # noqa: FBT003 - expat's own signature
    return found


def _parser() -> expat.XMLParserType:
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    return parser


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def extent_of(archive: Archive, part: str) -> Extent:
    """Return how far the cells of a sheet reach, from its XML."""
    rows, columns, doubtful, tail = 0, 1, False, b""
    for chunk in archive.chunks(part):
        seen = tail + chunk
        for match in _ROW.finditer(seen):
            rows = max(rows, int(match[1]))
        for letters, digits in set(_FAR_COLUMN.findall(seen)):
            if len(letters) <= 3:  # noqa: PLR2004 - columns end with XFD; longer names are something else
                rows, columns = max(rows, int(digits)), max(columns, column_number(letters.decode()))
        doubtful = doubtful or any(mark in seen for mark in (b'"e"', b"'e'", b"<f", b":f"))
        tail = chunk[-_OVERLAP:]
    return Extent(rows, max(columns, 26), doubtful)


def column_number(letters: str) -> int:
    """Return the number of a column, 1 for A."""
    result = 0
    for letter in letters.upper():
        result = result * 26 + ord(letter) - ord("A") + 1
    return result


def marks_of(archive: Archive, part: str, *, recalculates: bool) -> Marks:
    """Return the cells of a sheet that hold an error, or a formula whose value was never stored.

    Programs that write formulas without computing them store 0 and ask for
    recalculation on load; such a 0 is no value either.
    """
    walker = _Walker(recalculates=recalculates)
    parser = _parser()
    parser.StartElementHandler = walker.start
    parser.EndElementHandler = walker.end
    parser.CharacterDataHandler = walker.text
    for chunk in archive.chunks(part):
        parser.Parse(chunk, False)  # noqa: FBT003 - expat's own signature
    parser.Parse(b"", True)  # noqa: FBT003 - expat's own signature
    return walker.marks


class _Walker:
    """Walks the XML of a sheet, cell by cell."""

    def __init__(self, *, recalculates: bool) -> None:
        self.marks = Marks()
        self._recalculates = recalculates
        self._row = self._column = -1
        self._kind = ""
        self._formula = self._within_value = False
        self._value: str | None = None

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        local = _local(tag)
        if local == "c":
            self._cell(attributes)
        elif local == "row":
            said = attributes.get("r", "")
            self._row = int(said) - 1 if said.isdecimal() else self._row + 1
            self._column = -1
        elif local == "f":
            self._formula = True
        elif local == "v":
            self._value, self._within_value = "", True

    def _cell(self, attributes: dict[str, str]) -> None:
        letters = re.match(r"[A-Za-z]{1,3}", attributes.get("r", ""))
        self._column = column_number(letters[0]) - 1 if letters else self._column + 1
        self._kind, self._formula, self._value = attributes.get("t", "n"), False, None

    def text(self, data: str) -> None:
        if self._within_value and self._value is not None:
            self._value += data

    def end(self, tag: str) -> None:
        local = _local(tag)
        if local == "v":
            self._within_value = False
        elif local == "c":
            if self._kind == "e":
                self.marks.note(self.marks.errors, self._row, self._column, (self._value or "")[:40])
            elif self._formula and self._missing():
                self.marks.note(self.marks.uncached, self._row, self._column, "")

    def _missing(self) -> bool:
        if self._value is None or (not self._value and self._kind != "str"):
            return True
        return self._recalculates and self._kind == "n" and self._value == "0"
