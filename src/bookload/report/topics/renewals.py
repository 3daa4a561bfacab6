"""Contracted renewals: what is due when, and how it renews."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from bookload.report.document import arr_text
from bookload.report.figures import annual
from bookload.report.terminal import Part, table

if TYPE_CHECKING:
    from bookload.metrics.books.renewals import OwnerRenewals
    from bookload.metrics.revenue.renewals import Renewals
    from bookload.report.document import Document

HOW: Mapping[str, str] = {
    "signed": "signed",
    "auto": "automatic",
    "to_sign": "to be signed",
    "not_stated": "not stated",
}
"""How a row renews, in words."""

REST: Mapping[str, str] = {
    "overdue": "overdue",
    "later": "due later",
    "rolling": "rolls on by itself, terms under a quarter",
    "ending": "cancelled, ends",
    "without_term": "from a source without terms",
    "live": "live ARR",
}
"""The live ARR that no month shows, and all of it."""


def body(found: Renewals, owners: Sequence[OwnerRenewals] | None) -> Document:
    """Return the rows, the months, what is beside them, and by owner where that may be seen."""
    return {
        "rows": [
            {
                "due": row.due.isoformat(),
                "account_id": row.account_id,
                "subscription_id": row.subscription_id,
                "line_id": row.line_id,
                "product": row.product,
                "arr": arr_text(row.arr),
                "how": row.how,
                "basis": row.basis,
                "overdue": row.overdue,
                **({"owners": [*row.owners]} if owners is not None else {}),
            }
            for row in found.rows
        ],
        "months": [
            {"month": str(row.month), **{name: arr_text(getattr(row, name)) for name in HOW}}
            for row in found.months
        ],
        **{name: arr_text(getattr(found, name)) for name in REST},
        **({"owners": [_owner(each) for each in owners]} if owners is not None else {}),
    }


def tables(found: Renewals, owners: Sequence[OwnerRenewals] | None, currency: str, most: int) -> list[Part]:
    """Return the months, what is beside them, the owners, and the first `most` rows (0: all)."""
    months = table(
        f"ARR due for renewal by month, {currency}",
        ["month", *HOW.values()],
        [[str(row.month), *(annual(getattr(row, name), currency) for name in HOW)] for row in found.months],
    )
    rest = table(
        f"Beside them, {currency}",
        ["", "ARR"],
        [[words, annual(getattr(found, name), currency)] for name, words in REST.items()],
    )
    return [months, rest, *_owners(owners, currency), *_rows(found, owners is not None, currency, most)]


def _owner(each: OwnerRenewals) -> Document:
    return {
        "person_id": each.owner_id,
        "rows": each.rows,
        "due": arr_text(each.due),
        "overdue": arr_text(each.overdue),
    }


def _owners(owners: Sequence[OwnerRenewals] | None, currency: str) -> list[Part]:
    if not owners:
        return []
    cells = [
        [
            each.owner_id or "(nobody)",
            f"{each.rows:,}",
            annual(each.due, currency),
            annual(each.overdue, currency),
        ]
        for each in owners
    ]
    return [table(f"By owner, {currency}", ["owner", "rows", "due", "overdue"], cells)]


def _rows(found: Renewals, with_owners: bool, currency: str, most: int) -> list[Part]:  # noqa: FBT001 - a column more
    cells = [
        [
            row.due.isoformat(),
            row.account_id,
            f"{row.subscription_id} {row.line_id}".strip(),
            *([", ".join(owner or "(nobody)" for owner in row.owners)] if with_owners else []),
            HOW[row.how] + (", OVERDUE" if row.overdue else ""),
            annual(row.arr, currency),
        ]
        for row in found.rows[: most or None]
    ]
    if not cells:
        return ["Nothing is due."]
    columns = ["due", "account", "subscription", *(["owner"] if with_owners else []), "how", "ARR"]
    made: list[Part] = [table(f"What is due, {currency}", columns, cells, text_columns=len(columns) - 1)]
    more = len(found.rows) - len(cells)
    return [*made, f"{more} more; --rows 0 shows all"] if more else made
