"""On random companies: any date and any filter says the same from tables kept for all dates and accounts.

Two witnesses: the same questions asked the ordinary way, each date and filter by itself with nothing kept;
and brute force over the rows of the accounts that are asked about. Equal means equal to the last quantum.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import Phase, assume, given, note, settings
from hypothesis import strategies as st

import brute
import brute_ahead
import strategies
from bookload.base.access import Access
from bookload.base.period import Month
from bookload.data.documents import Policy
from bookload.data.engine import connect
from bookload.metrics.books.shares import shares
from bookload.metrics.books.signs import signs
from bookload.metrics.ratios.ratios import ratios
from bookload.metrics.revenue.movements.bridges import AMOUNTS, MovementRow, movements
from bookload.metrics.revenue.movements.lines import account_lines
from bookload.metrics.revenue.retention.cohorts import CohortRow, cohorts
from bookload.metrics.revenue.retention.retention import RetentionRow, retention
from bookload.workspace import Workspace, memory

A_QUERY = strategies.at_once(12)
UNSHRUNK = (Phase.explicit, Phase.reuse, Phase.generate)
THROUGH = date(2026, 3, 20)
"""The last day that the data knows: later than most dates that are asked about."""


@dataclass(frozen=True)
class Question:
    """A date, and what accounts have to have on it; all of them if nothing."""

    as_of: date
    chosen: tuple[tuple[str, str], ...] = ()


class Asked:
    """Companies asked as one, under switches, and what is asked of them, in this order; long to show."""

    def __init__(
        self,
        companies: list[strategies.Tables],
        switches: strategies.Switches,
        questions: tuple[Question, ...],
    ) -> None:
        self.companies, self.switches, self.questions = companies, switches, questions
        self.tables = strategies.stacked(companies)

    def __repr__(self) -> str:
        return f"{len(self.companies)} companies under {self.switches}: {self.questions}"


month_ends = st.integers(2025 * 12 + 2, 2026 * 12).map(lambda ordinal: Month(ordinal).last_day)
days = st.one_of(month_ends, st.dates(date(2025, 3, 1), strategies.CLOSES), st.just(THROUGH))
some = st.tuples(st.sampled_from(["segment", "segment", "tier"]), st.sampled_from(["S", "L"]))


@st.composite
def asked(draw: st.DrawFn, *, more: bool = False) -> Asked:
    """Several companies; a day of all accounts and of some, and with `more` another day too.

    Without `more` they have subscriptions alone, about which a question is written in half the time.
    """
    companies = draw(st.lists(strategies.companies(), min_size=A_QUERY, max_size=A_QUERY))
    assume(any(company["subscriptions"] for company in companies))  # the simplest list tells nothing
    day, chosen = draw(days), draw(some) if more else ("segment", "S")  # few have a tier
    questions = [Question(day), Question(day, (chosen,))]
    if more:
        questions.append(Question(draw(days)))
    else:
        companies = [company | {"mrr_history": [], "invoice_lines": []} for company in companies]
    return Asked(companies, draw(strategies.switches()), tuple(questions))


def opened(asks: Asked, cache: Path | None) -> Workspace:
    """Open the company; what it makes is kept in a folder, or nowhere."""
    policy = Policy.model_validate({"revenue": asks.switches.revenue})
    company = memory(asks.tables, as_of=THROUGH, policy=policy).company
    return Workspace(replace(company, cache=cache), connect(), Access())


def at(company: Workspace, question: Question) -> Workspace:
    return company.on(question.as_of).seen_by(Access().choosing(question.chosen))


def witnessed(asks: Asked, question: Question) -> brute.Brute | None:
    """Return brute force over the accounts that are asked about alone; None where none has anything."""
    switches = replace(asks.switches, as_of=question.as_of)
    named = {"movements_by" if name == "movements" else name: value for name, value in vars(switches).items()}
    every = brute.Brute(asks.tables, **named)
    mine = {
        account
        for account in (str(row["account_id"]) for row in asks.tables["accounts"])
        if all(every.group(account, kind, question.as_of) == value for kind, value in question.chosen)
    }
    alone = {
        name: [row for row in rows if row.get("account_id", "") in mine or "account_id" not in row]
        for name, rows in asks.tables.items()
    }
    witness = brute.Brute(alone, **named)
    starts = [each.start for each in witness.periods.stretches] + [each[1] for each in witness.periods.others]
    return witness if min(starts, default=date.max) <= question.as_of else None


# ------------------------------------------------------------------------------------------ what is compared


@dataclass(frozen=True)
class Said:
    """What a reader is told that stands on tables by month; `more` what has no brute force here."""

    moved: list[MovementRow]
    kept: list[RetentionRow]
    cohorts: list[CohortRow]
    more: dict[str, object]


def said(reader: Workspace, *, more: bool) -> Said:
    first, last = reader.months[0], reader.months[-1]
    found: dict[str, object] = {}
    if more:
        found = {
            made.__name__: sorted(map(str, reader.collect(made(reader)).rows()))
            for made in (account_lines, shares)
        }
        found["signs"] = signs(reader, "segment", last - 2, last)
        found["retention of years"] = retention(reader, "year").rows
        found["ratios"] = None if reader.access.chosen else ratios(reader, "segment").rows
    return Said(
        list(movements(reader, "account", first, last)),
        list(retention(reader, "month", "segment")),
        list(cohorts(reader, "month")),
        found,
    )


def check_brute(reader: Workspace, told: Said, witness: brute.Brute) -> None:
    """Assert that movements, what is kept and cohorts are what brute force finds."""
    first, last = ((month.year, month.number) for month in (reader.months[0], reader.months[-1]))
    moved = {
        ((row.month.year, row.month.number), row.key): {name: getattr(row, name) for name in AMOUNTS}
        for row in told.moved
        if any(getattr(row, name) for name in AMOUNTS)
    }
    assert moved == witness.movements("account", first, last)
    for row in told.kept:
        if row.month.last_day <= reader.as_of and row.month > reader.months[0]:
            kept = (row.nrr, row.grr, row.logo_churn, row.opening_accounts)
            assert kept == witness.retention((row.month.year, row.month.number), 1, row.key)
    began = {
        account: month
        for row in witness.tables["accounts"]
        if (month := brute_ahead.cohort(witness, account := str(row["account_id"])))
    }
    for cell in told.cohorts:
        assert cell.cohort is not None
        of = cell.cohort.first
        members = {account: month for account, month in began.items() if month == (of.year, of.number)}
        here = (cell.month.year, cell.month.number)
        assert (cell.opening, cell.arr, cell.live) == brute_ahead.cohort_cell(witness, members, here)


def check(asks: Asked, *, more: bool = False) -> None:
    """Check companies as one, and if they fail one by one, to show the first that does."""
    try:
        check_questions(asks, more=more)
    except AssertionError:
        for company in asks.companies:
            alone = Asked([company], asks.switches, asks.questions)
            try:
                check_questions(alone, more=more)
            except AssertionError:
                note(f"{company}")
                raise
        raise


def check_questions(asks: Asked, *, more: bool) -> None:
    """Ask each question of tables that are kept, and hold the answers to both witnesses."""
    with TemporaryDirectory() as folder:
        ordinary, kept = opened(asks, None), opened(asks, Path(folder))
        for question in asks.questions:
            witness = witnessed(asks, question)
            if witness is None:
                continue
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr("bookload.metrics.revenue.periods.held.MANY", 0)
                reader = at(kept, question)
                found = said(reader, more=more)
                check_brute(reader, found, witness)
            assert found == said(at(ordinary, question), more=more), question


@settings(max_examples=1, phases=UNSHRUNK)
@given(asks=asked())
def test_any_date_and_any_filter_says_the_same_from_tables_kept_for_all(asks: Asked) -> None:
    check(asks)


@pytest.mark.prove
def test_dates_and_filters_of_hundreds_of_companies_say_the_same_from_tables_kept_for_all(promised) -> None:
    count = promised("random companies, dates and filters from tables kept for all", 500)

    @settings(max_examples=-(-count // A_QUERY), phases=UNSHRUNK)
    @given(asks=asked(more=True))
    def prove(asks: Asked) -> None:
        check(asks, more=True)

    prove()
