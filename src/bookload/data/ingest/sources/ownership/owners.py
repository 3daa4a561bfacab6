"""What an owner's name stands for: a person, a pool, or nobody."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

from bookload.base.errors import Finding
from bookload.data.ingest.built import from_rows, rows_of
from bookload.data.ingest.filled import Filled
from bookload.data.ingest.mapping.question import Question
from bookload.data.ingest.values.fold import fold
from bookload.data.ingest.values.words import meaning

PERSON, POOL, NOBODY = "person", "pool", "unassigned"
EMPTY = "(empty)"


@dataclass(frozen=True)
class Owners:
    """Rows of ownership and pools, and what is asked or noted about the names."""

    tables: dict[str, pa.Table]
    findings: tuple[Finding, ...]
    questions: tuple[Question, ...]


def owned(filled: Filled, accounts: pa.Array, owners: pa.Array, field: str = "owner") -> Owners:
    """Return who owns each account; `Unassigned` and its like own nothing, words for pools are pools.

    Both are asked about; unattended, each is taken for what it says, with a note. Rows of the
    same account and owner are one.
    """
    names = owners.to_pylist()
    kinds = {name: kind_of(filled, name, field) for name in dict.fromkeys(names)}
    seen: set[tuple[object, object]] = set()
    keep = []
    for account, name, start in zip(
        accounts.to_pylist(),
        names,
        filled.get("start_date").to_pylist() if field == "owner_id" else names,
        strict=True,
    ):
        key = (account, name, start)
        keep.append(account is not None and kinds[name] != NOBODY and key not in seen)
        seen.add(key)
    columns = {"account_id": accounts, "owner_id": owners}
    if field == "owner_id":
        columns |= {
            name: filled.get(name) for name in ("start_date", "end_date", "role", "share") if name in filled
        }
    tables = {"ownership": rows_of("ownership", filled, columns, pa.array(keep, pa.bool_()))}
    pools = [{"pool_id": name, "name": name} for name, kind in kinds.items() if kind == POOL]
    if pools:
        tables["pools"] = from_rows("pools", pools)
    findings, questions = _asked(filled, kinds, names, field)
    return Owners(tables, findings, questions)


def kind_of(filled: Filled, name: str | None, field: str) -> str:
    """Return what an owner's name stands for: as the mapping says, else by the word."""
    said = {
        fold(written): meant
        for written, meant in filled.guess.mapping.values.get(f"{field}_kind", {}).items()
    }
    if (known := said.get(fold(name) if name else EMPTY)) in {PERSON, POOL, NOBODY}:
        return str(known)
    if name is None or meaning("unassigned", name):
        return NOBODY
    return POOL if meaning("pool", name) or fold(name).split()[-1] in {"pool", "queue"} else PERSON


def _asked(
    filled: Filled, kinds: dict[str | None, str], names: list[str | None], field: str
) -> tuple[tuple[Finding, ...], tuple[Question, ...]]:
    mapping = filled.guess.mapping
    stated = {fold(written) for written in mapping.values.get(f"{field}_kind", {})}
    findings, questions = [], []
    for name, kind in kinds.items():
        written = name or EMPTY
        if kind == PERSON or fold(written) in stated:
            continue
        count = names.count(name)
        text = f"the owner of {count} rows is {'empty' if name is None else repr(name)}"
        questions.append(
            Question(
                "owner-kind",
                mapping.file or "",
                mapping.sheet,
                filled.guess.columns[field].header,
                text,
                (kind, *(other for other in (PERSON, POOL, NOBODY) if other != kind)),
                f"values.{field}_kind",
                written,
                default=kind,
            )  # fmt: skip
        )
        message = f"{text}: taken as {'a pool' if kind == POOL else 'nobody'}"
        remedy = f'If that is wrong, say it in --map: [sheet.values.{field}_kind] "{written}" = "person", "pool" or "unassigned".'
        findings.append(
            filled.finding(
                "owner-kind", message, remedy, "note", field_name=field, value=written, count=count
            )
        )
    return tuple(findings), tuple(questions)
