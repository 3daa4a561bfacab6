"""Subscriptions from an export: prices, identifiers where there are none, trials, cancellations."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc

from bookload.base.errors import Finding
from bookload.base.period import FAR
from bookload.data.ingest.built import Built, rows_of
from bookload.data.ingest.doubts.doubt import numbered
from bookload.data.ingest.filled import Filled, Place
from bookload.data.ingest.sources.subscriptions.price import price
from bookload.data.ingest.values.fold import fold, tokens

_LATER = frozenset({"future", "scheduled", "upcoming", "not started", "pending start", "starts later"})
_RUNS_OUT = frozenset(
    {
        *("non renewing", "nonrenewing", "not renewing", "will not renew", "pending cancellation"),
        *("pending cancel", "cancel at period end", "cancelling", "canceling", "expiring", "läuft aus"),
    }
)
"""Words for what goes on until its period ends, and is cancelled already."""
_REDUCES = frozenset({"coupon", "coupons", "discount", "discounts", "rabatt", "remise", "promo", "promotion"})
"""Words of headers of what takes something off a price."""
_AS_THEY_ARE = (
    "line_id",
    "start_date",
    "product",
    "plan",
    "trial_end_date",
    "signed_date",
    "renewal_date",
    "auto_renew",
    "canceled_date",
    "cancel_reason",
)


def build(filled: Filled) -> Built:
    """Return the rows of subscriptions; without a start column they know only the day of the export."""
    priced = price(filled)
    columns = {name: filled.get(name) for name in _AS_THEY_ARE if name in filled}
    columns |= priced.columns
    columns["account_id"] = filled.get("account_id") if "account_id" in filled else filled.get("account_name")
    columns["status"] = status(filled)
    if "kind" in filled and "kind" not in priced.columns:
        columns["kind"] = filled.get("kind")
    columns["end_date"] = _ends(filled, columns["status"])
    findings = [*filled.findings, *priced.findings]
    findings += [*without_ends(filled), *uncounted(filled, columns["status"])]
    findings += [*ending(filled, columns["status"]), *unused_discounts(filled)]
    if "subscription_id" in filled:
        columns["subscription_id"] = filled.get("subscription_id")
    else:
        columns["subscription_id"], columns["line_id"] = identified(filled, columns["account_id"])
        findings.append(_without_ids(filled))
    accounts = _accounts(filled, columns["account_id"])
    return Built(
        {"subscriptions": rows_of("subscriptions", filled, columns), **accounts},
        tuple(findings),
        priced.questions,
        present=frozenset() if "start_date" in filled else frozenset({"subscriptions"}),
        secondary=frozenset({"accounts"}),
    )


def without_ends(filled: Filled) -> list[Finding]:
    """Return a warning where rows start but none could ever have ended: nothing reads as churned then."""
    if "start_date" not in filled or {"end_date", "canceled_date"} & filled.values.keys():
        return []
    message = "there are starts but no column of ends: nothing can have churned, and retention reads 100%"
    remedy = (
        "Export ended rows too, with their end; or leave out the starts, if the list has only what is now."
    )
    return [filled.finding("no-ends", message, remedy, "warning")]


def uncounted(filled: Filled, state: pa.Array) -> list[Finding]:
    """Return a note on rows that are no MRR: trials, and in a list of what is now what is canceled."""
    rows = pc.indices_nonzero(pc.fill_null(pc.equal(state, "trialing"), fill_value=False)).to_pylist()
    parts = [f"{len(rows)} are trials ({numbered(filled, rows)})"] if rows else []
    count = len(rows)
    if "start_date" not in filled:
        rows = pc.indices_nonzero(pc.fill_null(pc.equal(state, "canceled"), fill_value=False)).to_pylist()
        parts += [f"{len(rows)} are canceled or start later ({numbered(filled, rows)})"] if rows else []
        count += len(rows)
    if not parts:
        return []
    message = f"of {filled.rows} rows {' and '.join(parts)}, and do not count"
    remedy = 'If a word means something else, say what in --map: [sheet.values.status] "word" = "active".'
    place = Place(field="status", count=count)
    return [filled.finding("rows-not-counted", message, remedy, "note", place)]


def status(filled: Filled) -> pa.Array:
    """Return each row's state; one marked as a trial is one, whatever else it says.

    In a list of what is now, a row that says that it starts later is none of it yet.
    """
    state = filled.get("status")
    if "is_trial" in filled:
        state = pc.if_else(pc.fill_null(filled.get("is_trial"), fill_value=False), "trialing", state)
    return state if "start_date" in filled else pc.if_else(_says(filled, _LATER), "canceled", state)


def _says(filled: Filled, words: frozenset[str]) -> pa.Array:
    """Return which rows have one of some words for their state."""
    column = filled.guess.columns.get("status")
    if column is None:
        return pa.array([False] * filled.rows, pa.bool_())
    return pa.array([fold(text or "") in words for text in column.column.text.to_pylist()], pa.bool_())


def identified(filled: Filled, accounts: pa.Array) -> tuple[pa.Array, pa.Array]:
    """Return subscription and line identifiers for rows that have none: the account's, and what was bought.

    Several rows of an account with the same product are numbered by what else they say, so that
    their order in the file does not matter.
    """
    what = [filled.get(name).to_pylist() for name in ("product", "plan") if name in filled]
    bases = (
        [" / ".join(part for part in parts if part) for parts in zip(*what, strict=True)]
        if what
        else [""] * filled.rows
    )
    rows = list(zip(accounts.to_pylist(), bases, strict=True))
    order = sorted(
        range(filled.rows), key=lambda row: (rows[row][0] or "", rows[row][1], *_sorting(filled, row))
    )
    seen: Counter[tuple[str | None, str]] = Counter()
    lines = [""] * filled.rows
    for row in order:
        seen[rows[row]] += 1
        number = seen[rows[row]]
        lines[row] = rows[row][1] if number == 1 else f"{rows[row][1]} #{number}".strip()
    return accounts, pa.array([line or None for line in lines], pa.string())


def _sorting(filled: Filled, row: int) -> tuple[object, ...]:
    keys = []
    for name in ("start_date", "mrr", "arr", "amount", "unit_amount"):
        if name in filled:
            value = filled.values[name][row].as_py()
            keys.append((value is None, value if value is not None else 0))
    return tuple(keys)


def _without_ids(filled: Filled) -> Finding:
    return filled.finding(
        "ids-made",
        "there is no column of subscription identifiers: a row is named by its account and what was bought",
        'If there is one, say which in --map: [sheet.columns] subscription_id = "its header".',
        "note",
    )


def _ends(filled: Filled, state: pa.Array) -> pa.Array:
    """Return the ends; a cancelled row without one ends when its cancellation was declared.

    One that is cancelled and still counts ends when it would have been renewed, or on the day to come that
    is stated as that of its cancellation, as of Chargebee's *Non Renewing*.
    """
    ends = filled.get("end_date", pa.date32())
    declared = filled.get("canceled_date", pa.date32())
    endless = pc.and_(pc.or_(_is_canceled(state), _runs_out(filled)), _is_open(ends))
    renewal = filled.get("renewal_date", pa.date32())
    return pc.if_else(_ends_at_renewal(filled, state), renewal, pc.if_else(endless, declared, ends))


def _runs_out(filled: Filled) -> pa.Array:
    """Return which rows say that they run out, on a day later than anything in the sheet that has begun."""
    starts = filled.get("start_date", pa.date32())
    begun = pc.max(starts.filter(pc.invert(_says(filled, _LATER))))
    to_come = pc.greater(filled.get("canceled_date", pa.date32()), begun)
    return pc.and_(_says(filled, _RUNS_OUT), pc.fill_null(to_come, fill_value=False))


def _is_canceled(state: pa.Array) -> pa.Array:
    return pc.fill_null(pc.equal(state, "canceled"), fill_value=False)


def _is_open(ends: pa.Array) -> pa.Array:
    return pc.or_(
        pc.is_null(ends), pc.fill_null(pc.equal(ends, pa.scalar(FAR, pa.date32())), fill_value=False)
    )


def _ends_at_renewal(filled: Filled, state: pa.Array) -> pa.Array:
    """Return which rows are cancelled at the end of their period, as Stripe's `cancel_at_period_end` is."""
    declared, renewal = filled.get("canceled_date", pa.date32()), filled.get("renewal_date", pa.date32())
    ahead = pc.fill_null(pc.less(declared, renewal), fill_value=False)
    goes_on = pc.and_(pc.invert(_is_canceled(state)), _is_open(filled.get("end_date", pa.date32())))
    return pc.and_(ahead, goes_on)


def ending(filled: Filled, state: pa.Array) -> list[Finding]:
    """Return a note on rows that are cancelled and go on until their period ends."""
    rows = pc.indices_nonzero(_ends_at_renewal(filled, state)).to_pylist()
    if not rows:
        return []
    message = (
        f"cancelled before the day of renewal and without an end: they end on it ({numbered(filled, rows)})"
    )
    remedy = "Nothing to do if so; else leave the day of cancellation of what goes on empty."
    return [
        filled.finding(
            "ends-at-renewal", message, remedy, "note", Place(field="renewal_date", count=len(rows))
        )
    ]


def unused_discounts(filled: Filled) -> list[Finding]:
    """Return a warning for each column of coupons or discounts that says something: nothing is taken off."""
    used = {id(column) for column in filled.guess.columns.values()}
    named = [
        column.header
        for column in filled.guess.view.columns
        if id(column) not in used and column.sample and _REDUCES & set(tokens(column.header))
    ]
    message = "speaks of discounts, and takes nothing off here: MRR is that of the amounts as they stand"
    remedy = (
        "Nothing to do if amounts are after discounts. Else import a file discounts.csv as well, with a line "
        "for each subscription that has one: subscription_id,percent,start_date,end_date, such as "
        f"{_example(filled)} for 20% off (or amount and currency instead of percent; empty dates: as long as "
        "the subscription). A list of coupons alone does not say from when to when each was used."
    )
    return [
        replace(
            filled.finding("discounts-not-taken", f"'{header}' {message}", remedy, "warning"), column=header
        )
        for header in named
    ]


def _example(filled: Filled) -> str:
    """Return a line of discounts for the sheet's first subscription that names one."""
    ids = filled.get("subscription_id").drop_null() if "subscription_id" in filled else []
    return f"{ids[0] if len(ids) else 'S-001'},20,2025-01-01,2025-07-01"


def _accounts(filled: Filled, ids: pa.Array) -> dict[str, pa.Table]:
    """Return the accounts that the rows name; they count only where no list of accounts is there."""
    names = pc.coalesce(filled.get("account_name"), ids)
    rows = rows_of("accounts", filled, {"account_id": ids, "name": names})
    return {"accounts": rows.filter(pc.is_valid(rows["account_id"]))}
