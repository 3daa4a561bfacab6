"""The one place for hypothesis strategies that more than one test uses.

A strategy says in its docstring what it draws from and which awkward values it is sure to draw: a property
that is only ever tried on tame values holds for tame values. Days lie within ten years, so that random rows
meet.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import strategies as st

FIRST_DAY = date(2019, 1, 1)
LAST_DAY = date(2028, 12, 31)

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
def companies(draw: st.DrawFn) -> Tables:
    """A small company over fifteen months: one to three accounts, with segments and owners.

    An account may have MRR from `subscriptions`, from `mrr_history` with gaps, from both, or none.
    """
    tables: Tables = {
        name: [] for name in ("accounts", "subscriptions", "mrr_history", "account_events", "ownership")
    }
    for number in range(draw(st.integers(1, 3))):
        account = f"A{number}"
        segment = draw(st.sampled_from(["S", "L", None]))
        tables["accounts"].append({"account_id": account, "name": account, "segment": segment})
        row = None
        for _ in range(draw(st.integers(0, 5))):
            row = draw(subscription_rows(account, row))
            tables["subscriptions"].append(row)
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


@dataclass(frozen=True)
class Switches:
    """The policy's section `revenue`, and the date that figures are taken on."""

    as_of: date
    grain: str = "account"
    past: str = "as_booked"
    renewal_gap_days: int = 0
    counted_statuses: tuple[str, ...] = ("active", "past_due", "canceled")
    movements: str = "netted"

    @property
    def revenue(self) -> dict[str, object]:
        """The switches as the policy's section names them."""
        return {name: value for name, value in vars(self).items() if name != "as_of"}


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
        renewal_gap_days=st.sampled_from([0, 0, 10, 40]),
        movements=st.sampled_from(["netted", "daily"]),
        counted_statuses=st.sampled_from(
            [
                ("active", "past_due", "canceled"),
                ("active", "past_due", "canceled"),
                ("active",),
                ("active", "past_due", "unpaid", "canceled"),
            ]
        ),
    )
