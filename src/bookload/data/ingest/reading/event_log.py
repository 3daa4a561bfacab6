"""An event log in XES (IEEE 1849), plain or in a gzip archive: one row an event, read in the child process.

Starts and ends are events of their own there; they are paired later (`sources/event_log`), as those of a CSV
export are. The file is read as a stream, without entities, and forgotten trace by trace.
"""

from __future__ import annotations

import codecs
import gzip
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO, cast
from xml.etree.ElementTree import ParseError
from xml.parsers.expat import ErrorString

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from bookload.base.errors import Finding
from bookload.data.ingest.reading.header import no_rows
from bookload.data.ingest.reading.limited import over_length, over_rows
from bookload.data.ingest.reading.limits import in_words
from bookload.data.ingest.reading.spool import SheetWriter, Spooled

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from xml.etree.ElementTree import Element

    from bookload.data.ingest.reading.limits import Limits
    from bookload.data.ingest.reading.listing import Listing

COLUMNS = ("case_id", "activity", "resource", "timestamp", "lifecycle", "instance")
"""The columns of the sheet that an event log is read as; attributes of cases follow, as `case:name`."""
_OF_EVENTS = {
    "concept:name": 1,
    "org:resource": 2,
    "time:timestamp": 3,
    "lifecycle:transition": 4,
    "concept:instance": 5,
}
_MOST_ATTRIBUTES = 20
_VALUES = frozenset({"string", "date", "int", "float", "boolean", "id"})


class _TooLargeError(Exception):
    """A log inflates to more than is allowed."""


class _EncodingError(Exception):
    """A log states an encoding that nobody reads."""


class _Bounded:
    """A file that is read up to so many bytes and not further."""

    def __init__(self, file: BinaryIO, most: int) -> None:
        self._file = file
        self._left = most

    def read(self, size: int = -1) -> bytes:
        block = self._file.read(size)
        self._left -= len(block)
        if self._left < 0:
            raise _TooLargeError
        return block


@dataclass
class _Log:
    """How far a reading is."""

    writer: SheetWriter | None
    folder: Path
    limits: Limits
    listing: Listing
    attributes: tuple[str, ...] = ()
    cases: int = 0
    events: int = 0
    unnamed: int = 0
    columns: tuple[str, ...] = field(default=COLUMNS)


def read_event_log(path: Path, folder: Path, limits: Limits, listing: Listing) -> tuple[Spooled, ...]:
    """Spool the events of all traces; what forbids using the log is listed."""
    log = _Log(None, folder, limits, listing)
    with path.open("rb") as raw:
        packed = raw.read(2) == b"\x1f\x8b"
        raw.seek(0)
        file = cast("BinaryIO", gzip.GzipFile(fileobj=raw)) if packed else raw
        found = _taken(file, limits.memory if packed else limits.bytes, log)
    if found is not None:
        listing.add(found)
    if listing.refuses:
        return ()
    if log.unnamed:
        listing.add(_unnamed(log.unnamed))
    if log.writer is None or not log.events:
        listing.add(no_rows(None, "the log has no trace with an event"))
        return ()
    return (log.writer.finish(None, log.columns, range(1, len(log.columns) + 1)),)


def _taken(file: BinaryIO, most: int, log: _Log) -> Finding | None:
    """Take all traces, and return what is wrong with the file, if it is."""
    try:
        for trace in _traces(_Bounded(file, most)):
            if not _take(trace, log):
                break
    except ParseError as error:
        file.seek(0)
        return _no_xml(error, _Bounded(file, most))
    except _EncodingError as error:
        return _encoding(error)
    except (EOFError, gzip.BadGzipFile, zlib.error):
        return _damaged()
    except DefusedXmlException:
        return _entities()
    except _TooLargeError:
        return _inflates(log.limits)
    return None


def _traces(file: _Bounded) -> Iterator[Element]:
    """Yield each trace once it is whole; what is outside traces, and traces done with, are let go."""
    root: Element | None = None
    depth = 0
    for happened, element in _parsed(file):
        if happened == "start":
            root = element if root is None else root
            depth += 1
            continue
        depth -= 1
        if depth == 1:
            if _tag(element) == "trace":
                yield element
            if root is not None:
                root.clear()


def _parsed(file: _Bounded) -> Iterator[tuple[str, Element]]:
    try:
        yield from iterparse(file, events=("start", "end"), forbid_dtd=True)
    except DefusedXmlException:
        raise
    except (LookupError, ValueError) as error:  # as the parser says that it does not know an encoding
        raise _EncodingError(str(error)) from error


def _tag(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _take(trace: Element, log: _Log) -> bool:
    """Write the events of a trace; return whether the log may be used so far."""
    log.cases += 1
    about = _attributes(trace)
    case = about.pop("concept:name", None)
    if case is None:
        log.unnamed += 1
        case = f"case {log.cases}"
    if log.writer is None:
        log.attributes = tuple(about)[:_MOST_ATTRIBUTES]
        log.columns = (*COLUMNS, *(f"case:{name}" for name in log.attributes))
        log.writer = SheetWriter(log.folder, "log", len(log.columns))
    beside = [about.get(name) for name in log.attributes]
    for element in trace:
        if _tag(element) != "event":
            continue
        log.events += 1
        if log.events > log.limits.rows:
            log.listing.add(over_rows(log.limits))
            return False
        cells: list[str | None] = [case, None, None, None, None, None, *beside]
        for name, value in _attributes(element).items():
            if name in _OF_EVENTS:
                cells[_OF_EVENTS[name]] = value
        if not _fits(cells, log):
            return False
        log.writer.append(log.events, cells)
    return True


def _attributes(element: Element) -> dict[str, str]:
    """Return the attributes of a trace or an event: elements that have a key and a value."""
    return {
        each.get("key", ""): value
        for each in element
        if _tag(each) in _VALUES and (value := each.get("value", "").strip())
    }


def _fits(cells: list[str | None], log: _Log) -> bool:
    for name, cell in zip(log.columns, cells, strict=True):
        size = len((cell or "").encode())
        if size > log.limits.cell_length:
            log.listing.add(over_length(log.events, name, size, log.limits))
            return False
    return True


def _damaged() -> Finding:
    return Finding("damaged", "the event log is damaged: its archive breaks off", "Export it again")


def _no_xml(error: ParseError, file: _Bounded) -> Finding:
    """Return where a log stops being XML, and the byte that is no UTF-8, if that is why."""
    line, column = error.position
    place = f"at line {line:,}, column {column + 1:,}"
    found = _foreign(file)
    if found is not None and found[0] == line:
        message = f"the event log is damaged {place}: the byte {found[1]:#04x} is there, which is no UTF-8"
        remedy = 'Save it in UTF-8, or state the encoding that it is in: <?xml version="1.0" encoding="..."?>'
        return Finding("damaged", message, remedy, row=line)
    message = f"the event log is damaged: it is no XML {place} ({ErrorString(error.code)})"
    return Finding("damaged", message, "Export it again, or mend that place", row=line)


def _foreign(file: _Bounded) -> tuple[int, int] | None:
    """Return the line and the value of the first byte that is no UTF-8; None where there is none."""
    decoder, line = codecs.getincrementaldecoder("utf-8")(), 1
    try:
        while block := file.read(1 << 16):
            try:
                line += decoder.decode(block).count("\n")
            except UnicodeDecodeError as error:
                rest = error.object[: error.start]
                return line + rest.count(b"\n"), error.object[error.start]
    except (_TooLargeError, EOFError, gzip.BadGzipFile, zlib.error):
        pass
    return None


def _encoding(error: _EncodingError) -> Finding:
    message = f"the event log states an encoding that is not read ({error})"
    return Finding("damaged", message, "Save it in UTF-8, and say so in its first line")


def _entities() -> Finding:
    message = "the event log has a document type (<!DOCTYPE ...>), which no log needs; it was not read"
    remedy = "Take that out, from <!DOCTYPE to the > that ends it, or export it again"
    return Finding("xml_entity", message, remedy)


def _inflates(limits: Limits) -> Finding:
    message = f"the log inflates to more than {in_words(limits.memory)}, the limit"
    return Finding("over_limit", message, "Split it, or export it as CSV")


def _unnamed(count: int) -> Finding:
    message = f"{count:,} cases have no name; they are numbered in their order"
    return Finding("case_unnamed", message, "Nothing to do, if their order stays", severity="note")
