"""A board report in words and columns, the same on a terminal, on a page and on paper."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from bookload.base.money import QUANTA, half_away, split_exactly
from bookload.report.figures import annual, number, units
from bookload.report.page.figure import MINUS, signed
from bookload.report.page.front import MARKS, in_words, month_words
from bookload.report.page.grid import Grid
from bookload.report.topics.movements import BRIDGE

if TYPE_CHECKING:
    from bookload.metrics.ratios.since import AccountCause, HeadCause, Since
    from bookload.metrics.ratios.targets import Basis
    from bookload.report.board.board import Board, Figure
    from bookload.report.board.given import Given
    from bookload.report.board.planned import Hire, Planned

TITLE = "Board report"
LARGEST = 5
"""Accounts that are named one by one."""

LONGEST = 44
"""Characters of a name on the one page; the document has it whole."""

MOST_RULES = 4
MOST_MONTHS = 3
MOST_NAMES = 4

NO_PLAN = (
    "No plan was made. Ask whom to hire when and keep the answer: what it asks for stands here from then on."
)
NO_GIVEN = (
    "No board report was given out before this one. Give it out: the next one then tells what changed since, "
    "and why."
)
CAUSES: Mapping[str, str] = {
    "program": "another program, or other built-in rates",
    "policy": "policy and journey changed",
    "restated": "closed months restated",
    "gone": "restated, ruled or computed otherwise",
    "rates": "rates of another day",
    "moved": "moved; by which kind is not known",
    "new": "new accounts",
    "reactivation": "reactivation",
    "resumed": "resumed after a pause",
    "churn": "churn",
    "fx": "exchange rates",
    "transfer_in": "transfers in",
    "transfer_out": "transfers out",
    "joined": "joined",
    "ramped": "ramped",
    "back": "back from long leave",
    "left": "left",
    "leave": "on long leave",
    "hours": "other hours",
    "role": "other role",
    "revenue": "revenue",
    "people": "people",
}


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure: its label, how it reads now and read then (None is n/a), and what to note."""

    label: str
    value: str | None
    was: str | None
    compared: bool
    note: str
    name: str


@dataclass(frozen=True)
class Change:
    """What changed: a sentence, the causes in tables that add up, and what to know beside them."""

    lead: str
    arr: Grid | None = None
    ratio: Grid | None = None
    heads: Grid | None = None
    accounts: Grid | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Shown:
    """The whole report as text."""

    day: str
    mark: str
    verdict: str
    cells: tuple[Cell, ...]
    trend: Grid
    carried: Grid
    plan_lead: str
    plan: Grid | None
    change: Change


def shown(board: Board, currency: str) -> Shown:
    """Return a board report as text; amounts are in whole units of the currency."""
    mark, _ = MARKS[board.assessment.verdict.code]
    return Shown(
        day=in_words(board.as_of),
        mark=mark,
        verdict=board.assessment.verdict.words,
        cells=tuple(_cell(figure, currency, compared=board.given is not None) for figure in board.figures),
        trend=_trend(board, currency),
        carried=_carried(board, currency),
        plan_lead=NO_PLAN if board.plan is None else _plan_lead(board.plan),
        plan=_hires(board.plan.hires) if board.plan and board.plan.hires else None,
        change=_change(board, currency),
    )


def _cell(figure: Figure, currency: str, *, compared: bool) -> Cell:
    return Cell(
        label=figure.label,
        value=signed(figure.text(figure.value, currency)),
        was=signed(figure.text(figure.was, currency)),
        compared=compared and figure.kept,
        note=figure.note,
        name=figure.name,
    )


def _trend(board: Board, currency: str) -> Grid:
    """Return a year of months: what moved ARR, each month from the close of the one before.

    What moved in the first month that the data knows is not known; what there is at its end is.
    """
    names = [
        name
        for name in BRIDGE
        if name == "closing" or (name != "opening" and any(getattr(row, name) for row in board.bridge.rows))
    ]
    known = {row.month: row.arr for row in board.trend}
    rows = tuple(
        (
            month_words(row.month),
            *(signed(annual(getattr(row, name), currency)) for name in names[:-1]),
            annual(known.get(row.month), currency),
        )
        for row in board.bridge.rows
    )
    return Grid(("month", *("ARR" if name == "closing" else name.replace("_", " ") for name in names)), rows)


def _carried(board: Board, currency: str) -> Grid:
    """Return a year of months: how many CSMs count, and what each carries."""
    covered = board.assessment.basis == "covered"
    rows = tuple(
        (
            month_words(row.month),
            number(row.csms),
            units(row.covered_arr_per_csm if covered else row.arr_per_csm, currency),
            number(row.accounts_per_csm),
        )
        for row in board.trend
    )
    return Grid(("month", "CSMs", "ARR per CSM", "accounts per CSM"), rows)


# ------------------------------------------------------------------------------------------------ the plan


def _plan_lead(plan: Planned) -> str:
    asked = sum(hire.heads for hire in plan.hires)
    who = f"{asked} {'head' if asked == 1 else 'heads'} to hire" if asked else "nobody to hire"
    safe = "" if plan.held else "; the level of cover is missed in a month that no hire can help any more"
    called = f" ({plan.name})" if plan.name else ""
    return f"Planned as of {in_words(plan.as_of)}{called}, through {month_words(plan.last)}: {who}{safe}."


def _hires(hires: Sequence[Hire]) -> Grid:
    rows = tuple(
        (month_words(hire.starts), hire.role.replace("_", " "), str(hire.heads), month_words(hire.opens))
        for hire in sorted(hires, key=lambda each: (each.starts, each.role))
    )
    return Grid(("starts in", "role", "heads", "search opens"), rows, words=2)


# ------------------------------------------------------------------------------------- what changed and why


def _change(board: Board, currency: str) -> Change:
    given, since = board.given, board.since
    if given is None:
        return Change(NO_GIVEN)
    if since is None:
        return Change(
            f"{_lead(given)} What it stated cannot be told of today's data.", notes=tuple(_rules(board))
        )
    day = in_words(given.as_of)
    ends = (since.before, since.after)
    arr = _bridge(
        f"stated for {day}",
        (Fraction(ends[0].arr, QUANTA), Fraction(ends[1].arr, QUANTA)),
        [(CAUSES.get(each.name, each.name), Fraction(each.arr, QUANTA)) for each in since.arr],
        f"ARR {currency}",
    )
    before, after = (each.ratio(since.basis) for each in ends)
    ratio = (
        _bridge(
            f"stated for {day}",
            (before, after),
            [(_side(each.name, since.basis), each.amount) for each in since.ratio],
            f"ARR per CSM, {currency}",
        )
        if since.ratio is not None and before is not None and after is not None
        else None
    )
    return Change(
        lead=_lead(given),
        arr=arr,
        ratio=ratio,
        heads=_heads(since, day),
        accounts=_accounts(board, since, currency),
        notes=tuple(_notes(board, since, currency)),
    )


def _side(name: str, basis: Basis) -> str:
    """Return what changed the ratio; where pools carry accounts, revenue is what CSMs who count own of it."""
    return "ARR that CSMs own" if name == "revenue" and basis == "covered" else CAUSES[name]


def _lead(given: Given) -> str:
    note = f" ({given.note})" if given.note else ""
    return f"Since the report of {in_words(given.as_of)}{note}, given out on {in_words(given.at.date())}."


def _bridge(
    opening: str,
    ends: tuple[Fraction, Fraction],
    causes: Sequence[tuple[str, Fraction]],
    column: str,
    *,
    places: int = 0,
) -> Grid:
    """Return what leads from one figure to another, rounded such that what is shown adds up."""
    first, last = (_whole(end, places) for end in ends)
    parts = split_exactly(last - first, [_whole(amount, places) for _, amount in causes])
    rows = (
        (opening, _number(first, places)),
        *((name, _plus(part, places)) for (name, _), part in zip(causes, parts, strict=True)),
        ("now", _number(last, places)),
    )
    return Grid(("", column), rows)


def _whole(value: Fraction, places: int) -> int:
    return half_away(value.numerator * 10**places, value.denominator)


def _number(value: int, places: int) -> str:
    return str(signed(number(Fraction(value, 10**places), places)))


def _plus(value: int, places: int) -> str:
    return _number(value, places) if value < 0 else f"+{_number(value, places)}"


def _heads(since: Since, day: str) -> Grid:
    causes = [(_reason(each), each.csms) for each in since.heads]
    return _bridge(f"stated for {day}", (since.before.csms, since.after.csms), causes, "CSMs", places=2)


def _reason(cause: HeadCause) -> str:
    words = CAUSES[cause.name]
    if cause.people is None:
        return words
    return f"{cause.people} {'person' if cause.people == 1 else 'people'}: {words}"


def _accounts(board: Board, since: Since, currency: str) -> Grid | None:
    """Return the accounts that moved most, and all others in one, which adds up to the movements."""
    if not since.moved:
        return None
    largest, rest = since.moved[:LARGEST], since.moved[LARGEST:]
    total = sum(each.arr for each in since.moved)
    named = [(_name(board, each), each.name.replace("_", " "), each.arr) for each in largest]
    if rest:
        named.append((f"{len(rest):,} others", "", sum(each.arr for each in rest)))
    amounts = [_whole(Fraction(arr, QUANTA), 0) for *_, arr in named]
    parts = split_exactly(_whole(Fraction(total, QUANTA), 0), amounts)
    rows = [(name, kind, _plus(part, 0)) for (name, kind, _), part in zip(named, parts, strict=True)]
    rows.append(("all that accounts did", "", _plus(sum(parts), 0)))
    return Grid(("account", "mostly", f"ARR {currency}"), tuple(rows), words=2)


def _name(board: Board, cause: AccountCause) -> str:
    name = board.names.get(cause.account_id, cause.account_id)
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…"


def _notes(board: Board, since: Since, currency: str) -> Iterator[str]:
    if since.months:
        months = _some(
            (f"{month_words(month)} {_amount(arr, currency)}" for month, arr in since.months), MOST_MONTHS
        )
        yield f"Closed months whose ARR was restated: {months}."
    if since.restated:
        names = _some(
            (f"{_name(board, each)} {_amount(each.arr, currency)}" for each in since.restated), MOST_MONTHS
        )
        yield f"Restated on the day of that report: {names}."
    if board.people is not None and since.people:
        who = (
            f"{board.people.get(each.person_id, each.person_id)} {CAUSES[each.name]}" for each in since.people
        )
        yield f"People: {_some(who, MOST_NAMES)}."
    yield from _rules(board)
    if any(each.name == "gone" for each in since.arr):
        yield "The snapshot of that report is gone, so restatements, rules and program cannot be told apart."


def _rules(board: Board) -> Iterator[str]:
    if board.rules:
        yield f"The documents say otherwise: {_some(board.rules, MOST_RULES)}."


def _amount(quanta: int, currency: str) -> str:
    text = annual(quanta, currency) or ""
    return text.replace("-", MINUS, 1) if quanta < 0 else f"+{text}"


def _some(words: Iterable[str], most: int) -> str:
    """Return words one after the other, those beyond `most` as a number."""
    listed = [word if len(word) <= 2 * LONGEST else f"{word[: 2 * LONGEST - 1]}…" for word in words]
    more = f"; and {len(listed) - most} more" if len(listed) > most else ""
    return "; ".join(listed[:most]) + more
