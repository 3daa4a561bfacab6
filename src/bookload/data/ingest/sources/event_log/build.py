"""Activities from a log of a process: work from start to end, of accounts where cases are accounts."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from bookload.base.errors import Finding
from bookload.data.ingest.built import Built, rows_of
from bookload.data.ingest.filled import Filled, Place
from bookload.data.ingest.mapping.question import Question
from bookload.data.ingest.sources.event_log.pairs import COMPLETE, Event, Paired, Work, paired

if TYPE_CHECKING:
    from bookload.base.errors import Severity
    from bookload.data.ingest.others import Others

ACCOUNTS, NONE = "accounts", "none"
_TAKEN_OVER = ("minutes", "stage", "channel", "direction", "playbook", "outcome")
_TEN_THOUSANDTHS = 10_000
_MINUTE = 60_000_000
"""In microseconds."""
_INSTANT = pa.timestamp("us", tz="UTC")
_NOTHING = "Nothing needs to be done."


def build(filled: Filled) -> Built:
    """Return nothing yet: whether cases are accounts is known once all sheets are read."""
    return Built({}, filled.findings, later=partial(_built, filled))


def _built(filled: Filled, others: Others) -> Built:
    columns, keep, findings = _timed(filled)
    columns = {"person_id": filled.get("resource"), "kind": filled.get("activity"), **columns}
    columns |= {name: filled.get(name) for name in _TAKEN_OVER if name in filled and name not in columns}
    columns["activity_id"] = _identifiers(filled)
    done_by = pc.is_valid(columns["person_id"])
    if nobodys := pc.sum(pc.and_(keep, pc.invert(done_by))).as_py():
        message = f"{nobodys:,} rows name no resource: they are nobody's time, and left out"
        findings.append(filled.finding("no-resource", message, _NOTHING, "note"))
    keep = pc.and_(keep, done_by)
    cases = filled.get("case_id")
    questions: tuple[Question, ...] = ()
    if "account_id" in filled:
        columns["account_id"] = filled.get("account_id")
        meant = NONE
    else:
        meant, questions = _meant(filled, others)
        if meant == ACCOUNTS:
            columns["account_id"] = cases
    tables = {"activities": rows_of("activities", filled, columns, keep)}
    if meant == ACCOUNTS and not others.accounts:
        tables["accounts"] = _as_accounts(filled, cases)
        findings.append(_cases_are_accounts(filled, cases))
    every = (*filled.findings, *findings)
    return Built(tables, every, questions, secondary=frozenset({"accounts"}))


def _timed(filled: Filled) -> tuple[dict[str, pa.Array], pa.Array, list[Finding]]:
    """Return starts and ends by row, which rows are work, and what is to be said of it.

    A log with a start in each row says them; of one with an event in each row they are paired.
    """
    if "start_time" in filled:
        ends = filled.get("end_time" if "end_time" in filled else "timestamp", _INSTANT)
        every = pa.array([True] * filled.rows, pa.bool_())
        return {"start_at": filled.get("start_time"), "end_at": ends}, every, []
    found = paired(_events(filled))
    return (*_by_row(found.work, filled.rows), _told(filled, found))


def _events(filled: Filled) -> list[Event]:
    """Return the events that say when they were; one without a transition is the end of work."""
    names = ("case_id", "activity", "resource")
    cases, activities, resources = (filled.get(name).to_pylist() for name in names)
    moments = filled.get("timestamp", _INSTANT).to_pylist()
    transitions, instances = (filled.get(name).to_pylist() for name in ("lifecycle", "instance"))
    return [
        Event(
            row,
            cases[row] or "",
            activities[row] or "",
            resources[row],
            moments[row],
            (transitions[row] or COMPLETE).casefold(),
            instances[row],
        )
        for row in range(filled.rows)
        if moments[row] is not None
    ]


def _by_row(work: tuple[Work, ...], rows: int) -> tuple[dict[str, pa.Array], pa.Array]:
    starts: list[object] = [None] * rows
    ends: list[object] = [None] * rows
    minutes: list[int | None] = [None] * rows
    people: list[str | None] = [None] * rows
    for each in work:
        starts[each.row], ends[each.row], people[each.row] = each.start, each.end, each.resource
        if each.idle and each.worked is not None:
            minutes[each.row] = _in_minutes(each.worked)
    columns = {
        "person_id": pa.array(people, pa.string()),
        "start_at": pa.array(starts, _INSTANT),
        "end_at": pa.array(ends, _INSTANT),
        "minutes": pa.array(minutes, pa.int64()),
    }
    return columns, pc.is_valid(columns["start_at"])


def _in_minutes(worked: timedelta) -> int:
    """Return a time in ten-thousandths of a minute, half up."""
    return (2 * (worked // timedelta(microseconds=1)) * _TEN_THOUSANDTHS + _MINUTE) // (2 * _MINUTE)


def _told(filled: Filled, found: Paired) -> list[Finding]:
    told = []
    if found.alone:
        message = f"{found.alone:,} events end work that never started: how long it took is not known"
        told.append(_said(filled, "end-without-start", message))
    if found.unfinished:
        message = f"{found.unfinished:,} events start work that never ends: how long it took is not known"
        told.append(_said(filled, "start-without-end", message))
    for transition, count in sorted(found.passed_over.items()):
        message = f"{count:,} events are '{transition[:40]}', which is no work: left out"
        told.append(_said(filled, "transition-passed-over", message, "note"))
    return told


def _identifiers(filled: Filled) -> pa.Array:
    """Return the case and the place in it, which names a row also where its case is no account: `4711#3`."""
    seen: Counter[str] = Counter()
    names = []
    for case in filled.get("case_id").to_pylist():
        seen[case or ""] += 1
        names.append(f"{case or ''}#{seen[case or '']}")
    return pa.array(names, pa.string())


def _meant(filled: Filled, others: Others) -> tuple[str, tuple[Question, ...]]:
    """Return whether cases are accounts, and the question where accounts are known but few cases are any."""
    said = filled.guess.mapping.meaning.get("case_ids")
    if said is not None:
        return said, ()
    known = {account.account_id for account in others.accounts} | {
        " ".join(account.name.split()) for account in others.accounts if account.name
    }
    cases = set(filled.get("case_id").drop_null().to_pylist())
    if not known or 2 * len(cases & known) >= len(cases):
        return ACCOUNTS, ()
    mapping = filled.guess.mapping
    text = f"{len(cases - known):,} of {len(cases):,} cases are no account that is known"
    header = filled.guess.columns["case_id"].header
    place = (mapping.file or "", mapping.sheet, header)
    return NONE, (Question("case-ids", *place, text, (NONE, ACCOUNTS), "meaning", "case_ids", default=NONE),)


def _as_accounts(filled: Filled, cases: pa.Array) -> pa.Table:
    return rows_of("accounts", filled, {"account_id": cases, "name": cases}, pc.is_valid(cases))


def _cases_are_accounts(filled: Filled, cases: pa.Array) -> Finding:
    message = f"no account is known: the {len(pc.unique(cases).drop_null()):,} cases are taken as accounts"
    remedy = "If they are something else, import a list of accounts, and say which column names the account."
    return _said(filled, "cases-as-accounts", message, "note", remedy)


def _said(
    filled: Filled, code: str, message: str, severity: Severity = "warning", remedy: str = _NOTHING
) -> Finding:
    return filled.finding(code, message, remedy, severity, Place())
