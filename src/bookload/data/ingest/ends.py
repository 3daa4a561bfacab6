"""Whether an end column names the first day out or the last day in: told from the rows, or asked.

Rows that follow one another tell: an end that is the next row's start is a first day out, one
that is the day before it a last day in. So do terms of whole months: 1 January to 31 December
ends on a last day in, 1 January to 1 January on a first day out.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from bookload.base.period import FAR
from bookload.data.ingest.doubts.own_form import is_own_form
from bookload.data.ingest.filled import Place
from bookload.data.ingest.mapping.question import Question
from bookload.data.ingest.sources.subscriptions.term import says_total

if TYPE_CHECKING:
    from bookload.base.errors import Finding
    from bookload.data.ingest.filled import Filled
    from bookload.data.ingest.mapping.mapping import End

_GROUPS: dict[str, tuple[tuple[str, ...], ...]] = {
    "subscriptions": (("subscription_id", "line_id"), ("account_id", "product"), ("account_id",)),
    "one_sheet": (("account_id", "name", "product"),),
    "ownership": (("account_id", "role"),),
    "discounts": (("subscription_id", "line_id"),),
    "pools": (("pool_id", "person_id"),),
    "invoice_lines": (("account_id", "product"),),
}
_STARTS = ("start_date", "from_date", "period_start", "hire_date")
_SAYS_LAST = frozenset(
    {"last_day", "last_day_in", "valid_through", "through", "inclusive", "letzter_tag", "bis_einschliesslich"}
)
_LEAST_TERMS, _MOST_OF_TERMS = 3, 8
"""At least three terms have to tell, and eight tenths of all."""
_MOST_DOUBT = 0.1


@dataclass(frozen=True)
class Tally:
    """How many rows speak for either meaning, and an example."""

    first_day_out: int = 0
    last_day_in: int = 0

    def decides(self, least: int, of: int) -> End | None:
        """Return the meaning that nearly all rows speak for, if at least so many do, and a tenth of all."""
        most, fewest = max(self.first_day_out, self.last_day_in), min(self.first_day_out, self.last_day_in)
        if most < max(least, of * _MOST_DOUBT) or fewest > most * _MOST_DOUBT:
            return None
        return "first_day_out" if self.first_day_out > self.last_day_in else "last_day_in"


def settle(filled: Filled) -> tuple[Filled, tuple[Question, ...]]:
    """Return the sheet with every end as a first day out, and a question for each end that nothing tells."""
    shape = filled.guess.shape
    assert shape is not None  # noqa: S101 - only sheets that are taken are filled
    values, ends, reasons, questions = dict(filled.values), dict(filled.guess.mapping.ends), {}, []
    found = list(filled.findings)
    for name, column in filled.guess.columns.items():
        if not shape.by_name[name].is_end:
            continue
        meaning, reason = _meaning(filled, name, column.header)
        if meaning is None:
            meaning = "first_day_out"
            questions.append(_question(filled, name, column.header))
        ends.setdefault(name, meaning)
        reasons[f"{name} ends"] = reason
        if ends[name] == "last_day_in" and name not in filled.guess.mapping.ends:
            found.append(_last_days(filled, name, column.header, reason))
        values[name] = shifted(values[name], ends[name])
    mapping = filled.guess.mapping
    mapping = mapping.model_copy(update={"ends": ends, "reasons": {**mapping.reasons, **reasons}})
    guess = replace(filled.guess, mapping=mapping)
    return replace(filled, values=values, guess=guess, findings=tuple(found)), tuple(questions)


def _last_days(filled: Filled, name: str, header: str, reason: str) -> Finding:
    message = f"'{header}' is taken as the last day in, so that a row ends the day after: {reason}"
    remedy = f'If it is the first day out, say so in --map: [sheet.ends] "{name}" = "first_day_out".'
    return filled.finding("last-day-in", message, remedy, "note", Place(field=name))


def shifted(array: pa.Array, end: End) -> pa.Array:
    """Return days as first days out: a last day in is one day earlier. What never ends stays."""
    if end == "first_day_out":
        return array
    later = pc.add(array.cast(pa.int32()), pa.scalar(1, pa.int32())).cast(pa.date32())
    return pc.if_else(pc.equal(array, pa.scalar(FAR, pa.date32())), array, later)


def _meaning(filled: Filled, name: str, header: str) -> tuple[End | None, str]:
    """Return what an end column means and why: as stated, as its header or its rows tell, as last time."""
    if said := filled.guess.mapping.ends.get(name):
        return said, "the mapping says so"
    ends = filled.values[name].to_pylist()
    if not any(end is not None and end != FAR for end in ends):
        return "first_day_out", "no row has an end"
    told = _told(filled, header, ends)
    if told is not None:
        return told
    if last := filled.guess.last.ends.get(name):
        return last, "as in the last import"
    if is_own_form(filled):
        return "first_day_out", "the sheet has the columns of Bookload's own table"
    return None, "nothing tells; taken as first_day_out"


def _told(filled: Filled, header: str, ends: list[date | None]) -> tuple[End, str] | None:
    if any(word in header.casefold().replace(" ", "_") for word in _SAYS_LAST):
        return "last_day_in", f"'{header}' says so"
    start = next((name for name in _STARTS if name in filled), None)
    if start is None:
        return None
    starts = filled.values[start].to_pylist()
    for keys in _GROUPS.get(filled.guess.mapping.table or "", ()):
        tally, pairs = _following(filled, keys, starts, ends)
        if told := tally.decides(1, pairs):
            return told, "rows that follow one another tell"
    terms = sum(1 for end in ends if end is not None and end != FAR)
    least = 1 if _is_total(filled) else _LEAST_TERMS
    if told := _terms(starts, ends).decides(least, _MOST_OF_TERMS * terms):
        return told, "terms of whole months tell"
    return None


def _is_total(filled: Filled) -> bool:
    """Return whether amounts are totals of the terms: what is sold for a term has whole months in it."""
    column = filled.guess.columns.get("amount")
    return column is not None and says_total(column.header)


def _following(
    filled: Filled, keys: tuple[str, ...], starts: list[date | None], ends: list[date | None]
) -> tuple[Tally, int]:
    """Count ends that are the next start, and ends on the day before it, among rows of the same group."""
    there = [filled.values[key].to_pylist() for key in keys if key in filled]
    groups: dict[tuple[object, ...], list[tuple[date, date | None]]] = defaultdict(list)
    for row, (start, end) in enumerate(zip(starts, ends, strict=True)):
        if start is not None and there:
            groups[tuple(values[row] for values in there)].append((start, end))
    out = last = pairs = 0
    for rows in groups.values():
        ordered = sorted(rows, key=lambda row: row[0])
        for (begins, end), (start, _) in pairwise(ordered):
            # A row for no time, as of a fee, ends on its own start and so tells nothing of the next.
            if end is None or end in (FAR, begins):
                continue
            pairs += 1
            out += end == start
            last += end + timedelta(days=1) == start
    return Tally(out, last), pairs


def _terms(starts: list[date | None], ends: list[date | None]) -> Tally:
    """Count terms that are whole months read one way, and read the other."""
    out = last = 0
    for start, end in zip(starts, ends, strict=True):
        if start is None or end is None or end == FAR or end <= start:
            continue
        out += end.day == start.day
        last += (end + timedelta(days=1)).day == start.day
    return Tally(out, last)


def _question(filled: Filled, name: str, header: str) -> Question:
    mapping = filled.guess.mapping
    text = "no row tells whether these ends are the first day out or the last day in"
    return Question(
        "end-meaning",
        mapping.file or "",
        mapping.sheet,
        header,
        text,
        ("first_day_out", "last_day_in"),
        "ends",
        name,
        "first_day_out",
    )
