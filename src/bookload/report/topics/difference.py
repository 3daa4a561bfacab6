"""Which figures changed between two snapshots, and by which rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from bookload.base.access import Right
from bookload.metrics.ratios.ratios import ratios
from bookload.metrics.revenue.stocks import converted_balances
from bookload.report.document import amount_text, arr_text, plain
from bookload.report.terminal import Part, table

if TYPE_CHECKING:
    from bookload.base.period import Month
    from bookload.data.reader import Reader
    from bookload.data.snapshots import RowChanges
    from bookload.report.document import Document

COMPARED = ("arr", "accounts", "csms", "arr_per_csm", "accounts_per_csm")
WORDS: Mapping[str, str] = {
    "arr": "ARR",
    "csms": "CSMs",
    "arr_per_csm": "ARR per CSM",
    "accounts_per_csm": "accounts per CSM",
}
PLACES = 2
"""Decimals that figures beside ARR are shown with; what differs by less is shown to differ all the same."""

HIDDEN_BY = {Right.PAY_PERSON: "pay", Right.TIME_PERSON: "time", Right.PERSON_NAMES: "person_names"}
SHOWN_ROWS = 20
EVERY_ROW = "--json lists every row."


@dataclass(frozen=True)
class Changed:
    """One figure of one month that is not what it was; None where it was, or is, n/a."""

    month: Month
    figure: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class AccountChanged:
    """An account's ARR (quanta) at a month end, before and after."""

    month: Month
    account_id: str
    before: int
    after: int


@dataclass(frozen=True)
class Difference:
    """What differs: figures of months that both snapshots know, the accounts behind them, and the rows."""

    figures: tuple[Changed, ...]
    accounts: tuple[AccountChanged, ...]
    rows: RowChanges


def between(before: Reader, after: Reader, rows: RowChanges) -> Difference:
    """Return the difference of two snapshots for one reader; rows that they may not see are left out."""
    hidden = {word for right, word in HIDDEN_BY.items() if not after.access.allows(right)}
    old, new = _figures(before), _figures(after)
    shared = [place for place in old if place in new]
    figures = tuple(
        Changed(*place, *(_text(place[1], side[place]) for side in (old, new)))
        for place in shared
        if old[place] != new[place]
    )
    months = {changed.month for changed in figures if changed.figure == "arr"}
    return Difference(figures, _accounts(before, after, months), rows.without(hidden))


def _figures(reader: Reader) -> dict[tuple[Month, str], Fraction | int | None]:
    return {(row.month, name): getattr(row, name) for row in ratios(reader).rows for name in COMPARED}


def _text(figure: str, value: Fraction | int | None) -> str | None:
    """Return a figure as it is shown: ARR in full, a whole number as it is, all else rounded."""
    if value is None:
        return None
    if figure == "arr":
        return arr_text(int(value))
    exact = Fraction(value)
    return str(exact.numerator) if exact.denominator == 1 else amount_text(exact, PLACES)


def _grouped(figure: str | None) -> str | None:
    """Return a figure with its thousands apart, and nothing of it rounded."""
    return None if figure is None else f"{Decimal(figure):,f}"


def _accounts(before: Reader, after: Reader, months: set[Month]) -> tuple[AccountChanged, ...]:
    old, new = _arr_by_account(before, months), _arr_by_account(after, months)
    changed = [
        AccountChanged(month, account, old.get((month, account), 0), new.get((month, account), 0))
        for month, account in sorted(old.keys() | new.keys())
        if old.get((month, account)) != new.get((month, account))
    ]
    return tuple(sorted(changed, key=lambda row: (row.month, -abs(row.after - row.before), row.account_id)))


def _arr_by_account(reader: Reader, months: set[Month]) -> dict[tuple[Month, str], int]:
    by_ordinal = {month.ordinal: month for month in months}
    if not months:
        return {}
    leaves = converted_balances(reader)
    found: dict[tuple[Month, str], int] = {}
    for row in reader.collect(leaves.filter(leaves.month.isin(sorted(by_ordinal)))).rows():
        place = (by_ordinal[int(row["month"])], str(row["account_id"]))  # type: ignore[call-overload]
        found[place] = found.get(place, 0) + int(row["closing"])  # type: ignore[call-overload]
    return found


def body(difference: Difference) -> Document:
    """Return the changed figures, the accounts behind them, and the rows that differ."""
    return {
        "figures": [plain(changed, None) for changed in difference.figures],
        "accounts": [
            {
                "month": str(row.month),
                "account_id": row.account_id,
                "before": arr_text(row.before),
                "after": arr_text(row.after),
            }
            for row in difference.accounts
        ],
        "rows": {
            name: {
                "added": plain(changes.added.to_pylist(), None),
                "removed": plain(changes.removed.to_pylist(), None),
                "changed": [plain(change, None) for change in changes.changed()],
            }
            for name, changes in difference.rows.tables.items()
        },
    }


def tables(difference: Difference) -> list[Part]:
    """Return what changed, shortened to the first rows of each kind."""
    if not difference.figures and not len(difference.rows):
        return ["nothing differs"]
    parts: list[Part] = []
    if difference.figures:
        cells = [
            [str(each.month), WORDS.get(each.figure, each.figure), *map(_grouped, (each.before, each.after))]
            for each in difference.figures
        ]
        parts.append(
            table("Figures that changed", ["month", "figure", "before", "after"], cells, text_columns=2)
        )
    else:
        parts.append("no figure of a month that both know changed")
    if difference.accounts:
        rows = [
            [str(row.month), row.account_id, *(_grouped(arr_text(each)) for each in (row.before, row.after))]
            for row in difference.accounts[:SHOWN_ROWS]
        ]
        columns = ["month", "account", "ARR before", "ARR after"]
        parts.append(table(f"Accounts behind it ({len(difference.accounts)})", columns, rows, text_columns=2))
    counts = [
        [
            name.replace("_", " "),
            *(
                f"{count:,}"
                for count in (changes.added.num_rows, changes.removed.num_rows, changes.after.num_rows)
            ),
        ]
        for name, changes in difference.rows.tables.items()
    ]
    parts.append(table("Rows", ["table", "added", "removed", "changed"], counts))
    parts.append(EVERY_ROW)
    return parts
