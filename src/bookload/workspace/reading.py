"""A company's data at one snapshot, as one reader sees it on one date: the only way to rows."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date
from functools import cached_property
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any, get_args

import ibis
import pyarrow as pa
import pyarrow.parquet as pq

from bookload.base.access import Access, Right
from bookload.base.errors import AccessDeniedError, WorkspaceError
from bookload.base.period import Month, months
from bookload.base.result import Rows
from bookload.data.engine import Live, declare_unique, fingerprint, rows_of, write_rows
from bookload.data.reader import Collected
from bookload.data.tables import contract, table_names, unbound
from bookload.metrics.books.book import Book, book
from bookload.metrics.books.movements import by_person
from bookload.metrics.books.renewals import OwnerRenewals, owned_renewals
from bookload.metrics.books.retention import BookRetentionRow, book_retention
from bookload.metrics.books.signs import Signs, signs
from bookload.metrics.books.since import Since, since
from bookload.metrics.effort.contact import last_contacts
from bookload.metrics.effort.effort import Effort, effort
from bookload.metrics.effort.sides import SideRow, side_rows
from bookload.metrics.effort.team_time import TimeBook
from bookload.metrics.ratios.benchmarks import ALL_GRADES, SHOWN
from bookload.metrics.ratios.ratios import By as RatioBy
from bookload.metrics.ratios.ratios import RatioRow, ratios
from bookload.metrics.revenue.committed import Change, Committed, committed, committed_changes
from bookload.metrics.revenue.concentration import TOPS, Concentration, concentration
from bookload.metrics.revenue.movements.bridges import Movements, movements
from bookload.metrics.revenue.movements.sub_kinds import SubKindRow, sub_kinds
from bookload.metrics.revenue.rates.conversion import convert
from bookload.metrics.revenue.rates.exchange import read_rates
from bookload.metrics.revenue.renewals import Renewals, renewals
from bookload.metrics.revenue.retention.cohorts import Cohorts, cohorts
from bookload.metrics.revenue.retention.retention import RetentionRow, retention
from bookload.metrics.team.pay import PayBook
from bookload.planning.capacity import Capacity, PersonLoad, capacity
from bookload.planning.cost import Costs, costs
from bookload.planning.forecast import Choice, Forecast, forecast
from bookload.planning.journey import head_weights
from bookload.planning.journey.calibration import Calibration, calibrate
from bookload.planning.journey.spans import stage_spans
from bookload.planning.plan.sizing import Sizing, sizing
from bookload.report.answer import Answer, answer
from bookload.report.document import Head
from bookload.report.explain import Explanation, explain
from bookload.report.monday import Monday, monday
from bookload.report.topics.book import PersonPage
from bookload.workspace.cached import cached
from bookload.workspace.chosen import NONE, OfAllAccountsError, chosen_accounts
from bookload.workspace.company import Company, Facts
from bookload.workspace.overlaid import overlaid
from bookload.workspace.sight import access_to, limited, names_read, rights_needed

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping, Sequence
    from fractions import Fraction

    import ibis.expr.types as ir

    from bookload.base.progress import Progress
    from bookload.data.documents import Journey, Policy
    from bookload.data.engine import Engine, OfPeriods, Source
    from bookload.data.snapshots import Manifest
    from bookload.planning.balance import Ask, Proposal
    from bookload.planning.impact import Contact, Impacts
    from bookload.planning.plan.hiring import HiringPlan
    from bookload.planning.plan.levers import LeverPlan
    from bookload.planning.plan.scenarios import Broken, Comparison, WhatIf
    from bookload.workspace.balancing import How

MONTHS_AHEAD = 5
"""Months after that of the date that loads of people are shown for."""

for _name in table_names():
    if contract(_name).key:
        declare_unique(_name, frozenset(contract(_name).key))


class Workspace:
    """A `Reader` over a company; see `bookload.data.reader.Reader` for what each member promises."""

    def __init__(
        self,
        company: Company,
        engine: Engine,
        access: Access,
        as_of: date | None = None,
        facts: Facts | None = None,
    ) -> None:
        """Look at a company as somebody, on a date; `as_of` defaults to data through."""
        self.company = company
        self.access = access_to(access, engine, company.sources)
        self.as_of = as_of or company.data_through
        self.data_through = company.data_through
        self.policy = company.policy
        self.journey = company.journey
        self.known_from = company.known_from
        self._engine = engine
        self.facts = facts or Facts()
        self._derived = self.facts.derived
        self.asked_about: pa.Table | None = None
        self._chosen: ir.Table | None = None
        self.answered: dict[Hashable, Any] = {}

    def on(self, as_of: date) -> Workspace:
        """Return the same company, seen by the same reader, on another date."""
        return Workspace(self.company, self._engine, self.access, as_of)

    @cached_property
    def latest(self) -> Workspace | None:
        """The same reader on the last day that the data knows; see `Reader.latest`."""
        if self.as_of >= self.data_through or not self.access.sees_all_rows or self.access.chosen:
            return None
        return Workspace(self.company, self._engine, self.access, facts=Facts(self._derived))

    def seen_by(self, access: Access) -> Workspace:
        """Return the same company as another reader sees it."""
        return Workspace(self.company, self._engine, access, self.as_of)

    def at(self, snapshot: str) -> Workspace:
        """Return the same company at another snapshot, for the same reader, date and policy.

        Raises `WorkspaceError` for a snapshot that is not kept, or where none are.
        """
        if snapshot == self.company.snapshot:
            return self
        if self.company.earlier is None:
            raise WorkspaceError("there are no snapshots to compare with: the rows are read where they are")
        company = replace(self.company.earlier(snapshot), policy=self.policy)
        return Workspace(company, self._engine, self.access, self.as_of)

    def under(self, policy: Policy) -> Workspace:
        """Return the same company under another policy."""
        return Workspace(replace(self.company, policy=policy), self._engine, self.access, self.as_of)

    def along(self, journey: Journey) -> Workspace:
        """Return the same company along another journey."""
        company = replace(self.company, journey=journey)
        return Workspace(company, self._engine, self.access, self.as_of, self.facts)

    def with_rows(self, changes: Mapping[str, Sequence[Mapping[str, object]]]) -> Workspace:
        """Return the same company with rows of its team or pay changed or added; nothing of it is kept."""
        sources = overlaid(self._engine, self.company.sources, changes)
        company = replace(self.company, sources=sources, cache=None)
        return Workspace(company, self._engine, self.access, self.as_of)

    @cached_property
    def months(self) -> Sequence[Month]:
        """The months from the first that the data knows of to that of `as_of`."""
        last = Month.of(self.as_of)
        if self.facts.first_month is None:
            known = self.known_from
            self.facts.first_month = Month.of(known) if known else self._first_month(last)
        first = self.facts.first_month
        return tuple(months(min(first, last), last))

    def _first_month(self, last: Month) -> Month:
        begins = {"subscriptions": "start_date", "invoice_lines": "period_start", "mrr_history": "month"}
        found = [
            self.collect(unbound(table).aggregate(first=unbound(table)[column].min())).rows()[0]["first"]
            for table, column in begins.items()
            if isinstance(self.company.sources.get(table), Live) or self.has(table)
        ]
        firsts = [
            Month.of(each) if isinstance(each, date) else Month(each)  # type: ignore[arg-type]
            for each in found
            if each is not None
        ]
        return min(firsts, default=last)

    def has(self, table: str) -> bool:
        """Return whether a table has any rows."""
        return bool(self.size(table))

    def size(self, table: str) -> int:
        """Return how many rows a table has; of live ones, how many the reader may see."""
        source = self.company.sources.get(table)
        if source is None:
            return 0
        if isinstance(source, Live):
            rows = unbound(table)
            found = self.collect(rows.aggregate(rows=rows.count())).table
            return int(found["rows"][0].as_py())
        return int(source.num_rows if isinstance(source, pa.Table) else pq.read_metadata(source).num_rows)

    def collect(self, expr: ir.Table, known_as: OfPeriods | None = None) -> Collected:
        """Return an expression's rows; see `Reader.collect`."""
        needed = rights_needed(expr)
        self.access.demand(needed, "this figure")
        seen = self._seen(expr)
        if known_as is not None:
            known_as = known_as.each(self._seen)
        sources = {**self.company.sources, **self._derived}
        return Collected(rows_of(self._engine, seen, sources, known_as), needed)

    def _seen(self, expr: ir.Table) -> ir.Table:
        """Return an expression over what the reader may see and asks about."""
        return limited(expr, self.access, self.as_of, self._chosen_accounts())

    def _chosen_accounts(self) -> ir.Table | None:
        """Return the accounts that are asked about; None for all that the reader may see."""
        if self.access.chosen and self._chosen is None:
            if self.asked_about is None:
                self.asked_about = chosen_accounts(self.of_all_accounts(), self.access.chosen)
            self._chosen = self.given("chosen_accounts", self.asked_about, frozenset({"account_id"}))
        return self._chosen

    def of_all_accounts(self) -> Workspace:
        """Return the same company for the same reader, of all accounts that they may see."""
        return self.seen_by(self.access.choosing(()))

    def demand_all_accounts(self, what: str) -> None:
        """Raise `OfAllAccountsError` where some accounts alone are asked about: not all of the work."""
        if self.access.chosen:
            raise OfAllAccountsError(
                f"{what} would be set against the whole team, whose work is all accounts; "
                "take the filter off (only.…)"
            )

    def cube(
        self,
        name: str,
        expr: ir.Table,
        unique: frozenset[str] = frozenset(),
        known_as: OfPeriods | None = None,
    ) -> ir.Table:
        """Return a table with the expression's rows, kept between calls; see `Reader.cube`."""
        needed = rights_needed(expr)
        if needed:
            raise AccessDeniedError(f"'{name}' may not be kept: it needs {', '.join(sorted(needed))}")
        kept = self._kept_of_all(name, expr)
        if kept is not None:
            return self._of_chosen(kept, expr, unique)
        key = f"{name}_{fingerprint(expr)}"
        if key not in self._derived:
            shared = self.access.sees_all_rows and not self.access.chosen and not names_read(expr)
            self._derived[key] = (
                self._shared(key, expr, known_as) if shared else self.collect(expr, known_as).table
            )
        if unique:
            declare_unique(key, unique)
        return ibis.table(expr.schema(), name=key)

    def _kept_of_all(self, name: str, expr: ir.Table) -> Path | None:
        """Return where rows of all accounts are kept that some of them are asked about; None if nowhere.

        What has an account in each row is made account by account, so that those of some are rows of it. It
        is found by how it is made of all accounts, though what it stands on may be of some already.
        """
        if not self.access.chosen or not self.access.sees_all_rows or self.company.cache is None:
            return None
        if "account_id" not in expr.columns or names_read(expr):
            return None
        of_all = expr.op().replace(self.facts.taken_from).to_expr() if self.facts.taken_from else expr
        path = self.company.cache / f"{name}_{fingerprint(of_all)}.parquet"
        return path if path.exists() else None

    def _of_chosen(self, kept: Path, expr: ir.Table, unique: frozenset[str]) -> ir.Table:
        """Return the rows of the accounts that are asked about, of those kept of all."""
        chosen, name = self._chosen_accounts(), f"all_{kept.stem}"
        self._derived[name] = kept
        if unique:
            declare_unique(name, unique)
        rows = ibis.table(expr.schema(), name=name)
        if chosen is None:
            return rows
        some = rows.filter(rows.account_id.isin(chosen.account_id))
        self.facts.taken_from[some.op()] = ibis.table(expr.schema(), name=kept.stem).op()
        return some

    def _shared(self, key: str, expr: ir.Table, known_as: OfPeriods | None) -> Source:
        """Return where the rows are that every reader of all rows may have; computed if they are nowhere."""

        def write(path: Path) -> None:
            if known_as is None:
                write_rows(self._engine, self._seen(expr), {**self.company.sources, **self._derived}, path)
            else:
                pq.write_table(self.collect(expr, known_as).table, path)

        there = cached(self.company.cache, key, write)
        return self.collect(expr, known_as).table if there is None else there

    def given(self, name: str, table: pa.Table, unique: frozenset[str] = frozenset()) -> ir.Table:
        """Return an unbound table standing for rows computed in Python; see `Reader.given`."""
        sink = pa.BufferOutputStream()
        with pa.ipc.new_stream(sink, table.schema) as stream:
            stream.write_table(table.combine_chunks())
        key = f"{name}_{hashlib.sha256(sink.getvalue()).hexdigest()[:16]}"
        self._derived[key] = table
        if unique:
            declare_unique(key, unique)
        return ibis.table(ibis.Schema.from_pyarrow(table.schema), name=key)

    def pay(self) -> PayBook:
        """Return the dated pay of everybody, sealed."""
        rates = read_rates(self)
        rows = self._engine.run(unbound("pay"), self.company.sources).to_pylist()
        return PayBook.of(
            self.access, rows, lambda micros, currency, day: convert(micros, currency, day, rates)
        )

    def time(self, cells: ir.Table) -> TimeBook:
        """Return minutes of single people, sealed; see `Reader.time`."""
        self.access.demand({Right.ALL_ROWS} | (rights_needed(cells) - {Right.TIME_PERSON}), "the team's time")
        self.demand_all_accounts("the team's time")
        sources = {**self.company.sources, **self._derived}
        return TimeBook(rows_of(self._engine, self._seen(cells), sources, None))

    @property
    def head(self) -> Head:
        """What every document about this workspace begins with."""
        company = self.company
        return Head(
            company.name,
            company.snapshot,
            self.as_of,
            self.policy.company.currency,
            self.policy.revenue.profile,
            company.findings,
            dict(self.access.chosen),
        )

    @property
    def manifest(self) -> Manifest | None:
        """What the snapshot says of itself; None for a company in memory."""
        return self.company.manifest

    @property
    def documents(self) -> Mapping[str, str]:
        """The sha256 of the policy and the journey that figures are computed under, by name."""
        return self.company.documents

    def movements(self, by: str, first: Month, last: Month) -> Movements:
        """Return the bridges from opening to closing MRR; `by` as in revenue's `By`, or `person`."""
        if by == "person":
            self.access.demand({Right.PERSON_NAMES}, "movements by person")
            return by_person(self, first, last)
        return movements(self, by, first, last)  # type: ignore[arg-type]  # checked there

    def sub_kinds(self, by: str, first: Month, last: Month) -> Rows[SubKindRow]:
        """Return what expansion, contraction and churn are made of; `by` as in revenue's `sub_kinds`."""
        return sub_kinds(self, by, first, last)  # type: ignore[arg-type]  # checked there

    def retention(self, period: str = "year", by: str | None = None) -> Rows[RetentionRow]:
        """Return NRR, GRR and logo churn by month; `period` and `by` as in revenue's `retention`."""
        return retention(self, period, by)  # type: ignore[arg-type]  # checked there

    def book_retention(self, period: str = "year") -> Rows[BookRetentionRow]:
        """Return NRR, GRR and logo churn of every book by month; needs the right to names."""
        self.access.demand({Right.PERSON_NAMES}, "retention by person")
        return book_retention(self, period)  # type: ignore[arg-type]  # checked there

    def cohorts(self, grain: str = "month", only: tuple[str, str] | None = None) -> Cohorts:
        """Return the accounts by the month, quarter or year of their first MRR, followed from there on."""
        return cohorts(self, grain, only)  # type: ignore[arg-type]  # checked there

    def concentration(
        self,
        first: Month | None = None,
        last: Month | None = None,
        tops: Sequence[int] = TOPS,
        of: str = "family",
    ) -> Concentration:
        """Return the share of ARR that the largest accounts have; as revenue's `concentration`."""
        return concentration(self, first, last, tops, of)  # type: ignore[arg-type]  # checked there

    def renewals(self, months_ahead: int = 12) -> tuple[Renewals, tuple[OwnerRenewals, ...] | None]:
        """Return what is due for renewal, and by owner for readers with the right to names (else None)."""
        if self.access.allows(Right.PERSON_NAMES):
            return owned_renewals(self, months_ahead)
        return renewals(self, months_ahead), None

    def committed(self, by: str | None = None, months_ahead: int = 12) -> Committed:
        """Return committed ARR on `as_of` and at coming month ends; `by` as in revenue's `committed`."""
        return committed(self, by, months_ahead)  # type: ignore[arg-type]  # checked there

    def committed_changes(self) -> Rows[Change]:
        """Return the known changes ahead that committed ARR opens to."""
        return committed_changes(self)

    def signs(self, by: str, first: Month, last: Month) -> Signs:
        """Return what turned from first to last month; needs all rows, by person the right to names."""
        return signs(self, by, first, last)  # type: ignore[arg-type]  # checked there

    def ratios(self, by: str = "company") -> Rows[RatioRow]:
        """Return ARR per CSM and its relatives by month and group; needs all rows.

        Of accounts chosen by one group alone it is the row of that group among all others, since that is
        what heads are split by; raises `OfAllAccountsError` for others.
        """
        if self.access.chosen:
            return self._ratios_of_chosen(by)
        weights = None if by in ("company", "team") else head_weights(self, self.months)
        return ratios(self, by, weights)  # type: ignore[arg-type]  # checked there

    def _ratios_of_chosen(self, by: str) -> Rows[RatioRow]:
        ((name, value), *more) = self.access.chosen
        if more or name not in get_args(RatioBy) or by not in ("company", name):
            self.demand_all_accounts("a ratio to heads, but of one segment, tier, touch model or region,")
        everything = self.of_all_accounts().ratios(name)
        group = "" if value == NONE else value
        return Rows(tuple(row for row in everything if row.group == group), everything.needs)

    def capacity(self, months_ahead: int = 3, first: Month | None = None) -> Capacity:
        """Return demand, supply and required heads, from `first` (as_of's month) on; needs all rows."""
        self.demand_all_accounts("hours and heads")
        return capacity(self, months_ahead, first=first)

    def costs(self, by: str = "segment", first: Month | None = None, last: Month | None = None) -> Costs:
        """Return what the team's capacity costs, and who takes it; `by` as in planning's `costs`."""
        self.demand_all_accounts("what it costs to serve")
        return costs(self, by, first, last)  # type: ignore[arg-type]  # checked there

    def effort(self) -> Effort:
        """Return where the hours go, by the log; that of single people needs the right to it."""
        self.demand_all_accounts("where the hours go")
        return effort(self, stage_spans(self))

    def effort_by(self, side: str) -> Rows[SideRow]:
        """Return minutes by a side, as effort's `Side`; needs the right to the time of single people."""
        self.demand_all_accounts("where the hours go")
        return side_rows(self, side, stage_spans(self))  # type: ignore[arg-type]  # checked there

    def calibration(self, drivers: Sequence[str] = (), progress: Progress | None = None) -> Calibration:
        """Return what the log tells of the journey's minutes; needs all rows and people's time."""
        self.demand_all_accounts("minutes learnt from the log")
        self.access.demand({Right.ALL_ROWS}, "calibration")
        return calibrate(self, drivers, progress)

    def levers(
        self,
        budget: Fraction | None = None,
        role: str | None = None,
        progress: Progress | None = None,
    ) -> LeverPlan:
        """Return the best set of levers under a budget, of the company's or the default ones; all rows."""
        self.demand_all_accounts("what to change")
        from bookload.planning.plan.levers import lever_plan  # noqa: PLC0415 - a solver: slow to load

        return lever_plan(self, self.company.levers, budget=budget, role=role, progress=progress)

    def forecast(
        self,
        months_ahead: int | None = None,
        method: Choice | None = None,
        draws: int | None = None,
        progress: Progress | None = None,
    ) -> Forecast:
        """Return what may come of accounts, ARR, hours and heads; needs all rows."""
        self.demand_all_accounts("what may come")
        return forecast(self, months_ahead, method=method, draws=draws, progress=progress)

    def compare(
        self,
        what_ifs: Sequence[WhatIf],
        months: int = 12,
        progress: Progress | None = None,
        broken: Sequence[Broken] | None = None,
    ) -> Comparison:
        """Return scenarios beside the company as it is, and what drives each difference; all rows."""
        self.demand_all_accounts("scenarios")
        from bookload.planning.plan.scenarios import compare  # noqa: PLC0415 - nor what what-ifs load

        return compare(
            self, what_ifs, months=months, own=self.company.levers, progress=progress, broken=broken
        )

    def plan(self, months_ahead: int | None = None, progress: Progress | None = None) -> HiringPlan:
        """Return whom to hire in the months ahead, and how safe that is; needs all rows."""
        self.demand_all_accounts("whom to hire when")
        from bookload.planning.plan.hiring import plan  # noqa: PLC0415 - a solver: slow to load

        return plan(self, months_ahead, progress)

    def impact(
        self, intervention: str | None = None, months: int = 6, progress: Progress | None = None
    ) -> Impacts:
        """Return what an intervention did to MRR, or each of them, over months from its start; all rows."""
        self.demand_all_accounts("the effect of an intervention")
        from bookload.planning.impact import impact  # noqa: PLC0415 - statistics: slow to load

        return impact(self, intervention, after=months, progress=progress)

    def contact(self) -> Contact:
        """Return what MRR does after contact, by lag, account and owner; needs all rows."""
        self.demand_all_accounts("contact and revenue")
        from bookload.planning.impact import contact  # noqa: PLC0415 - statistics: slow to load

        return contact(self)

    def balance(
        self,
        ask: Ask | None = None,
        how: How | None = None,
        now: Callable[[], float] = monotonic,
        progress: Progress | None = None,
    ) -> Proposal:
        """Return which accounts should move to whom; needs all rows, names, and the time of single people."""
        self.demand_all_accounts("the books of everybody")
        from bookload.planning.balance import Ask  # noqa: PLC0415 - compiled loops: slow to load
        from bookload.workspace.balancing import How, balance  # noqa: PLC0415

        return balance(self, ask or Ask(), how or How(), now, progress)

    def sizing(self, *, aggregators: bool = False) -> Sizing:
        """Return what published figures imply beside what the work asks for, and why; needs all rows."""
        self.demand_all_accounts("top-down and bottom-up")
        return sizing(self, grades=ALL_GRADES if aggregators else SHOWN)

    def monday(self) -> Monday:
        """Return what is worth a look this week; of one book, what is in it, and its owner's load."""
        found = monday(self)
        if self.access.sees_all_rows or self.access.chosen or not self.access.allows(Right.TIME_PERSON):
            return found
        ahead = self.loads(self.policy.monday.months_ahead, Month.of(self.as_of) + 1) or ()
        return replace(found, loads=tuple(load for load in ahead if load.load in {"tight", "overload"}))

    def since(self, day: date, snapshot: str | None = None, told: int | None = None) -> Since:
        """Return what changed since a day, at a snapshot of then; `told` as in books' `since`.

        Accounts that are chosen are those of now, whatever they were on that day.
        """
        same = self.on(day)
        at = self if snapshot is None else self.at(snapshot)
        then = same if at is self else at.on(day)
        self._chosen_accounts()
        same.asked_about = then.asked_about = self.asked_about
        return since(then, same, self, told)

    def loads(
        self, months_ahead: int = MONTHS_AHEAD, first: Month | None = None
    ) -> tuple[PersonLoad, ...] | None:
        """Return the hours asked of each person whose book the reader sees, by month; None without the right.

        What is asked of somebody is known from the work of all; of it a reader of few books sees their own.
        """
        self.access.demand({Right.PERSON_NAMES}, "the load of people")
        self.demand_all_accounts("the load of people")
        if not self.access.allows(Right.TIME_PERSON):
            return None
        found = capacity(self.seen_by(Access()), months_ahead, first=first).people or ()
        everybody = self.access.sees_all_rows
        return tuple(load for load in found if everybody or load.person_id in self.access.people)

    def report(self) -> Answer:
        """Return the one-page answer; needs all rows."""
        self.demand_all_accounts("the report")
        self.access.demand({Right.ALL_ROWS}, "the report")
        return answer(self)

    def book(self, owner: str, month: Month | None = None) -> Book:
        """Return what a person or pool carries, at the end of a month; needs the right to names."""
        self.access.demand({Right.PERSON_NAMES}, "a person's book")
        return book(self, owner, month)

    def person(self, owner: str, month: Month | None = None) -> PersonPage:
        """Return what a person or pool carries, their load, what is due of it and who was spoken to when."""
        found = self.book(owner, month)
        mine = {account.account_id for account in found.accounts}
        due, _ = self.renewals()
        told = not self.access.chosen and self.access.allows(Right.TIME_PERSON)
        loads = self.loads(MONTHS_AHEAD, min(found.month, Month.of(self.as_of))) if told else None
        return PersonPage(
            found,
            None if loads is None else tuple(load for load in loads if load.person_id == owner),
            tuple(row for row in due.rows if row.account_id in mine),
            last_contacts(self) if self.has("activities") else None,
        )

    def explain(self, metric: str, subject: str | None = None) -> Explanation:
        """Return a figure opened down to its rows."""
        return explain(self, metric, subject, self.company.levers)
