"""A text file as a sheet: its encoding, its dialect, its header, and then its rows."""

from __future__ import annotations

import csv
import io
import re
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from bookload.data.ingest.reading.bulk import BulkReader
from bookload.data.ingest.reading.characters import Layout, check_characters
from bookload.data.ingest.reading.dialect import Dialect, dialect_of
from bookload.data.ingest.reading.encoding import Utf8, as_utf8
from bookload.data.ingest.reading.header import (
    SAMPLE_ROWS,
    Header,
    check_header,
    find_header,
    no_rows,
    note_skipped,
    warn_unnamed,
)
from bookload.data.ingest.reading.limited import column_overflow, over_columns, over_header, over_rows
from bookload.data.ingest.reading.limits import HEAD_BYTES
from bookload.data.ingest.reading.records import (
    BrokenQuoteError,
    LongValueError,
    RecordReader,
    broken_quote,
    records,
)
from bookload.data.ingest.reading.spool import ColumnOverflowError, SheetWriter, Spooled
from bookload.data.ingest.reading.structure import scan

if TYPE_CHECKING:
    from pathlib import Path

    from bookload.base.errors import Finding
    from bookload.base.progress import Progress
    from bookload.data.ingest.reading.limits import Limits
    from bookload.data.ingest.reading.listing import Listing

_LINE_END = re.compile(rb"\r\n|\n|\r")


@dataclass(frozen=True)
class _Top:
    """The top of a text file: dialect, header, the header's line, and the line after its record."""

    dialect: Dialect
    header: Header
    line: int
    next_line: int
    offset: int | None


def read_delimited(
    path: Path, folder: Path, limits: Limits, listing: Listing, progress: Progress
) -> Spooled | None:
    """Spool the rows of a text file into `folder`; None where there is nothing to return."""
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    text = as_utf8(path, head, folder, listing)
    if text is None:
        return None
    top = _top(text, limits, listing)
    if top is None:
        return None
    names = top.header.names
    if len(names) > limits.columns:
        listing.add(over_columns(len(names), limits))
        return None
    check_header(top.header, top.line, None, listing)
    check_characters(text, Layout(top.dialect.delimiter, names), listing, progress)
    return _rows(_Task(text, top, folder, limits, listing, progress))


@dataclass(frozen=True)
class _Task:
    """What reading the rows takes."""

    text: Utf8
    top: _Top
    folder: Path
    limits: Limits
    listing: Listing
    progress: Progress


def _rows(task: _Task) -> Spooled | None:
    names = task.top.header.names
    writer = _bulk(task)
    if writer is None:
        writer = SheetWriter(task.folder, "exact", len(names))
        reader = RecordReader(writer, names, task.listing, task.limits)
        reader.read(task.text, task.top.line, task.top.dialect.delimiter, task.progress)
    spooled = writer.finish(None, names, range(1, len(names) + 1))
    if not spooled.rows and not task.listing.refuses:
        task.listing.add(no_rows(None, "the file holds a header alone"))
    warn_unnamed(spooled, task.top.line, task.listing)
    return spooled


def _bulk(task: _Task) -> SheetWriter | None:
    """Try the fast reader; None, with nothing listed, where the exact one has to look."""
    top, numbers = task.top, task.folder / "numbers"
    if top.offset is None:
        return None
    with task.text.path.open("rb") as file:
        file.seek(top.offset)
        structure = scan(file, top.next_line, top.dialect.delimiter, numbers, task.progress)
    if not structure.sound or not structure.records:
        return None
    if structure.records > task.limits.rows:
        task.listing.add(over_rows(task.limits))
        return SheetWriter(task.folder, "none", len(top.header.names))
    writer = SheetWriter(task.folder, "bulk", len(top.header.names))
    reader = BulkReader(writer, top.header.names, task.listing, task.limits)
    try:
        if reader.read(task.text.path, top.offset, top.dialect.delimiter, structure, numbers, task.progress):
            return writer
    except ColumnOverflowError as over:
        task.listing.add(column_overflow(top.header.names[over.column]))
        return writer
    return None


def _top(text: Utf8, limits: Limits, listing: Listing) -> _Top | None:
    """Find dialect and header in the first bytes of the text; None, with a finding, without a header."""
    with text.path.open("rb") as file:
        file.seek(text.start)
        head = file.read(HEAD_BYTES)
    sample = _whole(head, HEAD_BYTES)
    dialect = dialect_of(sample)
    rows, lines = _first_rows(sample, dialect)
    header = find_header(rows)
    if header is None:
        listing.add(_headless(text, dialect, limits))
        return None
    skipped = [lines[index] for index in range(header.index) if any(rows[index])]
    note_skipped(skipped, lines[header.index], None, listing)
    following = lines[header.index + 1]
    offset = _offset_of_line(head, following)
    top = _Top(dialect, header, lines[header.index], following, None)
    return top if offset is None else replace(top, offset=text.start + offset)


def _first_rows(sample: str, dialect: Dialect) -> tuple[list[list[str]], list[int]]:
    """Return the sample's first records and the line that each begins on, and one line more."""
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=dialect.delimiter, strict=True)
    rows: list[list[str]] = []
    lines = [1]
    with suppress(csv.Error):  # a broken quote, or a value that the sample cuts: what stands before it counts
        for record in islice(reader, SAMPLE_ROWS):
            rows.append(record)
            lines.append(reader.line_num + 1)
    for stated in range(min(dialect.stated_lines, len(rows))):
        rows[stated] = []
    return rows, lines


def _headless(text: Utf8, dialect: Dialect, limits: Limits) -> Finding:
    """Return why there is no header: a broken quote, a first row without end, or no text at all."""
    try:
        for line, record in records(text, dialect.delimiter, limits.cell_length):
            if any(cell.strip() for cell in record):
                return over_header(line)
    except BrokenQuoteError as broken:
        return broken_quote(broken)
    except LongValueError as long:
        return over_header(long.line)
    return no_rows(None, "the file holds no text")


def _whole(head: bytes, full: int) -> str:
    """Decode the head without the line, or the character, that the cut went through."""
    if len(head) < full:
        return head.decode()
    cut = max(head.rfind(b"\n"), head.rfind(b"\r", 0, -1)) + 1
    return head[: cut or len(head)].decode("utf-8", "ignore")


def _offset_of_line(head: bytes, line: int) -> int | None:
    """Return the byte at which a line begins, or None if that is not within the head."""
    ends = _LINE_END.finditer(head)
    at = 0
    for _ in range(line - 1):
        end = next(ends, None)
        if end is None:
            return None
        at = end.end()
    return at
