"""One book: its accounts, its bridge, its transfers, and what needs a look."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from bookload.base.money import SHARE_ONE
from bookload.report.document import arr_text, mrr_text, plain
from bookload.report.figures import annual, monthly, percent
from bookload.report.terminal import Part, table
from bookload.report.topics import loads, movements
from bookload.report.topics.renewals import HOW

if TYPE_CHECKING:
    from bookload.data.reader import Reader
    from bookload.metrics.books.book import Book
    from bookload.metrics.revenue.renewals import RenewalRow
    from bookload.planning.capacity import PersonLoad
    from bookload.report.document import Document

SHOWN = 25


@dataclass(frozen=True)
class PersonPage:
    """Somebody's book, and what stands beside it: their load, renewals ahead, and who was spoken to when.

    None where the data cannot tell, or the reader may not know.
    """

    book: Book
    loads: tuple[PersonLoad, ...] | None
    renewals: tuple[RenewalRow, ...]
    contacts: Mapping[str, date] | None


def person_body(page: PersonPage, reader: Reader) -> Document:
    """Return the book with all its accounts, and what stands beside it."""
    made = body(page.book, reader)
    if page.contacts is not None:
        last = {each: day.isoformat() for each, day in page.contacts.items()}
        rows = made["accounts"]
        assert isinstance(rows, list)  # noqa: S101 - narrows the type
        made["accounts"] = [
            {**row, "last_contact": last.get(str(row["account_id"]))} for row in rows if isinstance(row, dict)
        ]
    renewals: Document = {
        "renewals": [
            {
                "due": row.due.isoformat(),
                "account_id": row.account_id,
                "arr": arr_text(row.arr),
                "how": row.how,
                "overdue": row.overdue,
            }
            for row in page.renewals
        ]
    }
    hours = {} if page.loads is None else {"loads": loads.body(page.loads, {})["rows"]}
    return {**made, **renewals, **hours}


def person_tables(page: PersonPage, reader: Reader) -> list[Part]:
    """Return the book, what is due in it, and whom nobody spoke to."""
    currency = reader.policy.company.currency
    parts = tables(page.book, reader, page.contacts)
    if page.loads:
        parts += loads.of_one(page.loads)
    names = {account.account_id: account.name for account in page.book.accounts}
    if page.renewals:
        parts.append(renewals_table(page.renewals, names, currency))
    if page.contacts is None:
        parts.append("When accounts were last spoken to is not known: there is no log of activities.")
    return parts


def renewals_table(rows: Sequence[RenewalRow], names: Mapping[str, str], currency: str) -> Part:
    """Return what is due for renewal, the first rows, by the accounts' names."""
    cells = [
        [
            names.get(row.account_id) or row.account_id,
            row.due.isoformat(),
            HOW[row.how] + (", OVERDUE" if row.overdue else ""),
            annual(row.arr, currency),
        ]
        for row in rows[:SHOWN]
    ]
    more = f", the first {SHOWN}" if len(rows) > SHOWN else ""
    title = f"Due for renewal: {len(rows):,}{more}"
    return table(title, ["account", "due", "how", f"ARR {currency}"], cells, text_columns=3)


def body(book: Book, reader: Reader) -> Document:
    """Return the book with all its accounts."""
    return {
        "person_id": book.owner_id,
        "name": book.name,
        "month": str(book.month),
        "arr": arr_text(book.arr),
        "mrr": mrr_text(book.arr),
        "nrr": plain(book.nrr, reader.access),
        "grr": plain(book.grr, reader.access),
        "judged": book.judged,
        "accounts": [
            {
                "account_id": account.account_id,
                "name": account.name,
                "share": account.share / SHARE_ONE,
                "arr": arr_text(account.arr),
                "mrr": mrr_text(account.arr),
            }
            for account in book.accounts
        ],
        "movements": movements.body(book.movements, "person")["rows"],
        "transfers": [{**_object(each, reader), "arr": arr_text(each.arr)} for each in book.transfers],
        "attention": [plain(each, reader.access) for each in book.attention],
    }


def _object(value: object, reader: Reader) -> Document:
    shown = plain(value, reader.access)
    assert isinstance(shown, dict)  # noqa: S101 - narrows the type
    return shown


def tables(book: Book, reader: Reader, contacts: Mapping[str, date] | None = None) -> list[Part]:
    """Return the book, shortened to its largest accounts, with the day each was last spoken to."""
    currency = reader.policy.company.currency
    called = book.name if book.name not in (None, book.owner_id) else None
    named = f"{called} ({book.owner_id})" if called else book.owner_id or "unassigned"
    verdict = "" if book.judged else "; under ten accounts: no verdict"
    accounts = [
        [
            account.account_id,
            account.name,
            *([] if contacts is None else [_spoken(contacts.get(account.account_id))]),
            f"{account.share / SHARE_ONE:.0%}",
            monthly(account.arr, currency),
        ]
        for account in book.accounts[:SHOWN]
    ]
    live = "1 account" if len(book.live) == 1 else f"{len(book.live):,} accounts"
    carried = f"{live}, {monthly(book.arr, currency)} {currency} MRR"
    parts: list[Part] = [
        f"Book of {named} at the end of {book.month}: {carried}",
        f"NRR {percent(book.nrr) or 'n/a'}, GRR {percent(book.grr) or 'n/a'} over twelve months{verdict}",
        table("Accounts", _heads(currency, contacts), accounts, text_columns=2 + (contacts is not None)),
    ]
    if len(book.accounts) > SHOWN:
        parts.append(f"… and {len(book.accounts) - SHOWN} more accounts; --json lists all")
    parts.append(movements.bridge(book.movements, "month", currency))
    parts.extend(f"- {each.words}" for each in book.attention)
    return parts


def _heads(currency: str, contacts: Mapping[str, date] | None) -> list[str]:
    spoken = [] if contacts is None else ["last contact"]
    return ["account", "name", *spoken, "share", f"MRR, {currency}"]


def _spoken(day: date | None) -> str:
    return "never" if day is None else day.isoformat()
