"""One book: its accounts, its bridge, its transfers, and what needs a look."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bookload.base.money import SHARE_ONE
from bookload.report.document import arr_text, mrr_text, plain
from bookload.report.figures import monthly, percent
from bookload.report.terminal import Part, table
from bookload.report.topics import movements

if TYPE_CHECKING:
    from bookload.data.reader import Reader
    from bookload.metrics.books.book import Book
    from bookload.report.document import Document

SHOWN = 25


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


def tables(book: Book, reader: Reader) -> list[Part]:
    """Return the book, shortened to its largest accounts."""
    currency = reader.policy.company.currency
    named = f"{book.owner_id} ({book.name})" if book.name else book.owner_id or "unassigned"
    verdict = "" if book.judged else "; under ten accounts: no verdict"
    accounts = [
        [account.account_id, account.name, f"{account.share / SHARE_ONE:.0%}", monthly(account.arr, currency)]
        for account in book.accounts[:SHOWN]
    ]
    carried = f"{len(book.live)} accounts, {monthly(book.arr, currency)} {currency} MRR"
    parts: list[Part] = [
        f"Book of {named} at the end of {book.month}: {carried}",
        f"NRR {percent(book.nrr) or 'n/a'}, GRR {percent(book.grr) or 'n/a'} over twelve months{verdict}",
        table("", ["account", "name", "share", f"MRR, {currency}"], accounts, text_columns=2),
    ]
    if len(book.accounts) > SHOWN:
        parts.append(f"… and {len(book.accounts) - SHOWN} more accounts; --json lists all")
    parts.extend(movements.tables(book.movements, "person", currency))
    parts.extend(f"- {each.words}" for each in book.attention)
    return parts
