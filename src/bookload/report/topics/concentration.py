"""What share of ARR the largest accounts have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bookload.report.document import arr_text, plain
from bookload.report.figures import annual, number, percent
from bookload.report.terminal import Part, table

if TYPE_CHECKING:
    from bookload.metrics.revenue.concentration import Concentration
    from bookload.report.document import Document

PLACES = 4
"""Decimals of the Herfindahl index."""


def body(found: Concentration) -> Document:
    """Return the share of the top n by month, the spread by month, and the largest on the last one."""
    return {
        "of": found.of,
        "rows": [
            {
                "month": str(row.month),
                "top": row.top,
                "arr": arr_text(row.arr),
                "share": plain(row.share, None),
            }
            for row in found.rows
        ],
        "spread": [
            {
                "month": str(row.month),
                "count": row.count,
                "arr": arr_text(row.arr),
                "herfindahl": plain(row.herfindahl, None),
            }
            for row in found.spread
        ],
        "largest": [
            {
                "rank": each.rank,
                "account_id": each.key,
                "accounts": each.accounts,
                "arr": arr_text(each.arr),
                "share": plain(each.share, None),
            }
            for each in found.largest
        ],
    }


def tables(found: Concentration, currency: str) -> list[Part]:
    """Return the shares by month, and the largest."""
    tops = sorted({row.top for row in found.rows})
    shares = {(row.month, row.top): row.share for row in found.rows}
    unit = "families" if found.of == "family" else "accounts"
    rows = [
        [
            str(each.month),
            f"{each.count:,}",
            annual(each.arr, currency),
            *(percent(shares[each.month, top]) for top in tops),
            number(each.herfindahl, PLACES),
        ]
        for each in found.spread
    ]
    columns = ["month", unit, f"ARR, {currency}", *(f"top {top}" for top in tops), "Herfindahl"]
    parts = [table(f"Share of ARR that the largest {unit} have", columns, rows)]
    if found.largest:
        cells = [
            [str(each.rank), each.key, f"{each.accounts:,}", annual(each.arr, currency), percent(each.share)]
            for each in found.largest
        ]
        heads = ["rank", "family" if found.of == "family" else "account", "accounts", "ARR", "share"]
        parts.append(table(f"The largest, {currency}", heads, cells, text_columns=2))
    return parts
