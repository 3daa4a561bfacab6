"""The figures of some accounts: for a reader of few books, or of accounts that somebody chose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bookload.metrics.revenue.committed import committed
from bookload.metrics.revenue.renewals import renewals
from bookload.metrics.revenue.retention.retention import retention
from bookload.metrics.revenue.stocks import stock
from bookload.report.figures import annual, monthly, percent
from bookload.report.page.figure import Figure
from bookload.report.page.front import month_words
from bookload.report.provenance import Held, Provenance, provenance

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bookload.data.reader import Reader


@dataclass(frozen=True)
class Few:
    """Figures one beside the other, those that open, and what they came from."""

    strip: tuple[Figure, ...]
    why: Mapping[str, None]
    provenance: Provenance


def few(reader: Held) -> Few:
    """Return what can be said of any accounts, without the team that looks after them.

    What lasts is told to readers of all rows alone: the accounts that left a book are not its owner's to see.
    """
    figures = tuple(_figures(reader))
    return Few(figures, dict.fromkeys(figure.name for figure in figures), provenance(reader))


def _figures(reader: Reader) -> Iterator[Figure]:
    currency = reader.policy.company.currency
    rows = stock(reader).rows
    arr, accounts = (rows[-1].arr, rows[-1].accounts) if rows else (0, 0)
    yield Figure("arr", "ARR", annual(arr, currency), currency)
    yield Figure("mrr", "MRR", monthly(arr, currency), currency)
    yield Figure("accounts", "Accounts", f"{accounts:,}", "", "that pay something")
    if reader.access.sees_all_rows:
        yield from _kept(reader)
    (ahead,) = committed(reader, None, 0).rows or (None,)
    if ahead is not None:
        yield Figure("committed_arr", "Committed ARR", annual(ahead.committed, currency), currency)
    due = sum(row.arr for row in renewals(reader).rows)
    yield Figure("renewals", "Due for renewal", annual(due, currency), currency, "within twelve months")


def _kept(reader: Reader) -> Iterator[Figure]:
    known = [row for row in retention(reader).rows if row.nrr is not None]
    kept = known[-1] if known else None
    span = (
        f"{month_words(kept.month - 12)} to {month_words(kept.month)}" if kept else "needs a year of history"
    )
    for name, label in (("nrr", "NRR"), ("grr", "GRR"), ("logo_churn", "Logo churn")):
        yield Figure(name, label, percent(getattr(kept, name)) if kept else None, "", span)
