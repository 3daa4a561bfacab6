"""Cells with anything in them: an import says what is wrong, and never breaks off."""

from __future__ import annotations

import csv
import io
import tomllib
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from bookload.data import ingest
from bookload.data.tables import arrow_schema, checks, contracts, table_names
from imported import imported

SMALL, PROMISED = 60, 1_000
SHEETS = Path(__file__).parent.parent / "unit" / "data" / "ingest" / "mapping" / "sheets.toml"

_NUMBERS = "0 -1 -0 +5 (5) (5 5- 1e999 1E5 1.2E+15 NaN inf ٣٤ ½ % 50% 1.2.3 1,2,3 1.234 1,234 0.0000001"
_DAYS = """
2026-02-30 0000-00-00 9999-12-31 1899-12-31 0001-01-01 31/12/2299 2299-12-31 2299-12-30 12:30 24:61
2026-03-04T99:99 2026-03-04T10:00+99:00 03/04/2026 13/13/2026 2026-13 202613
"""
_WORDS = (
    "TRUE monthly p.a. one-time $ € A;B;C ;;; | n/a None Pool Unassigned Total USD XXX canceled trialing ß"
)
_TEXTS = [
    "",
    "-",
    "=1+1",
    "@SUM(A1)",
    "'",
    '"',
    "\u202e",
    "\u200b",
    "e\u0301",
    "\t",
    "kr 5",
    "¥ 5",
    "5 bananas",
    "Jan 2026",
]
CELLS = [
    *_NUMBERS.split(),
    *_DAYS.split(),
    *_WORDS.split(),
    *_TEXTS,
    "9" * 40,
    "1" * 13,
    "a" * 5_000,
    "1" + "0" * 14,
]


def sheet(chance: Random) -> tuple[str, list[list[str]]]:
    """A sheet as it comes, or one in a table's own columns."""
    if chance.random() < 0.5:
        known = chance.choice(list(tomllib.loads(SHEETS.read_text(encoding="utf-8")).values()))
        delimiter = ";" if ";" in known["text"].splitlines()[0] else ","
        return known["file"], list(csv.reader(io.StringIO(known["text"]), delimiter=delimiter))
    table = chance.choice(contracts())
    row = [column.example for column in table.columns]
    return f"{table.name}.csv", [[column.name for column in table.columns], *([*row] for _ in range(4))]


def survives(folder: Path, seed: int) -> None:
    chance = Random(seed)  # noqa: S311 - the same cells each time
    name, lines = sheet(chance)
    for _ in range(chance.randint(1, 12)):
        row = chance.randrange(1, len(lines))
        lines[row][chance.randrange(len(lines[row]))] = chance.choice(CELLS)
    out = io.StringIO(newline="")
    csv.writer(out).writerows(lines)
    plan = imported(folder / str(seed), {name: out.getvalue()})
    checks.run(plan.tables, where=plan.origins)
    assert all(plan.tables[table].schema.equals(arrow_schema(table)) for table in table_names())
    assert all(finding.message and finding.remedy for finding in plan.findings)
    assert ingest.mapping_of(ingest.mapping_text(plan.mapping), "m") == plan.mapping


def test_sixty_sheets_with_anything_in_their_cells_are_imported_or_refused(tmp_path: Path) -> None:
    for seed in range(SMALL):
        survives(tmp_path, seed)


@pytest.mark.prove
def test_a_thousand_are(tmp_path: Path, promised: Callable[[str, int], int]) -> None:
    for seed in range(promised("sheets with anything in their cells", PROMISED)):
        survives(tmp_path, seed)
