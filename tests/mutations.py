"""Files changed by chance: damage that must be survived, and changes that leave the meaning as it is.

Every function takes the bytes of a file and a generator of chance and returns bytes;
the same seed gives the same file. `DAMAGE` holds, by format, what may break a file.
`MEANING` holds changes to a UTF-8, comma-delimited table after which the same figures
have to come out.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

Mutation = Callable[[bytes, "Random"], bytes]

_CONTROLS = b"\x00\x01\x08\x0b\x0c\x1a\x1b\x7f\xff\xfe\xef\xbb\xbf\xc2\x85\xef\xbf\xbd\"';,\t\r\n"


def flip_bytes(data: bytes, chance: Random) -> bytes:
    """Set one to thirty bytes to anything."""
    changed = bytearray(data)
    for _ in range(min(len(changed), chance.randint(1, 30))):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def truncate(data: bytes, chance: Random) -> bytes:
    """Cut the end off."""
    return data[: chance.randrange(len(data) + 1)]


def duplicate_slice(data: bytes, chance: Random) -> bytes:
    """Write some part twice."""
    start, stop = _part(data, chance)
    return data[:stop] + data[start:]


def delete_slice(data: bytes, chance: Random) -> bytes:
    """Leave some part out."""
    start, stop = _part(data, chance)
    return data[:start] + data[stop:]


def insert_controls(data: bytes, chance: Random) -> bytes:
    """Insert control characters, stray quotes and delimiters, halves of characters."""
    changed = bytearray(data)
    for _ in range(chance.randint(1, 10)):
        place = chance.randrange(len(changed) + 1)
        changed[place:place] = bytes(chance.choices(_CONTROLS, k=chance.randint(1, 3)))
    return bytes(changed)


def _part(data: bytes, chance: Random) -> tuple[int, int]:
    start = chance.randrange(len(data) + 1)
    return start, min(len(data), start + chance.randint(1, max(2, len(data) // 4)))


def change_member(data: bytes, chance: Random) -> bytes:
    """Damage the content of one part of a zip archive, and pack it properly again."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist()}
    name = chance.choice(sorted(parts))
    damage = chance.choice([flip_bytes, truncate, duplicate_slice, delete_slice, insert_controls, edit_xml])
    parts[name] = damage(parts[name], chance)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, content in parts.items():
            archive.writestr(part, content)
    return out.getvalue()


def edit_xml(data: bytes, chance: Random) -> bytes:
    """Change a number, a cell's place or its type inside XML that stays well formed."""
    pattern, choices = chance.choice(
        [
            (rb'r="[A-Z]+\d+"', [b'r="XFD1048576"', b'r="A1"', b'r=""', b'r="ZZZZ99999999"', b'r="1"']),
            (rb't="\w+"', [b't="e"', b't="s"', b't="b"', b't="d"', b't="str"', b't="n"', b't="x"']),
            (
                rb"<v>[^<]*</v>",
                [b"<v></v>", b"<v>NaN</v>", b"<v>1e999</v>", b"<v>-1</v>", b"<v>x</v>", b"<f>1/0</f>"],
            ),
            (rb"\d+", [b"0", b"4294967296", b"-1", b"99999999999999999999"]),
        ]
    )
    found = list(re.finditer(pattern, data))
    if not found:
        return flip_bytes(data, chance)
    spot = chance.choice(found)
    return data[: spot.start()] + chance.choice(choices) + data[spot.end() :]


_BYTES: dict[str, Mutation] = {
    "flip bytes": flip_bytes,
    "truncate": truncate,
    "duplicate a slice": duplicate_slice,
    "delete a slice": delete_slice,
    "insert controls": insert_controls,
}

DAMAGE: dict[str, dict[str, Mutation]] = {
    "csv": _BYTES,
    "xlsx": {**_BYTES, "change a member": change_member, "change another member": change_member},
    "parquet": _BYTES,
}


def _rows(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode(), newline="")))


def _bytes(
    rows: list[list[str]], delimiter: str = ",", quoting: int = csv.QUOTE_MINIMAL, end: str = "\n"
) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, quoting=quoting, lineterminator=end).writerows(rows)  # type: ignore[arg-type]
    return out.getvalue().encode()


def shuffle_rows(data: bytes, chance: Random) -> bytes:
    """Put the rows below the header in another order."""
    header, *rows = _rows(data)
    chance.shuffle(rows)
    return _bytes([header, *rows])


def shuffle_columns(data: bytes, chance: Random) -> bytes:
    """Put the columns in another order."""
    rows = _rows(data)
    order = list(range(len(rows[0])))
    chance.shuffle(order)
    return _bytes([[row[index] for index in order] for row in rows])


def change_case(data: bytes, chance: Random) -> bytes:
    """Write the headers in another case, with spaces for underscores or the reverse."""
    header, *rows = _rows(data)
    changes: list[Callable[[str], str]] = [str.upper, str.title, str.capitalize, _spaced]
    change = chance.choice(changes)
    return _bytes([[change(name) for name in header], *rows])


def _spaced(name: str) -> str:
    return name.replace("_", " ")


def change_delimiter(data: bytes, chance: Random) -> bytes:
    """Part the values by a semicolon, a tab or a bar."""
    return _bytes(_rows(data), delimiter=chance.choice(";\t|"))


def change_quoting(data: bytes, chance: Random) -> bytes:
    """Quote all values, or all that are no numbers, and end lines in another way."""
    quoting = chance.choice([csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC])
    return _bytes(_rows(data), quoting=quoting, end=chance.choice(["\r\n", "\n"]))


def change_encoding(data: bytes, chance: Random) -> bytes:
    """Encode the text as UTF-8 with a mark, UTF-16, or Windows-1252 where that has the letters."""
    text = data.decode()
    encodings = ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"]
    try:
        text.encode("cp1252")
        encodings.append("cp1252")
    except UnicodeEncodeError:
        pass
    return text.encode(chance.choice(encodings))


def change_locale(data: bytes, chance: Random) -> bytes:
    """Write numbers with a decimal comma and points for thousands, in a file with semicolons."""
    header, *rows = _rows(data)
    thousands = chance.choice([True, False])
    return _bytes(
        [header, *[[_continental(cell, thousands=thousands) for cell in row] for row in rows]], delimiter=";"
    )


def _continental(cell: str, *, thousands: bool) -> str:
    if not re.fullmatch(r"-?\d+\.\d+", cell):
        return cell
    whole, _, fraction = cell.partition(".")
    if thousands:
        whole = f"{int(whole):,}".replace(",", ".") if whole.lstrip("-") != "0" else whole
    return f"{whole},{fraction}"


def add_columns(data: bytes, chance: Random) -> bytes:
    """Add columns that mean nothing to anybody."""
    header, *rows = _rows(data)
    for number in range(chance.randint(1, 3)):
        place = chance.randrange(len(header) + 1)
        header.insert(place, f"Remark {number + 1}")
        for row in rows:
            row.insert(place, chance.choice(["", "see mail", "ok", "to be checked, again"]))
    return _bytes([header, *rows])


def add_empty(data: bytes, chance: Random) -> bytes:
    """Add empty rows and empty columns after the last ones."""
    rows = [[*row, *[""] * chance.randint(2, 2)] for row in _rows(data)]
    return _bytes([*rows, *[[""] * len(rows[0])] * chance.randint(1, 5)])


def add_title(data: bytes, chance: Random) -> bytes:
    """Put a title and an empty line above the header."""
    title = chance.choice(["Accounts as of March", "Export", "CS team: book of business"])
    return f"{title}\n\n".encode() + data


MEANING: dict[str, Mutation] = {
    "order of rows": shuffle_rows,
    "order of columns": shuffle_columns,
    "case of headers": change_case,
    "delimiter": change_delimiter,
    "quoting and line ends": change_quoting,
    "encoding": change_encoding,
    "locale": change_locale,
    "added columns": add_columns,
    "empty rows and columns": add_empty,
    "title": add_title,
}
