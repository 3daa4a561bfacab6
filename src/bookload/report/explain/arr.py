"""ARR and MRR: the rows in force, what each is worth a year, and at which rate."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from bookload.base import money
from bookload.base.period import FAR, Month
from bookload.data.engine import whole
from bookload.data.once import once
from bookload.data.tables import unbound
from bookload.metrics.revenue.monthly import month_of
from bookload.metrics.revenue.periods.held import held_periods
from bookload.metrics.revenue.rates.conversion import factors, month_factors
from bookload.report.document import arr_text, mrr_text
from bookload.report.explain.explanation import Explanation, Step

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from bookload.data.reader import Reader

DEFINITION = (
    "What the subscriptions in force at the end of the day bring in a year if nothing changes: recurring "
    "rows "
    "in a status that counts, each as a yearly amount, in the workspace's currency at the day's rate."
)
COLUMNS = ("account_id", "subscription_id", "line_id", "product", "start_date", "end_date", "currency")


@once
def arr(reader: Reader, subject: str | None) -> Explanation:
    """Return ARR of the company, or of the account `subject`, opened down to its subscription rows."""
    rows = _rows(reader, subject)
    total = sum(int(row["arr"]) for row in rows)  # type: ignore[call-overload]
    return Explanation(
        "arr", subject, arr_text(total), DEFINITION, "Σ annual × rate", _steps(reader, rows, subject, total)
    )


def mrr(reader: Reader, subject: str | None) -> Explanation:
    """Return MRR, which is ARR / 12."""
    opened = arr(reader, subject)
    total = sum(int(row["arr"]) for row in _rows(reader, subject))  # type: ignore[call-overload]
    divided = Step(f"MRR is ARR / 12: {opened.value} / 12", total=mrr_text(total))
    return Explanation("mrr", subject, mrr_text(total), DEFINITION, "ARR / 12", (*opened.steps, divided))


def accounts(reader: Reader, subject: str | None) -> Explanation:
    """Return the live accounts, each with the ARR that makes it one."""
    worth: dict[str, int] = {}
    live = set()
    for row in _rows(reader, subject):
        account, amount = str(row["account_id"]), int(row["arr"])  # type: ignore[call-overload]
        worth[account] = worth.get(account, 0) + amount
        live |= {account} if amount > 0 else set()
    currency = reader.policy.company.currency.lower()
    step = Step(
        text=f"{len(live)} accounts with a row in force at the end of {reader.as_of} that is worth something",
        columns=("account_id", f"arr_{currency}"),
        rows=tuple(
            (account, arr_text(worth[account]))
            for account in sorted(live, key=lambda key: (-worth[key], key))
        ),
        source=price_table(reader),
        total=f"{len(live)}",
    )
    meaning = "The customers that pay something recurring at the end of the day."
    return Explanation(
        "accounts", subject, f"{len(live)}", meaning, "accounts with any row in force > 0", (step,)
    )


def in_force(reader: Reader) -> ir.Table:
    """Return the price periods in force on the day of `as_of`, with `arr` in quanta."""
    month = Month.of(reader.as_of).ordinal
    rows = held_periods(reader)
    held = rows.filter(~rows.paused, month_of(rows.start_date) <= month, month_of(rows.end_date) > month)
    rates = factors(reader)
    rated = held.join(rates.filter(rates.month == month), "currency")
    return rated.mutate(arr=rated.annual * rated.factor * whole(money.SHARE_ONE))


@once
def _rows(reader: Reader, subject: str | None) -> list[dict[str, object]]:
    rows = in_force(reader)
    if subject is not None:
        rows = rows.filter(rows.account_id == subject)
    return reader.collect(rows.order_by(rows.arr.desc(), *COLUMNS)).rows()


def _steps(
    reader: Reader, rows: list[dict[str, object]], subject: str | None, total: int
) -> tuple[Step, ...]:
    currency, month = reader.policy.company.currency, Month.of(reader.as_of)
    plural = "row" if len(rows) == 1 else "rows"
    counted = Step(
        text=(
            f"{len(rows)} {plural} in force at the end of {reader.as_of}: started on or before it and not "
            f"ended, kind recurring, status {' or '.join(reader.policy.revenue.counted_statuses)}"
        ),
        columns=(*COLUMNS, "annual", "rate", f"arr_{currency.lower()}"),
        rows=tuple(_shown(row) for row in rows),
        source=price_table(reader),
        total=arr_text(total),
    )
    rates = tuple(Step(f"Rates: {note}") for note in month_factors(reader).notes(month, month))
    return (counted, *_left_out(reader, subject), *rates)


def _shown(row: dict[str, object]) -> tuple[str | None, ...]:
    ends = row["end_date"]
    place = [str(row[name]) if row[name] is not None else "" for name in COLUMNS]
    place[COLUMNS.index("end_date")] = "open" if ends == FAR else str(ends)
    annual = money.exact_text(money.from_micros(row["annual"]))  # type: ignore[arg-type]
    rate = money.exact_text(money.scaled(row["factor"], 12).normalize(), 1)  # type: ignore[arg-type]
    return (*place, annual, rate, arr_text(row["arr"]))  # type: ignore[arg-type]


def price_table(reader: Reader) -> str:
    """Return the first table that states prices."""
    return next((name for name in ("subscriptions", "mrr_history") if reader.has(name)), "invoice_lines")


def _left_out(reader: Reader, subject: str | None) -> tuple[Step, ...]:
    """Return the rows whose dates are in force and which still count nothing, by why."""
    rows = unbound("subscriptions")
    today = ibis.literal(reader.as_of)
    dated = rows.filter(rows.start_date <= today, rows.end_date > today)
    if subject is not None:
        dated = dated.filter(dated.account_id == subject)
    counted = dated.status.isin(reader.policy.revenue.counted_statuses) & (dated.kind == "recurring")
    others = dated.filter(~counted)
    groups = others.group_by("status", "kind").agg(rows=others.count())
    found = reader.collect(groups.order_by("status", "kind")).rows()
    if not found:
        return ()
    return (
        Step(
            text="Rows in force that are not MRR",
            columns=("status", "kind", "rows"),
            rows=tuple((row["status"], row["kind"], row["rows"]) for row in found),  # type: ignore[misc]
            source="subscriptions",
        ),
    )
