"""Changes that keep the meaning of files leave the tables as they are, in 95 of 100 cases and more."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from bookload.base.errors import errors_in
from bookload.data import ingest
from bookload.data.documents import Policy
from bookload.data.tables import checks, contract, table_names
from imported import TODAY
from mutations import MEANING

SMALL, PROMISED = 40, 1_000
LEAST = 0.95


def one_sheet(chance: Random) -> Mapping[str, str]:
    """The first rung, with names, quotes and commas in them."""
    names = ["Acme, Inc", "Beta GmbH", 'The "Best"', "Delta & Söhne", "Ørsted", "00123", "Zeta"]
    lines = [["account_id", "name", "owner", "mrr", "segment", "renewal_date"]]
    for number, name in enumerate(names):
        money = f"{chance.randrange(100, 900_000) / 100:.2f}"
        day = f"2026-{chance.randrange(1, 13):02d}-{chance.randrange(13, 29)}"
        lines.append([f"A-{number:03d}", name, chance.choice(["Ana P", "Ben O"]), money, "SMB", day])
    return {"crm.csv": _text(lines)}


def export(chance: Random) -> Mapping[str, str]:
    """Accounts, subscriptions with history, people and owners, each a file."""
    accounts = [["account_id", "name", "segment", "country"]]
    subscriptions = [
        ["subscription_id", "account_id", "start_date", "end_date", "amount", "interval", "currency"]
    ]
    owners = [["account_id", "owner_id", "start_date", "end_date"]]
    for number in range(6):
        accounts.append([f"A-{number}", f"Company {number}", chance.choice(["SMB", "Enterprise"]), "DE"])
        price = f"{chance.randrange(1000, 90_000) / 100:.2f}"
        interval = chance.choice(["month", "year", "quarter"])
        year = ["2025-01-15", "2026-01-15"]
        subscriptions.append([f"00{number}", f"A-{number}", *year, price, interval, "EUR"])
        subscriptions.append([f"00{number}", f"A-{number}", year[1], "", price, interval, "EUR"])
        owners.append([f"A-{number}", chance.choice(["P-1", "P-2"]), "2025-01-17", ""])
    people = [["person_id", "name", "hire_date", "role", "email"]]
    people += [
        ["P-1", "Ana P", "2024-01-31", "csm", "ana@x.com"],
        ["P-2", "Ben O", "2023-12-25", "csm", "b@x.com"],
    ]
    tables = {"accounts": accounts, "subscriptions": subscriptions, "people": people, "ownership": owners}
    return {f"{name}.csv": _text(lines) for name, lines in tables.items()}


def wide(chance: Random) -> Mapping[str, str]:
    """MRR with a column a month."""
    lines = [["account_id", "segment", *(f"2025-{month:02d}" for month in range(1, 13))]]
    for number in range(6):
        amounts = [f"{chance.randrange(100, 99_999) / 100:.2f}" for _ in range(12)]
        lines.append([f"A-{number}", "SMB", *amounts])
    return {"mrr.csv": _text(lines)}


COMPANIES: tuple[Callable[[Random], Mapping[str, str]], ...] = (one_sheet, export, wide)


def _text(lines: list[list[str]]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows(lines)
    return out.getvalue()


def _rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


# ------------------------------------------------------------------ changes beyond those of single bytes


def as_workbook(text: str, path: Path) -> Path:
    """The same cells in a workbook, amounts and days typed as a person's spreadsheet would."""
    book = openpyxl.Workbook()
    for row in _rows(text):
        book.active.append([float(cell) if _is_amount(cell) else cell or None for cell in row])
    book.save(path := path.with_suffix(".xlsx"))
    return path


def as_parquet(text: str, path: Path) -> Path:
    """The same cells in Parquet, as texts."""
    header, *rows = _rows(text)
    columns = [[row[place] or None for row in rows] for place in range(len(header))]
    arrays = [pa.array(column, pa.string()) for column in columns]
    pq.write_table(pa.table(arrays, names=header), path := path.with_suffix(".parquet"))
    return path


def with_commas(text: str, path: Path) -> Path:
    """Decimal commas and points between thousands, semicolons between cells."""
    out = io.StringIO(newline="")
    rows = [[_german(cell) if _is_amount(cell) else cell for cell in row] for row in _rows(text)]
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerows(rows)
    path.write_bytes(out.getvalue().encode("utf-8-sig"))
    return path


def with_aliases(text: str, path: Path) -> Path:
    """Headers by other names that the contracts know."""
    header, *rows = _rows(text)
    known = {
        column.name: column
        for table in (path.stem, "accounts", "subscriptions")
        if table in table_names()
        for column in contract(table).columns
    }
    named = {"owner": "CSM", "mrr": "Monthly Recurring Revenue", "renewal_date": "Renewal Date"}
    other = [
        named.get(name) or (known[name].aliases[:1] or (name,))[0] if name in known or name in named else name
        for name in header
    ]
    path.write_text(_text([other, *rows]), encoding="utf-8")
    return path


def _is_amount(cell: str) -> bool:
    return cell.replace(".", "", 1).isdigit() and "." in cell


def _german(cell: str) -> str:
    return f"{float(cell):,.2f}".replace(",", "_").replace(".", ",").replace("_", ".")


WHOLE = {
    "workbook": as_workbook,
    "parquet": as_parquet,
    "decimal commas": with_commas,
    "aliases": with_aliases,
}


@dataclass(frozen=True)
class Case:
    """A company and what is done to its files."""

    seed: int

    def files(self, folder: Path, *, changed: bool) -> list[Path]:
        """Write the files, as they are or each changed in its own way."""
        chance = Random(self.seed)  # noqa: S311 - the same files each time
        texts = COMPANIES[self.seed % len(COMPANIES)](chance)
        folder.mkdir(parents=True)
        paths = []
        for name, text in texts.items():
            path = folder / name
            how = chance.choice([*WHOLE, *MEANING])
            if not changed:
                path.write_text(text, encoding="utf-8")
            elif how in WHOLE:
                path = WHOLE[how](text, path)
            else:
                path.write_bytes(MEANING[how](text.encode(), chance))
            paths.append(path)
        chance.shuffle(paths)
        return paths


def tables(paths: list[Path]) -> dict[str, list[tuple[object, ...]]] | None:
    """The rows that an import would write, apart from attributes, or None if it would be refused."""
    plan = ingest.run(paths, previous=None, policy=Policy(), today=TODAY)
    if errors_in((*plan.findings, *checks.run(plan.tables, where=plan.origins))):
        return None
    return {
        name: sorted((tuple(row.values()) for row in rows.to_pylist()), key=repr)
        for name, rows in plan.tables.items()
        if name != "account_attributes"  # an added column adds attributes
    }


def kept(folder: Path, seed: int) -> bool:
    """Whether a case imports with equal tables before and after."""
    case = Case(seed)
    plain = tables(case.files(folder / f"{seed}", changed=False))
    assert plain is not None
    return tables(case.files(folder / f"{seed}-changed", changed=True)) == plain


def share_kept(folder: Path, count: int) -> tuple[float, list[int]]:
    lost = [seed for seed in range(count) if not kept(folder, seed)]
    return 1 - len(lost) / count, lost


def test_forty_files_changed_without_changing_their_meaning_import_as_they_were(tmp_path: Path) -> None:
    share, lost = share_kept(tmp_path, SMALL)
    assert share >= LEAST, f"seeds {lost}"


@pytest.mark.prove
def test_a_thousand_do(tmp_path: Path, promised: Callable[[str, int], int]) -> None:
    share, lost = share_kept(
        tmp_path, promised("companies whose files were changed without changing their meaning", PROMISED)
    )
    assert share >= LEAST, f"seeds {lost}"
