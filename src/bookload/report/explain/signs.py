"""The signs of the latest month that is over: the months its band was made of, the accounts behind each."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from bookload.base.access import Right
from bookload.base.errors import unknown
from bookload.metrics.books.signs import Signs, signs
from bookload.metrics.revenue.known import last_over
from bookload.metrics.revenue.signs.band import LONGEST
from bookload.report.document import mrr_text
from bookload.report.explain.explanation import Explanation, Step
from bookload.report.figures import percent
from bookload.report.signs import UNJUDGED, VERDICTS, by_place, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bookload.data.reader import Reader
    from bookload.metrics.revenue.signs.judged import SignMonth

DEFINITION = "What turned in the latest month that is over, beside what the months before it lead to expect."
FORMULA = "base + organic = closing; rate = organic / base; band = expected -+ factor x spread"


def explain_signs(reader: Reader, subject: str | None) -> Explanation:
    """Return the signs of the company, of a segment or of a person's book, opened down to the accounts."""
    found = _found(reader, subject)
    rows = [row for row in found if row.key == subject]
    here = rows[-1] if rows else None
    shown = None
    if here is not None:
        shown = VERDICTS[here.verdict] if here.verdict else UNJUDGED[here.unjudged or "too_still"]
    steps = (_months(rows), *_signs(found, here, reader.policy.company.currency))
    return Explanation("signs", subject, shown, DEFINITION, FORMULA, steps)


def _found(reader: Reader, subject: str | None) -> Signs:
    """Return the signs among which the subject is; raise `UsageError` if it is nowhere."""
    last = last_over(reader)
    first = last - LONGEST
    if subject is None:
        return signs(reader, "company", first, last)
    known: set[str] = set()
    by_person = ("person",) if reader.access.allows(Right.PERSON_NAMES) else ()
    for by in ("segment", *by_person):
        found = signs(reader, by, first, last)
        keys = {row.key for row in found if row.key}
        if subject in keys:
            return found
        known |= keys
    raise unknown("segment or person", subject, sorted(known))


def _months(rows: list[SignMonth]) -> Step:
    return Step(
        text="Each month's MRR at the rates of one day: what was there, and what accounts did by themselves",
        columns=("month", "base", "organic", "closing", "rate", "accounts"),
        rows=tuple(
            (
                str(row.month),
                mrr_text(row.base),
                mrr_text(row.organic),
                mrr_text(row.closing),
                percent(row.rate, 2),
                row.accounts,
            )
            for row in rows
        ),
        source="subscriptions",
        total=percent(rows[-1].rate, 2) if rows else None,
    )


def _signs(found: Signs, here: SignMonth | None, currency: str) -> Iterator[Step]:
    if here is None:
        return
    if here.trend is not None:
        low, high = (percent(Fraction(end), 2) for end in (here.trend.low, here.trend.high))
        yield Step(f"Expected from the {here.trend.months} months before: {low} to {high} (an estimate)")
    places = by_place(found)
    for sign in found.signs:
        if (sign.month, sign.key) != (here.month, here.key):
            continue
        owned = any(account.owner_id is not None for account in sign.accounts)
        yield Step(
            text=words(sign, places[sign.month, sign.key], currency),
            columns=("account_id", *(("owner_id",) if owned else ()), "base", "organic", "closing"),
            rows=tuple(
                (
                    account.account_id,
                    *((account.owner_id,) if owned else ()),
                    mrr_text(account.base),
                    mrr_text(account.organic),
                    mrr_text(account.closing),
                )
                for account in sign.accounts
            ),
            source="subscriptions",
            total=mrr_text(sign.amount),
        )
