"""The one place for hypothesis strategies that more than one test uses.

A strategy says in its docstring what it draws from and which awkward values it is sure to draw: a property
that is only ever tried on tame values holds for tame values. Days lie within ten years, so that random rows
meet.
"""

from __future__ import annotations

import os
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from brute_periods import Rules

FIRST_DAY = date(2019, 1, 1)
LAST_DAY = date(2028, 12, 31)

MANY_AT_ONCE = 10
"""How many companies one query asks for where there are thousands: it costs more than its rows do.

Of twice as many, most would be larger than what is drawn at once.
"""

CURRENCIES = ("EUR", "USD", "GBP", "JPY", "KWD")
"""Two decimal places, none, and three."""

AWKWARD_DAYS = (
    date(2020, 2, 29),
    date(2024, 2, 29),
    date(2024, 12, 31),
    date(2025, 1, 1),
    date(2025, 1, 31),
    date(2025, 3, 30),
    date(2025, 6, 30),
)
"""Leap days, month and year ends, and a day that the clocks change."""


def at_once(few: int) -> int:
    """How many companies one query asks for."""
    return MANY_AT_ONCE if os.environ.get("BOOKLOAD_PROVE") else few


def days() -> st.SearchStrategy[date]:
    """A day, every fourth one a leap day, a month's last or first, or a day of 23 hours."""
    return st.one_of(
        st.sampled_from(AWKWARD_DAYS),
        st.dates(FIRST_DAY, LAST_DAY),
        st.dates(FIRST_DAY, LAST_DAY),
        st.dates(FIRST_DAY, LAST_DAY),
    )


@st.composite
def ranges(draw: st.DrawFn, *, longest: int = 800, empty: bool = True) -> tuple[date, date]:
    """A half-open range [start, end) of days; of no days at all too, unless told otherwise."""
    start = draw(days())
    return start, start + timedelta(days=draw(st.integers(0 if empty else 1, longest)))


def currencies() -> st.SearchStrategy[str]:
    """A currency's code, of every number of minor units that there is."""
    return st.sampled_from(CURRENCIES)


def amounts(largest: int = 10**9, places: int = 6) -> st.SearchStrategy[Decimal]:
    """An amount of at least 0, exact, with up to six decimals; 0, one cent and thirds of 100 among them."""
    return st.one_of(
        st.sampled_from([Decimal(0), Decimal("0.01"), Decimal("33.333333"), Decimal("1000000.01")]),
        st.decimals(0, largest, places=places, allow_nan=False, allow_infinity=False),
    )


def ids(prefix: str = "A") -> st.SearchStrategy[str]:
    """An identifier as sources write them: leading zeros, which stay, and few enough that rows meet."""
    return st.integers(1, 12).map(lambda number: f"{prefix}-{number:03d}")


# ------------------------------------------------------------------------------------------------- companies

Row = dict[str, object]
Tables = dict[str, list[Row]]
"""Rows by table, as `bookload.workspace.memory` takes them."""

COMPANY_TABLES = (
    "accounts",
    "subscriptions",
    "subscription_events",
    "discounts",
    "mrr_history",
    "invoice_lines",
    "account_events",
    "ownership",
)
OPENS = date(2024, 11, 20)
CLOSES = date(2026, 2, 10)
"""The days that a company's rows lie between: fifteen month ends, so that they meet."""

EDGES = (
    date(2024, 12, 31),
    date(2025, 1, 1),
    date(2025, 1, 31),
    date(2025, 2, 28),
    date(2025, 3, 1),
    date(2025, 3, 31),
    date(2025, 12, 31),
    date(2026, 1, 1),
)
PRICES = ("0", "0.01", "100", "18.29", "1000", "2000", "33.333333", "999999.99")
INTERVALS = ("day", "week", "month", "month", "quarter", "year", "year")
STATUSES = ("active", "active", "active", "past_due", "unpaid", "canceled", "paused", "paused", "trialing")
DISCOUNTS = (
    *(("percent", each) for each in ("10", "10", "33.3333", "33.3333", "100")),
    *(("amount", each) for each in ("5", "0.01", "33.333333", "9999")),
)
FX_ROWS: list[Row] = [
    {"date": day, "currency": currency, "rate": rate}
    for currency, rates in {
        "EUR": ("0.92", "0.9", "0.93333333", "0.88"),
        "JPY": ("150", "149.5", "155.12345678", "141"),
        "KWD": ("0.3", "0.31", "0.305", "0.3"),
    }.items()
    for day, rate in zip(
        (date(2024, 11, 1), date(2025, 3, 31), date(2025, 8, 14), date(2026, 1, 31)), rates, strict=True
    )
]
"""Own rates of every company: of month ends and of days between, so few that most months change none."""


def business_days_of_life() -> st.SearchStrategy[date]:
    """A day of a company's life, every third one at the edge of a month."""
    inside = st.dates(OPENS, CLOSES)
    return st.one_of(st.sampled_from(EDGES), inside, inside)


@st.composite
def subscription_rows(draw: st.DrawFn, account: str, before: Row | None) -> Row:
    """One price period of an account: any interval, status and kind, open or ended, of a free plan too.

    Every other row follows the one before it on its line, at once or after a gap: renewals on time and
    late, changes of price, pauses and returns. The others begin on any day; two subscription ids and two
    lines serve each account, so that rows overlap and move from one id to another. Ends lie before
    starts as well.
    """
    end = before and before["end_date"]
    follows = before is not None and isinstance(end, date) and draw(st.booleans())
    start = draw(business_days_of_life())
    if follows and isinstance(end, date):
        start = end + timedelta(days=draw(st.sampled_from([0, 0, 0, 1, 10, 40, 41])))
    length = draw(
        st.one_of(st.none(), st.sampled_from([0, 1, 28, 31, 31, 62, 90, 365]), st.integers(-3, 400))
    )
    canceled = draw(st.one_of(st.none(), st.none(), st.integers(-5, 300)))
    trial = draw(st.one_of(st.none(), st.none(), st.sampled_from([0, 14, 30, 45])))
    row: Row = {
        "subscription_id": f"{account}-S{draw(st.integers(1, 2))}",
        "line_id": draw(st.sampled_from([None, None, None, "L1"])),
        "account_id": account,
        "start_date": start,
        "interval": draw(st.sampled_from(INTERVALS)),
        "interval_count": draw(st.sampled_from([1, 1, 1, 2, 3, 7])),
        "currency": draw(st.sampled_from(["USD", "USD", "EUR", "JPY", "KWD", None])),
        "product": draw(st.sampled_from(["P", "P", "Q", None])),
        "plan": draw(st.sampled_from([None, None, "basic", "pro"])),
        "cancel_reason": draw(st.sampled_from([None, None, "non-payment"])),
        "status": draw(st.sampled_from(STATUSES)),
        "kind": draw(
            st.sampled_from(["recurring", "recurring", "recurring", "recurring", "usage", "one_time"])
        ),
        "end_date": None if length is None else start + timedelta(days=length),
        "canceled_date": None if canceled is None else start + timedelta(days=canceled),
        "trial_end_date": None if trial is None else start + timedelta(days=trial),
    }
    if follows and before is not None:
        row |= {column: before[column] for column in ("subscription_id", "line_id", "product", "currency")}
    if draw(st.integers(0, 4)):
        row["amount"] = draw(st.one_of(st.sampled_from(PRICES), amounts(10**6, 2).map(str)))
    else:
        row |= {
            "unit_amount": draw(st.sampled_from(PRICES)),
            "quantity": draw(st.sampled_from(["1", "3", "2.5", "0"])),
        }
    return row


@st.composite
def ownership_rows(draw: st.DrawFn, account: str) -> list[Row]:
    """Who owns an account, spell by spell: one to three owners, a pool, nobody; gaps and other roles too."""
    rows: list[Row] = []
    start = OPENS - timedelta(days=draw(st.integers(0, 60)))
    for _ in range(draw(st.integers(0, 3))):
        end = draw(st.one_of(st.none(), st.integers(1, 300)))
        last = None if end is None else start + timedelta(days=end)
        split = draw(st.sampled_from([("1",), ("1",), ("0.5", "0.5"), ("0.3", "0.6"), ("0.3333",) * 3]))
        owners = draw(st.permutations(["P1", "P2", "P3", "POOL"]))
        role = draw(st.sampled_from(["csm", "csm", "csm", "onboarding"]))
        rows += [
            {
                "account_id": account,
                "owner_id": owner,
                "start_date": start,
                "end_date": last,
                "role": role,
                "share": share,
            }
            for owner, share in zip(owners, split, strict=False)
        ]
        if last is None:
            break
        start = last + timedelta(days=draw(st.sampled_from([0, 0, 0, 10, 45])))
    return rows


@st.composite
def account_event_rows(draw: st.DrawFn, account: str) -> list[Row]:
    """Dated segments and tiers of an account: none, or some, back and forth."""
    found = {
        (day, kind): value
        for day, kind, value in draw(
            st.lists(
                st.tuples(
                    business_days_of_life(),
                    st.sampled_from(["segment", "tier"]),
                    st.sampled_from(["S", "L", None]),
                ),
                max_size=3,
            )
        )
    }
    return [
        {"account_id": account, "at": day, "kind": kind, "value": value}
        for (day, kind), value in found.items()
    ]


@st.composite
def subscription_event_rows(draw: st.DrawFn, subscription: object) -> list[Row]:
    """What a subscription became by day: for two of three nothing is told, else up to four states."""
    if draw(st.integers(0, 2)):
        return []
    states = ["active", "active", "past_due", "past_due", "paused", "unpaid", "trialing", "canceled"]
    found = draw(st.dictionaries(business_days_of_life(), st.sampled_from(states), min_size=1, max_size=4))
    return [{"subscription_id": subscription, "at": day, "status": status} for day, status in found.items()]


@st.composite
def discount_rows(draw: st.DrawFn, subscription: object) -> list[Row]:
    """Discounts of a subscription: mostly none, else up to three, above 100% too, with and without ends."""
    if draw(st.integers(0, 2)):
        return []
    found = {}
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.one_of(st.none(), business_days_of_life()))
        length = draw(st.one_of(st.none(), st.integers(0, 300)))
        by = draw(st.sampled_from(DISCOUNTS))
        row: Row = {
            "subscription_id": subscription,
            "line_id": draw(st.sampled_from([None, None, "L1"])),
            by[0]: by[1],
            "start_date": start,
            "end_date": None if length is None else (start or OPENS) + timedelta(days=length),
        }
        found[row["line_id"], start] = row
    return list(found.values())


@st.composite
def invoice_line_rows(draw: st.DrawFn, account: str) -> list[Row]:
    """Invoices of an account, one after the other: by months, weeks or days, late, settled in the middle."""
    rows: list[Row] = []
    day = draw(business_days_of_life())
    for number in range(draw(st.integers(0, 4))):
        months = draw(st.sampled_from([1, 1, 1, 3, 12, 0]))
        end = (
            _later(day, months)
            if months
            else day + timedelta(days=draw(st.sampled_from([0, 1, 7, 14, 30, 31])))
        )
        shared: Row = {
            "account_id": account,
            "product": draw(st.sampled_from(["P", "P", "Q", None])),
            "currency": draw(st.sampled_from(["USD", "USD", "JPY"])),
            "invoice_id": f"I{number}",
        }
        amount = draw(st.sampled_from(["100", "18.29", "0", "-20"]))
        rows.append(shared | {"period_start": day, "period_end": end, "amount": amount})
        middle = day + timedelta(days=draw(st.sampled_from([5, 11, 20])))
        if middle < end and draw(st.booleans()):
            settled = {"period_start": middle, "period_end": end, "proration": "true"}
            rows += [
                shared | settled | {"amount": credit_or_charge} for credit_or_charge in ("-54.84", "109.68")
            ]
        day = end + timedelta(days=draw(st.sampled_from([0, 0, 0, 1, 10, 40])))
    return rows


def _later(day: date, months: int) -> date:
    """Return the same day some months later, or the last of a month that is too short for it."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@st.composite
def companies(draw: st.DrawFn) -> Tables:
    """A small company over fifteen months: one to three accounts, with segments and owners.

    An account may have MRR from `subscriptions` (with events and discounts), from `mrr_history` with gaps,
    from `invoice_lines`, from several of them, or none.
    """
    tables: Tables = {name: [] for name in COMPANY_TABLES}
    for number in range(draw(st.integers(1, 3))):
        account = f"A{number}"
        segment = draw(st.sampled_from(["S", "L", None]))
        tables["accounts"].append({"account_id": account, "name": account, "segment": segment})
        row = None
        for _ in range(draw(st.integers(0, 5))):
            row = draw(subscription_rows(account, row))
            tables["subscriptions"].append(row)
        for subscription in (f"{account}-S1", f"{account}-S2"):
            tables["subscription_events"] += draw(subscription_event_rows(subscription))
            tables["discounts"] += draw(discount_rows(subscription))
        tables["invoice_lines"] += draw(invoice_line_rows(account))
        tables["mrr_history"] += [
            {
                "account_id": account,
                "month": f"2025-{month:02d}",
                "mrr": mrr,
                "currency": "USD",
                "product": "P",
            }
            for month, mrr in draw(
                st.dictionaries(st.integers(1, 12), st.sampled_from(["0", "50", "83.333333"]), max_size=3)
            ).items()
        ]
        tables["account_events"] += draw(account_event_rows(account))
        tables["ownership"] += draw(ownership_rows(account))
    tables["subscriptions"] = _one_row_a_key(tables["subscriptions"])
    return tables


def _one_row_a_key(rows: list[Row]) -> list[Row]:
    keys = ("subscription_id", "line_id", "start_date")
    return list({tuple(row[key] for key in keys): row for row in rows}.values())


def stacked(several: list[Tables]) -> Tables:
    """Return companies as one: ids told apart by a prefix, people and pools of each, the same rates.

    One query then asks them all, so that thousands are cheap.
    """
    tables: Tables = {name: [] for name in several[0]}
    for number, company in enumerate(several):
        for name, rows in company.items():
            tables[name] += [
                {
                    column: f"{number:03d}-{value}"
                    if column in ("account_id", "subscription_id", "owner_id")
                    else value
                    for column, value in row.items()
                }
                for row in rows
            ]
    numbers = range(len(several))
    tables["people"] = [
        {
            "person_id": f"{number:03d}-P{of}",
            "name": f"Person {of}",
            "hire_date": date(2020, 1, 1),
            "role": "csm",
        }
        for number in numbers
        for of in (1, 2, 3)
    ]
    tables["pools"] = [
        {"pool_id": f"{number:03d}-POOL", "name": "Pool", "person_id": f"{number:03d}-P1"}
        for number in numbers
    ]
    return tables | {"fx_rates": FX_ROWS}


DEFAULTS = Rules()


@dataclass(frozen=True)
class Switches:
    """The policy's section `revenue`, and the date that figures are taken on."""

    as_of: date
    grain: str = "account"
    past: str = "as_booked"
    movements: str = "netted"
    rules: Rules = DEFAULTS

    @property
    def revenue(self) -> dict[str, object]:
        """The switches as the policy's section names them."""
        rules = {name: value for name, value in vars(self.rules).items() if name != "currency"}
        return {"grain": self.grain, "past": self.past, "movements": self.movements, **rules}


def switches() -> st.SearchStrategy[Switches]:
    """Every switch of revenue, most often at its default, and a day to look from: at or inside a month."""
    return st.builds(
        Switches,
        as_of=st.one_of(
            st.sampled_from([date(2025, 6, 30), date(2025, 12, 31)]),
            st.dates(date(2025, 3, 1), date(2026, 3, 15)),
        ),
        grain=st.sampled_from(["account", "account", "product"]),
        past=st.sampled_from(["as_booked", "as_booked", "constant_currency"]),
        movements=st.sampled_from(["netted", "daily"]),
        rules=rules(),
    )


def rules() -> st.SearchStrategy[Rules]:
    """The switches that say what counts, each every other time at its default."""
    return st.builds(
        Rules,
        renewal_gap_days=st.sampled_from([0, 0, 10, 40]),
        counted_statuses=st.sampled_from(
            [
                ("active", "past_due", "canceled"),
                ("active", "past_due", "canceled"),
                ("active",),
                ("active", "past_due", "unpaid", "canceled"),
            ]
        ),
        past_due_days=st.sampled_from(["always", "always", 1, 30, 90]),
        discounts=st.sampled_from(["all", "all", "endless", "none"]),
        churn_date=st.sampled_from(["period_end", "period_end", "cancellation"]),
        paused=st.sampled_from(["apart", "apart", "counted"]),
        trials=st.sampled_from(["left_out", "left_out", "counted"]),
        days_a_year=st.sampled_from(["365", "365", "360", "0"]),
        weeks_a_year=st.sampled_from(["52", "52", "48", "365/7", "0"]),
        rounding=st.sampled_from(["none", "none", "minor_units", "four_places"]),
        source=st.sampled_from(["auto", "auto", "auto", "subscriptions", "mrr_history", "invoice_lines"]),
    )
