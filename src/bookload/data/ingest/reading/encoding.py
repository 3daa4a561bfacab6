"""Text in whatever encoding it came, as UTF-8: read right, or refused with the byte's place."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bookload.base.errors import Finding
from bookload.data.ingest.reading.kind import looks_utf16

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bookload.data.ingest.reading.listing import Listing

BLOCK = 1 << 22
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SEQUENCE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}|([\x80-\xff])"
)
_WORDS_AROUND = re.compile(r"\w*[^\x00-\x7f]+\w*")
# Signs that Western European text in cp1252 hardly has, but that letters of other code pages read as.
_UNLIKELY = re.compile(r"[ŠšŽžƒ\u02c6\u02dc†‡‰Ÿ¤¦¨¬¯\u00b8]|\w[¹³¼½¾°]|[¹³¼½¾]\w")
_SAMPLE_BYTES = 1 << 16
_MIXED_SHARE = 0.1


@dataclass(frozen=True)
class Utf8:
    """A file of UTF-8 text: where it lies, and at which byte the text begins."""

    path: Path
    start: int


@dataclass(frozen=True)
class _HighBytes:
    """What the bytes above 127 of a file that is not UTF-8 look like."""

    sequences: int
    strays: int
    places: tuple[int, ...]
    sample: bytes


def as_utf8(path: Path, head: bytes, folder: Path, listing: Listing) -> Utf8 | None:
    """Return the text of `path` as UTF-8, written anew in `folder` if it came otherwise.

    A byte order mark decides; without one, NULs in every other byte are UTF-16, valid
    UTF-8 is UTF-8, a file that is partly UTF-8 is refused, and another is read as
    Windows-1252, or as what its letters make likelier, with a finding that says so.
    """
    for mark, codec in _MARKS:
        if head.startswith(mark):
            if codec == "utf-8":
                return _checked(path, len(mark), folder, listing)
            return _rewritten(path, codec, len(mark), folder, listing)
    if looks_utf16(head):
        codec = "utf-16-le" if head[1:2048:2].count(0) > head[:2048:2].count(0) else "utf-16-be"
        return _rewritten(path, codec, 0, folder, listing)
    return _checked(path, 0, folder, listing)


def _checked(path: Path, start: int, folder: Path, listing: Listing) -> Utf8 | None:
    if _is_utf8(path, start):
        return Utf8(path, start)
    high = _high_bytes(path, start)
    if start or high.sequences > _MIXED_SHARE * high.strays:
        _list_strays(high, listing)
        return None
    return _from_code_page(path, high, folder, listing)


def _is_utf8(path: Path, start: int) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for block in _blocks(path, start):
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _blocks(path: Path, start: int) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(start)
        while block := file.read(BLOCK):
            yield block


def _high_bytes(path: Path, start: int, most: int = 100) -> _HighBytes:
    sequences, strays, sample = 0, 0, bytearray()
    places: list[int] = []
    base = start
    with path.open("rb") as file:
        file.seek(start)
        for line in iter(lambda: file.readline(BLOCK), b""):
            if not line.isascii():
                for match in _SEQUENCE.finditer(line):
                    if match[1] is None:
                        sequences += 1
                    else:
                        strays += 1
                        if len(places) < most:
                            places.append(base + match.start())
                if len(sample) < _SAMPLE_BYTES:
                    sample += line[:_SAMPLE_BYTES]
            base += len(line)
    return _HighBytes(sequences, strays, tuple(places), bytes(sample))


def _list_strays(high: _HighBytes, listing: Listing) -> None:
    for place in high.places:
        listing.add(
            Finding(
                "encoding",
                f"the byte at offset {place:,} is not UTF-8, though the rest of the file is",
                "Save the file anew in one encoding, UTF-8 if there is a choice",
            )
        )
    listing.leave_out("encoding", None, high.strays - len(high.places))


def _from_code_page(path: Path, high: _HighBytes, folder: Path, listing: Listing) -> Utf8 | None:
    codec = _code_page(high.sample)
    text = _rewritten(path, codec, 0, folder, listing)
    if text is not None:
        found = _WORDS_AROUND.search(high.sample.decode(codec, "ignore"))
        example = f", for example '{found[0][:40]}'" if found else ""
        listing.add(
            Finding(
                "not_utf8",
                f"the file is not UTF-8 and was read as {codec}{example}",
                "Look at the names with accents; if they are wrong, save the file as UTF-8",
                severity="note" if codec == "cp1252" else "warning",
            )
        )
    return text


def _code_page(sample: bytes) -> str:
    """Return cp1252, unless the bytes make another code page likelier."""
    try:
        western = sample.decode("cp1252")
    except UnicodeDecodeError:
        western = None
    letters = [char for char in western or "" if char.isalpha()]
    accented = sum(1 for char in letters if not char.isascii())
    if western is not None and not _UNLIKELY.search(western) and accented * 2 <= len(letters):
        return "cp1252"
    from charset_normalizer import from_bytes  # noqa: PLC0415 - slow to load and seldom needed

    best = from_bytes(sample).best()
    if best is None or best.encoding in {"utf_8", "ascii", "latin_1", "iso8859_15"}:
        return "cp1252"
    return best.encoding


def _rewritten(path: Path, codec: str, start: int, folder: Path, listing: Listing) -> Utf8 | None:
    target = folder / "text"
    decoder = codecs.getincrementaldecoder(codec)()
    base, waiting = start, 0
    try:
        with target.open("wb") as out:
            for block in _blocks(path, start):
                out.write(decoder.decode(block).encode())
                base += len(block)
                waiting = len(decoder.getstate()[0])
            out.write(decoder.decode(b"", final=True).encode())
    except UnicodeDecodeError as error:
        place = base - waiting + error.start
        listing.add(
            Finding(
                "encoding",
                f"the byte at offset {place:,} is not {codec}, which the rest of the file looks like",
                "Save the file anew as UTF-8",
            )
        )
        return None
    return Utf8(target, 0)
