"""ARR per CSM and its relatives, month by month."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bookload.base.access import Right
from bookload.report.document import amount_text, arr_text, plain
from bookload.report.figures import annual, number, percent, units
from bookload.report.terminal import Part, table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bookload.base.access import Access
    from bookload.metrics.ratios.ratios import RatioRow
    from bookload.report.document import Document


def row_body(row: RatioRow, access: Access) -> Document:
    """Return one row; what comes from pay is absent for who may not see it."""
    shown = plain(row, access)
    assert isinstance(shown, dict)  # noqa: S101 - narrows the type
    amounts = {
        "arr": arr_text(row.arr),
        "covered_arr": arr_text(row.covered_arr),
        "uncounted_arr": arr_text(row.uncounted_arr),
        "arr_per_csm": amount_text(row.arr_per_csm, 2),
        "mrr_per_csm": amount_text(row.mrr_per_csm, 6),
        "covered_arr_per_csm": amount_text(row.covered_arr_per_csm, 2),
        "cost_per_account": amount_text(row.cost_per_account, 2),
    }
    return {**shown, **{name: value for name, value in amounts.items() if name in shown}}


def body(rows: Sequence[RatioRow], by: str, access: Access) -> Document:
    """Return the rows by month and group; `group` is null for the company."""
    return {"by": by, "rows": [row_body(row, access) for row in rows]}


def tables(rows: Sequence[RatioRow], by: str, access: Access, currency: str) -> list[Part]:
    """Return the ratios as a table; those from pay only for who may see it."""
    grouped, paid = by != "company", access.allows(Right.PAY_GROUP)
    cells = [
        [
            str(row.month),
            *([row.group or "(none)"] if grouped else []),
            number(row.csms, 2),
            annual(row.arr, currency),
            units(row.arr_per_csm, currency),
            units(row.covered_arr_per_csm, currency),
            number(row.accounts_per_csm),
            *([number(row.arr_per_ote), percent(row.cost_to_serve)] if paid else []),
        ]
        for row in rows
    ]
    columns = [
        "month",
        *([by] if grouped else []),
        "CSMs",
        "ARR",
        "ARR/CSM",
        "covered ARR/CSM",
        "accounts/CSM",
    ]
    columns += ["ARR/OTE", "cost to serve"] if paid else []
    return [table(f"Ratios, {currency}", columns, cells, text_columns=1 + grouped)]
