"""Text read record by record with Python's csv: slower, strict, and exact about what is wrong."""

from __future__ import annotations

import csv
from itertools import islice
from typing import TYPE_CHECKING

from bookload.base.errors import Finding
from bookload.data.ingest.reading.limited import column_overflow, over_length, over_rows
from bookload.data.ingest.reading.spool import ColumnOverflowError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import TextIO

    from bookload.base.progress import Progress
    from bookload.data.ingest.reading.encoding import Utf8
    from bookload.data.ingest.reading.limits import Limits
    from bookload.data.ingest.reading.listing import Listing
    from bookload.data.ingest.reading.spool import SheetWriter

_STEP = 50_000
_SHORTEST_LIMIT = 1 << 17


def opened(text: Utf8) -> TextIO:
    """Open a UTF-8 text at its first character, its line ends left as they are."""
    file = text.path.open(encoding="utf-8", newline="")
    file.seek(text.start)
    return file


class BrokenQuoteError(Exception):
    """A quote is opened and not closed where its value ends; carries its line and csv's reason."""

    def __init__(self, opened_on: int, reason: str) -> None:
        super().__init__(opened_on, reason)
        self.opened_on = opened_on
        self.reason = reason


class LongValueError(Exception):
    """A value is longer than csv will take up; carries the line that its row begins on."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


def records(text: Utf8, delimiter: str, cell_length: int) -> Iterator[tuple[int, list[str]]]:
    """Yield each record that is not blank with the line that it begins on.

    Raises:
        BrokenQuoteError: At the first quote that is not closed as it should be.
        LongValueError: At the first value that is longer than any cell may be.
    """
    before = csv.field_size_limit(max(cell_length, _SHORTEST_LIMIT))
    begins = 1
    try:
        with opened(text) as file:
            reader = csv.reader(file, delimiter=delimiter, strict=True)
            for record in reader:
                if record and (len(record) > 1 or record[0].strip() or delimiter == "\x1f"):
                    yield begins, record
                begins = reader.line_num + 1
    except csv.Error as error:
        opened_on = _opening_line(text, begins, delimiter)
        if opened_on is None:
            raise LongValueError(begins) from None
        raise BrokenQuoteError(opened_on, str(error)) from None
    finally:
        csv.field_size_limit(before)


def _opening_line(text: Utf8, begins: int, delimiter: str) -> int | None:
    """Return the line of the quote that spoils the record beginning on line `begins`, if one does."""
    opening, inside, previous = begins, False, ""
    with opened(text) as file:
        for number, line in enumerate(islice(file, begins - 1, None), start=begins):
            for place, char in enumerate(line):
                after = line[place + 1 : place + 2]
                if inside and char == '"':
                    if after == '"' or previous == "escape":
                        previous = "" if previous == "escape" else "escape"
                    elif after in ("", delimiter, "\n", "\r"):
                        inside = False
                    else:
                        return opening
                elif not inside and char == '"' and (place == 0 or line[place - 1] == delimiter):
                    opening, inside, previous = number, True, ""
            if not inside:
                return None
    return opening


class RecordReader:
    """Writes the records of a text file below its header, listing what is wrong with them."""

    def __init__(self, writer: SheetWriter, names: Sequence[str], listing: Listing, limits: Limits) -> None:
        self._writer = writer
        self._names = names
        self._listing = listing
        self._limits = limits
        self._rows = 0

    def read(self, text: Utf8, header_line: int, delimiter: str, progress: Progress) -> None:
        """Read all records; ragged ones and those over a limit become findings."""
        try:
            for line, record in records(text, delimiter, self._limits.cell_length):
                if line > header_line and not self._take(line, record):
                    return
                if self._rows % _STEP == 0:
                    progress.step("reading rows", self._rows)
        except BrokenQuoteError as broken:
            self._listing.add(broken_quote(broken))
        except LongValueError as long:
            longest = max(self._limits.cell_length, _SHORTEST_LIMIT)
            self._listing.add(over_length(long.line, None, longest + 1, self._limits))
        except ColumnOverflowError as over:
            self._listing.add(column_overflow(self._names[over.column]))

    def _take(self, line: int, record: list[str]) -> bool:
        """Take one record; return whether more may follow."""
        self._rows += 1
        width = len(self._names)
        if self._rows > self._limits.rows:
            self._listing.add(over_rows(self._limits))
            return False
        if len(record) > width and not any(record[width:]):
            record = record[:width]
        if len(record) != width:
            self._listing.add(ragged(line, record, width))
            return True
        for name, cell in zip(self._names, record, strict=True):
            # A character takes at most four bytes, so only long cells have to be encoded to be measured.
            if len(cell) * 4 > self._limits.cell_length < (size := len(cell.encode())):
                self._listing.add(over_length(line, name, size, self._limits))
        self._writer.append(line, record)
        return True


def ragged(line: int, record: Sequence[str], width: int) -> Finding:
    """Return the finding for a row that has more or fewer values than the header."""
    has = f"{len(record)} value" + ("s" if len(record) != 1 else "")
    return Finding(
        "ragged_row",
        f"the row has {has} and the header {width}",
        "Put values that hold the delimiter in quotes, and give each row all its values",
        row=line,
        value=" | ".join(record)[:120],
    )


def broken_quote(broken: BrokenQuoteError) -> Finding:
    """Return the finding for a quote that is not closed."""
    if "limit" in broken.reason:
        message = "the quote opened on this line is not closed within the longest cell that is allowed"
    elif "unexpected end" in broken.reason:
        message = "the quote opened on this line is never closed"
    else:
        message = "the quote opened on this line is closed in the middle of a value"
    remedy = 'Close it, or write a quote inside a quoted value twice (""); nothing after it was looked at'
    return Finding("unclosed_quote", message, remedy, row=broken.opened_on)
