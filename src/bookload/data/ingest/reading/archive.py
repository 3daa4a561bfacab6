"""A look at a workbook's zip archive before anything opens it: what it says, and whether that is true."""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from bookload.base.errors import Finding
from bookload.data.ingest.reading.limits import MIB, Limits, in_words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bookload.data.ingest.reading.listing import Listing

_MEMBERS = 10_000
_BOMB_RATIO = 200
_BOMB_BYTES = 64 * MIB
_CHUNK = 1 << 18
_LOCAL = struct.Struct("<4s5H3L2H")
_ENCRYPTED = 0x1 | 0x40 | 0x2000
_NESTED = (b"PK\x03\x04", b"PK\x05\x06", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07")
_NESTED_NAMES = re.compile(r"\.(zip|xlsx|xlsm|xlsb|docx|pptx|jar|7z|rar|gz|ods)$", re.IGNORECASE)
_ENTITIES = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
_READ = re.compile(r"(\[Content_Types\]\.xml|.*\.rels|.*\.xml)$", re.IGNORECASE)
_NOT_READ = re.compile(r"/(pivotCache|drawings|charts|theme|media|embeddings)/", re.IGNORECASE)
_LONGEST_MARK = 16

DAMAGED = (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, struct.error, EOFError)
_REMEDY = "Ask where the file comes from; open it in a spreadsheet program and save it anew"


class RefusedError(Exception):
    """The archive is not to be opened; carries the finding that says why."""

    def __init__(self, code: str, message: str, remedy: str = _REMEDY) -> None:
        super().__init__(message)
        self.finding = Finding(code, message, remedy)


@dataclass(frozen=True)
class Archive:
    """A workbook's archive whose directory was found plausible; its members are inflated here alone."""

    path: Path
    members: dict[str, zipfile.ZipInfo]

    def chunks(self, name: str) -> Iterator[bytes]:
        """Yield a member's bytes, never more than its stated size.

        Raises:
            RefusedError: It inflates to another size, or has another checksum, than stated.
        """
        info = self.members[name]
        with self.path.open("rb") as file:
            yield from _inflated(file, info)

    def read(self, name: str, most: int) -> bytes:
        """Return a whole member, which must not be larger than `most` bytes."""
        if self.members[name].file_size > most:
            raise RefusedError("not_read", f"{name} inside the workbook is larger than {in_words(most)}")
        return b"".join(self.chunks(name))

    def find(self, name: str) -> str | None:
        """Return the name of a member as written, whatever case it is asked for in."""
        if name in self.members:
            return name
        return next((member for member in self.members if member.casefold() == name.casefold()), None)


def inspected(path: Path, limits: Limits, listing: Listing) -> Archive | None:
    """Return the archive, or None with a finding if it is damaged or made to harm."""
    try:
        with zipfile.ZipFile(path) as file:
            infos = file.infolist()
        _check_directory(infos, path.stat().st_size, limits)
        archive = Archive(path, {info.filename: info for info in infos})
        for name in archive.members:
            if _READ.match(name) and not _NOT_READ.search(name):
                _check_member(archive, name)
        return archive
    except RefusedError as refused:
        listing.add(refused.finding)
    except (*DAMAGED, UnicodeDecodeError, NotImplementedError, ValueError, OverflowError):
        listing.add(damaged())
    return None


def damaged() -> Finding:
    """Return the finding for a workbook that is cut off or otherwise broken."""
    message = "the workbook is damaged: its archive cannot be read"
    return Finding(
        "damaged", message, "Download or export it again, or open it in a spreadsheet program and save it"
    )


def _check_directory(infos: list[zipfile.ZipInfo], size: int, limits: Limits) -> None:
    """Check what the directory states, before a byte is inflated."""
    if len(infos) > _MEMBERS:
        raise RefusedError("zip_bomb", f"the workbook has {len(infos):,} parts; the limit is {_MEMBERS:,}")
    names = {info.filename for info in infos}
    if len(names) < len(infos):
        raise RefusedError("zip_lies", "the workbook's archive holds two parts of one name")
    for info in infos:
        _check_name(info.filename)
        _check_stated(info)
    total = sum(info.file_size for info in infos)
    if total > limits.memory:
        message = f"the workbook would inflate to {in_words(total)}; the limit is {in_words(limits.memory)}"
        raise RefusedError("zip_bomb", message, "Split the workbook, or save the table as CSV")
    _check_overlap(infos, size)


def _check_name(name: str) -> None:
    parts = name.replace("\\", "/").split("/")
    if ".." in parts or name.startswith(("/", "\\")) or ":" in parts[0] or "\0" in name:
        raise RefusedError(
            "zip_path", f"the workbook's archive holds the path {name!a}, which leads outside it"
        )
    if _NESTED_NAMES.search(name):
        message = f"the workbook holds another file, {name!a}"
        raise RefusedError("zip_nested", message, "Delete the embedded file from the workbook and save it")


def _check_stated(info: zipfile.ZipInfo) -> None:
    if info.flag_bits & _ENCRYPTED:
        raise RefusedError("encrypted", "the workbook is encrypted", "Save it without a password")
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise RefusedError("zip_method", f"{info.filename} is compressed in a way that workbooks do not use")
    if info.file_size > _BOMB_BYTES and info.file_size > _BOMB_RATIO * max(1, info.compress_size):
        message = (
            f"{info.filename} would inflate from {in_words(info.compress_size)} to {in_words(info.file_size)}"
            f"; more than {_BOMB_RATIO} times is refused"
        )
        raise RefusedError("zip_bomb", message)


def _check_overlap(infos: list[zipfile.ZipInfo], size: int) -> None:
    ordered = sorted(infos, key=lambda info: info.header_offset)
    ends = [*(info.header_offset for info in ordered[1:]), size]
    for info, end in zip(ordered, ends, strict=True):
        if info.header_offset + _LOCAL.size + info.compress_size > end:
            raise RefusedError("zip_lies", "parts of the workbook's archive lie over one another")


def _check_member(archive: Archive, name: str) -> None:
    """Inflate one part in small pieces, counting, and look for what XML may hide."""
    tail = b""
    for place, chunk in enumerate(archive.chunks(name)):
        if place == 0:
            _check_beginning(name, chunk)
        seen = tail + chunk
        if b"<!" in seen and _ENTITIES.search(seen):
            message = f"{name} inside the workbook declares XML entities or a document type"
            raise RefusedError("xml_entity", message)
        tail = chunk[-_LONGEST_MARK:]


def _check_beginning(name: str, chunk: bytes) -> None:
    if chunk.startswith(_NESTED):
        raise RefusedError("zip_nested", f"{name} inside the workbook is an archive itself")
    if chunk.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in chunk[:64]:
        raise RefusedError("not_read", f"{name} inside the workbook is not UTF-8")


def _inflated(file: BinaryIO, info: zipfile.ZipInfo) -> Iterator[bytes]:
    file.seek(info.header_offset)
    header = _LOCAL.unpack(file.read(_LOCAL.size))
    if header[0] != b"PK\x03\x04" or header[3] != info.compress_type:
        raise RefusedError("zip_lies", f"{info.filename}: the archive's directory and the part itself differ")
    name = file.read(header[9])
    if name != info.orig_filename.encode("utf-8" if info.flag_bits & 0x800 else "cp437"):
        raise RefusedError("zip_lies", f"{info.filename}: the archive's directory names another part")
    file.seek(header[10], 1)
    counted, checksum = 0, 0
    for chunk in _raw(file, info):
        counted += len(chunk)
        if counted > info.file_size:
            break
        checksum = zlib.crc32(chunk, checksum)
        yield chunk
    if counted != info.file_size or checksum != info.CRC:
        raise RefusedError(
            "zip_lies", f"{info.filename} is not of the size or the content that the archive states"
        )


def _raw(file: BinaryIO, info: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield what the part's bytes hold, in pieces of at most `_CHUNK` bytes, stored or deflated."""
    left = info.compress_size
    inflater = zlib.decompressobj(-15) if info.compress_type == zipfile.ZIP_DEFLATED else None
    while left:
        packed = file.read(min(_CHUNK, left))
        if not packed:
            raise EOFError
        left -= len(packed)
        if inflater is None:
            yield packed
            continue
        while packed:
            if piece := inflater.decompress(packed, _CHUNK):
                yield piece
            packed = inflater.unconsumed_tail
    if inflater is not None and (piece := inflater.flush()):
        yield piece
