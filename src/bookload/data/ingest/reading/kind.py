"""What a file is, decided by its content and never by its name."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from bookload.base.errors import Finding
from bookload.data.ingest.reading.limits import HEAD_BYTES

_MOSTLY_CONTROLS = 0.3


class Kind(Enum):
    """The formats that are read, and `OTHER` for all that are told apart only to say so."""

    EMPTY = "an empty file"
    TEXT = "delimited text"
    WORKBOOK = "an Excel workbook"
    PARQUET = "a Parquet file"
    CALENDAR = "a calendar"
    EVENT_LOG = "an event log"
    OTHER = "something else"


@dataclass(frozen=True)
class Guess:
    """The kind of a file; of `OTHER` ones what it is and what to do about it."""

    kind: Kind
    what: str = ""
    remedy: str = ""


_SAVE_AS = "Open it in a spreadsheet program and save it as .xlsx or CSV"
_UNPACK = "Unpack it and import the files inside"

_MAGIC = (
    (b"%PDF", "a PDF document", "Export the table itself as CSV or .xlsx"),
    (b"\x1f\x8b", "a gzip archive", _UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", _UNPACK),
    (b"Rar!\x1a\x07", "a RAR archive", _UNPACK),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive", _UNPACK),
    (b"BZh", "a bzip2 archive", _UNPACK),
    (b"\xfd7zXZ\x00", "an XZ archive", _UNPACK),
    (b"SQLite format 3\x00", "an SQLite database", "Export the table as CSV or Parquet"),
    (b"ARROW1", "an Arrow file", "Write the table as Parquet"),
    (b"ORC", "an ORC file", "Write the table as Parquet"),
    (b"Obj\x01", "an Avro file", "Write the table as Parquet"),
    (b"PARE", "an encrypted Parquet file", "Write it without encryption"),
    (b"\x89PNG", "a picture", "Import the table that it shows, as CSV or .xlsx"),
    (b"\xff\xd8\xff", "a picture", "Import the table that it shows, as CSV or .xlsx"),
)

_EXPECTED = {
    Kind.TEXT: {".csv", ".tsv", ".txt", ".tab", ".dat", ".psv", ""},
    Kind.WORKBOOK: {".xlsx", ".xlsm", ".xltx", ".xltm", ""},
    Kind.PARQUET: {".parquet", ".pq", ".parq", ""},
    Kind.CALENDAR: {".ics", ".ical", ".ifb", ".icalendar", ""},
    Kind.EVENT_LOG: {".xes", ".gz", ".xml", ""},
}

_HTML = re.compile(
    rb"(?>\s+|<!--.*?-->|<\?xml[^>]*>)*+<\s*(!doctype\s+html|html|head|body|table|meta|style|div|frameset)\b",
    re.IGNORECASE | re.DOTALL,
)
_XML = re.compile(rb"\s*<(\?xml|!doctype|[a-z][\w:.-]*[\s>])", re.IGNORECASE)
_CALENDAR = re.compile(rb"(?:\A|[\r\n])[ \t]*begin:vcalendar[ \t]*[\r\n]", re.IGNORECASE)
_BEFORE_A_LOG = rb"(?>\s+|<!--.*?-->|<\?[^>]*>|<!doctype[^\[>]*+(?:\[.*?\]\s*+)?>)*+"
_EVENT_LOG = re.compile(
    _BEFORE_A_LOG + rb"<(?:[\w.-]+:)?log[\s>][^>]*(?:xes[.-]|lifecycle|openxes)",
    re.IGNORECASE | re.DOTALL,
)
_PLAIN_LOG = re.compile(_BEFORE_A_LOG + rb"<(?:[\w.-]+:)?log[\s/>]", re.IGNORECASE | re.DOTALL)
_JSON = re.compile(rb'\s*(\{\s*"|\[\s*[\[{]|\{\s*\})')

_EXPORT = "Export the table itself as CSV or .xlsx"
_BEGIN = (
    'If it is an event log, begin it with <log xes.version="1.0" xmlns="http://www.xes-standard.org/">; '
    "else export the table itself as CSV or .xlsx"
)
_OTHER_ZIPS = (
    (
        b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet",
        "an OpenDocument spreadsheet (.ods)",
        _SAVE_AS,
    ),
    (b"mimetypeapplication/vnd.oasis", "an OpenDocument file that is no spreadsheet", _EXPORT),
    (b"xl/workbook.bin", "a binary workbook (.xlsb)", _SAVE_AS),
    (b"word/document", "a Word document", _EXPORT),
    (b"ppt/presentation", "a presentation", _EXPORT),
    (b"Index/Document.iwa", "a Numbers document", "Export it from Numbers as Excel or CSV"),
)
_OTHER_TEXTS = (
    (_HTML, "a web page (HTML)", _SAVE_AS),
    (
        re.compile(rb".*urn:schemas-microsoft-com:office:spreadsheet", re.DOTALL),
        "an XML spreadsheet",
        _SAVE_AS,
    ),
    (
        _PLAIN_LOG,
        "an XML document whose <log> says neither xes.version nor the namespace of event logs (XES)",
        _BEGIN,
    ),
    (_XML, "an XML document", _EXPORT),
    (_JSON, "a JSON document", _EXPORT),
)


def kind_of(path: Path, head: bytes) -> Guess:
    """Return what the file at `path`, which begins with `head`, is."""
    if not head:
        return Guess(Kind.EMPTY)
    if head.startswith(b"PAR1"):
        return Guess(Kind.PARQUET)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _zipped(path)
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _compound(path)
    for magic, what, remedy in _MAGIC:
        if head.startswith(magic):
            return Guess(Kind.EVENT_LOG) if _is_packed_log(head) else Guess(Kind.OTHER, what, remedy)
    return _text(head)


def _is_packed_log(head: bytes) -> bool:
    """Return whether the beginning of a gzip archive, inflated to a bound, is that of an event log."""
    try:
        inside = zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(head, HEAD_BYTES)
    except zlib.error:
        return False
    return _EVENT_LOG.match(inside) is not None


def _zipped(path: Path) -> Guess:
    """Tell a workbook from the other things that are zip archives, by the names inside."""
    names = _tail_and_head(path)
    for mark, what, remedy in _OTHER_ZIPS:
        if mark in names:
            return Guess(Kind.OTHER, what, remedy)
    if b"[Content_Types].xml" in names or b"xl/" in names:
        return Guess(Kind.WORKBOOK)
    return Guess(Kind.OTHER, "a zip archive that is no workbook", _UNPACK)


def _tail_and_head(path: Path, most: int = 1 << 20) -> bytes:
    """Return both ends of a file: a zip's first members and its directory, whatever its length."""
    with path.open("rb") as file:
        head = file.read(most)
        size = file.seek(0, 2)
        file.seek(max(len(head), size - most))
        return head + file.read(most)


def _compound(path: Path) -> Guess:
    ends = _tail_and_head(path)
    if "EncryptedPackage".encode("utf-16-le") in ends:
        what = "a workbook protected by a password"
        return Guess(Kind.OTHER, what, "Open it, remove the password (File, Info) and save it")
    if "Book".encode("utf-16-le") in ends or "Workbook".encode("utf-16-le") in ends:
        return Guess(Kind.OTHER, "a workbook of Excel 97-2003 (.xls)", _SAVE_AS)
    return Guess(Kind.OTHER, "an old Office document", _EXPORT)


def _text(head: bytes) -> Guess:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or looks_utf16(head):
        return _wide(head)
    plain = head.removeprefix(b"\xef\xbb\xbf")
    if _CALENDAR.search(plain):
        return Guess(Kind.CALENDAR)
    if _EVENT_LOG.match(plain):
        return Guess(Kind.EVENT_LOG)
    for mark, what, remedy in _OTHER_TEXTS:
        if mark.match(plain):
            return Guess(Kind.OTHER, what, remedy)
    controls = sum(plain.count(bytes([code])) for code in (*range(9), *range(14, 32)))
    if controls > _MOSTLY_CONTROLS * len(plain):
        return Guess(
            Kind.OTHER, "no text, and no format known here", "Export the table as CSV, .xlsx or Parquet"
        )
    return Guess(Kind.TEXT)


def _wide(head: bytes) -> Guess:
    narrow = head.replace(b"\x00", b"").lstrip(b"\xff\xfe")
    for marked, what in (
        (_CALENDAR.search(narrow), "a calendar"),
        (_EVENT_LOG.match(narrow), "an event log"),
    ):
        if marked:
            return Guess(Kind.OTHER, f"{what} in UTF-16", "Save it in UTF-8")
    return Guess(Kind.TEXT)


def looks_utf16(head: bytes) -> bool:
    """Whether every other byte is mostly NUL, as in UTF-16 without a mark."""
    sample = head[:2048]
    nuls = (sample[::2].count(0), sample[1::2].count(0))
    return max(nuls) > len(sample) // 4 and min(nuls) * 10 <= max(nuls)


def note_name(path: Path, guess: Guess) -> Finding | None:
    """Return a note where the name promises another format than the content is."""
    suffix = path.suffix.lower()
    promises = {ending for kind, endings in _EXPECTED.items() if kind is not guess.kind for ending in endings}
    if suffix in _EXPECTED.get(guess.kind, {suffix}) or suffix not in promises | {".xls"}:
        return None
    return Finding(
        "named_otherwise",
        f"the file is named {suffix} and is {guess.kind.value}; it was read as what it is",
        "Nothing to do; rename it if that misleads somebody",
        severity="note",
    )


def refused(guess: Guess) -> Finding:
    """Return the finding for a file that is not read."""
    return Finding("not_read", f"the file is {guess.what}, which is not read here", guess.remedy)
