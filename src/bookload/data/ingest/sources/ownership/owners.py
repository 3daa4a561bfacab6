"""What an owner's name stands for: a person, a pool, or nobody."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import pyarrow as pa

from bookload.base.errors import Finding
from bookload.data.ingest.built import from_rows, rows_of
from bookload.data.ingest.filled import Filled, Place
from bookload.data.ingest.mapping.question import Question
from bookload.data.ingest.values.fold import fold
from bookload.data.ingest.values.words import meaning

PERSON, POOL, NOBODY = "person", "pool", "unassigned"
KINDS = (PERSON, POOL, NOBODY)
EMPTY = "(empty)"
_DATED = ("start_date", "end_date", "role", "share")


@dataclass(frozen=True)
class Owners:
    """Rows of ownership and pools, and what is asked or noted about the names."""

    tables: dict[str, pa.Table]
    findings: tuple[Finding, ...]
    questions: tuple[Question, ...]


def owned(filled: Filled, accounts: pa.Array, field: str) -> Owners:
    """Return who owns each account, from the field that names owners.

    `Unassigned` and its like own nothing, words for pools are pools: both are asked about, and
    unattended each is taken for what it says, with a note. Equal rows are one.
    """
    names = filled.get(field).to_pylist()
    kinds = {name: kind_of(filled, name, field) for name in dict.fromkeys(names)}
    columns = {"account_id": accounts, "owner_id": filled.get(field)}
    if field == "owner_id":
        columns |= {name: filled.get(name) for name in _DATED if name in filled}
    keep = _kept(accounts.to_pylist(), names, columns, kinds)
    tables = {"ownership": rows_of("ownership", filled, columns, pa.array(keep, pa.bool_()))}
    pools = [{"pool_id": name, "name": name} for name, kind in kinds.items() if kind == POOL]
    if pools:
        tables["pools"] = from_rows("pools", pools)
    return Owners(tables, *_asked(filled, kinds, Counter(names), field))


def _kept(
    accounts: list[str | None],
    names: list[str | None],
    columns: dict[str, pa.Array],
    kinds: dict[str | None, str],
) -> list[bool]:
    """Return which rows are owners: of an account, not nobody, and not said before."""
    starts = columns["start_date"].to_pylist() if "start_date" in columns else [None] * len(names)
    roles = columns["role"].to_pylist() if "role" in columns else [None] * len(names)
    seen: set[tuple[object, ...]] = set()
    keep = []
    for row in zip(accounts, names, starts, roles, strict=True):
        keep.append(row[0] is not None and kinds[row[1]] != NOBODY and row not in seen)
        seen.add(row)
    return keep


def kind_of(filled: Filled, name: str | None, field: str) -> str:
    """Return what an owner's name stands for: as the mapping says, else by the word."""
    said = _stated(filled, field).get(fold(name or EMPTY))
    if said in KINDS:
        return said
    if name is None or meaning("unassigned", name):
        return NOBODY
    words = fold(name).split()
    return POOL if meaning("pool", name) or words[-1:] in (["pool"], ["queue"]) else PERSON


def _stated(filled: Filled, field: str) -> dict[str, str]:
    return {fold(name): kind for name, kind in filled.guess.mapping.values.get(f"{field}_kind", {}).items()}


def _asked(
    filled: Filled, kinds: dict[str | None, str], counts: Counter[str | None], field: str
) -> tuple[tuple[Finding, ...], tuple[Question, ...]]:
    stated = _stated(filled, field)
    findings, questions = [], []
    for name, kind in kinds.items():
        written = name or EMPTY
        if kind == PERSON or fold(written) in stated:
            continue
        accounts = "1 account" if counts[name] == 1 else f"{counts[name]:,} accounts"
        text = f"the owner of {accounts} is {'empty' if name is None else repr(name)}"
        questions.append(_question(filled, written, kind, text, field))
        message = f"{text}: {'taken as a pool' if kind == POOL else 'they stay unassigned'}"
        remedy = f'If that is wrong, say so in --map: [sheet.values.{field}_kind] "{written}" = "person".'
        place = Place(field=field, value=written, count=counts[name])
        findings.append(filled.finding("owner-kind", message, remedy, "note", place))
    return tuple(findings), tuple(questions)


def _question(filled: Filled, written: str, kind: str, text: str, field: str) -> Question:
    mapping, header = filled.guess.mapping, filled.guess.columns[field].header
    allowed = (kind, *(other for other in KINDS if other != kind))
    section = f"values.{field}_kind"
    return Question(
        "owner-kind", mapping.file or "", mapping.sheet, header, text, allowed, section, written, default=kind
    )
