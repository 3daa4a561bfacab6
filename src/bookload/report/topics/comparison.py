"""Our figures against another tool's: causes, rows on one side alone, what would explain it, what is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bookload.base.errors import unknown
from bookload.base.money import minor_units
from bookload.report.terminal import Part, table
from bookload.report.topics.bridged import (
    account_parts,
    behind,
    grouped,
    period_rows,
    places_of,
    text,
    texts,
    title_of,
)

if TYPE_CHECKING:
    from bookload.metrics.revenue.reconcile import Comparison, Reconciled, Suggestion
    from bookload.report.document import Document, Json


def body(found: Reconciled) -> Document:
    """Return a bridge a month with all rows, and every hypothesis that would explain something."""
    return {
        "measure": found.measure,
        "from": found.names[0],
        "to": found.names[1],
        "by_account": found.theirs.by_account,
        "compared": found.compared,
        "agreed": found.agreed,
        "notes": list(found.theirs.notes),
        "months": [_month(month, found.measure) for month in found.months],
        "suggestions": [_suggestion(one, found.measure) for one in found.suggestions],
        "nearest": [_suggestion(one, found.measure) for one in found.nearest],
    }


def _month(month: Comparison, measure: str) -> Document:
    amounts = [cause.amount for cause in month.causes]
    before, *parts, after = texts(measure, places_of(measure), month.before, amounts, month.after)
    causes: list[Json] = [
        {
            "cause": cause.cause,
            "text": cause.text,
            "amount": part,
            "accounts": account_parts(cause.accounts, measure),
            "rows": period_rows(cause.periods, measure),
        }
        for cause, part in zip(month.causes, parts, strict=True)
    ]
    return {
        "month": str(month.month),
        "before": before,
        "causes": causes,
        "after": after,
        "difference": text(month.after - month.before, measure),
    }


def _suggestion(one: Suggestion, measure: str) -> Document:
    return {
        "kind": one.hypothesis.kind,
        "name": one.hypothesis.name,
        "explains": one.explains,
        "against": one.against,
        "left": text(one.left, measure),
        "used": one.used,
    }


def tables(found: Reconciled, currency: str, by: str | None = None, rows: str | None = None) -> list[Part]:
    """Return a bridge a month, and what would explain it; with `rows` all rows of a cause in each month.

    By `account`, the accounts of every cause. Raises `UsageError` for a cause that no bridge has.
    """
    places = minor_units(currency)
    causes = {cause.cause for month in found.months for cause in month.causes}
    if rows is not None and rows not in causes:
        raise unknown("cause", rows, causes)
    parts: list[Part] = [*found.theirs.notes]
    for month in found.months:
        parts.append(_bridge(found, month, currency, places))
        for cause in month.causes:
            if cause.accounts and (cause.cause == rows or by == "account"):
                periods = cause.periods if cause.cause == rows else ()
                title = f"{month.month}, {cause.cause}: {cause.text}"
                parts += behind(title, cause.accounts, periods, found.measure, places)
    return [*parts, *_suggested(found, places)]


def _bridge(found: Reconciled, month: Comparison, currency: str, places: int) -> Part:
    amounts = [cause.amount for cause in month.causes]
    first, *parts, last = texts(found.measure, places, month.before, amounts, month.after)
    lines: list[list[str | None]] = [[found.names[0], "", grouped(first), ""]]
    lines += [
        [
            f"  {cause.cause}",
            cause.text,
            grouped(part, signed=True),
            f"{len(cause.accounts):,}" if cause.accounts else "",
        ]
        for cause, part in zip(month.causes, parts, strict=True)
    ]
    lines.append([found.names[1], "", grouped(last), ""])
    title = (
        f"{title_of(found.measure)} of {month.month} from {found.names[0]} to {found.names[1]}, {currency}"
    )
    return table(title, ["", "", "amount", "accounts"], lines, text_columns=2)


def _suggested(found: Reconciled, places: int) -> list[Part]:
    what = "accounts and months" if found.theirs.by_account else "months"
    parts: list[Part] = [f"{found.agreed:,} of {found.compared:,} figures agree as they stand."]
    believed = [one for one in found.suggestions if one.explains > one.against]
    if believed:
        cells = [
            [
                one.hypothesis.name,
                {"one": "one switch", "two": "two switches", "preset": "preset"}[one.hypothesis.kind],
                f"{one.explains:,}",
                f"{one.against:,}",
                "yes" if one.used else "no",
            ]
            for one in believed
        ]
        columns = ["would explain", "", f"{what} it explains", "that speak against it", "in the bridge"]
        parts.append(
            table("Suggestions: computed and found equal, which is no proof", columns, cells, text_columns=2)
        )
    if found.nearest:
        near = (
            f"{one.hypothesis.name} ({grouped(text(one.left, found.measure, places))} left)"
            for one in found.nearest
        )
        parts.append(f"Nothing that was tried explains all; nearest are {', '.join(near)}.")
    return parts
