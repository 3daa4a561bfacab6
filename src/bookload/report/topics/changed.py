"""What changed since a look at the company: by cause, by person and by account, each adding up as shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bookload.base.money import MONTHS_A_YEAR, QUANTA, half_away, split_exactly
from bookload.report.document import arr_text
from bookload.report.figures import annual
from bookload.report.terminal import Part, table

if TYPE_CHECKING:
    from bookload.metrics.books.since import AccountChange, OwnerChange, Since
    from bookload.report.document import Document, Json

WORDS = {
    "rules": "counted by other rules: the policy changed",
    "restated": "rows of then that read otherwise now",
    "seen": "accounts that came into the book or left it",
    "moved": "what accounts did",
    "new": "new accounts",
    "reactivation": "came back",
    "resumed": "paused no more",
    "expansion": "expansion",
    "transfer_in": "transferred in",
    "contraction": "contraction",
    "churn": "churn",
    "paused": "paused",
    "transfer_out": "transferred out",
    "reclassified": "in another group",
    "fx": "other rates of exchange",
    "rates": "rates of another day",
}
"""What each cause is called."""

NOTHING = "Nothing changed"
OTHERS = "others"
UNASSIGNED = "nobody"
MONTHS_SHOWN = 12


def body(found: Since) -> Document:
    """Return the two figures and what lies between them; every list adds up to the difference in full."""
    return {
        "since": found.day.isoformat(),
        "before": arr_text(found.before),
        "after": arr_text(found.after),
        "difference": arr_text(found.amount),
        "causes": [{"cause": cause.name, "arr": arr_text(cause.amount)} for cause in found.causes],
        "people": None if found.people is None else [_owner(each) for each in found.people],
        "accounts": [
            {
                "account_id": each.account_id,
                "name": each.name,
                "before": arr_text(each.before),
                "after": arr_text(each.after),
                "difference": arr_text(each.after - each.before),
                "restated": arr_text(each.restated),
                **({"owners": [*each.owners]} if found.people is not None else {}),
            }
            for each in found.accounts
        ],
        "restated": [
            {"month": str(each.month), "before": arr_text(each.before), "after": arr_text(each.after)}
            for each in found.restated
        ],
    }


def _owner(each: OwnerChange) -> Json:
    return {
        "person_id": each.owner_id,
        "before": arr_text(each.before),
        "after": arr_text(each.after),
        "difference": arr_text(each.after - each.before),
        "transferred": arr_text(each.transferred),
    }


def tables(found: Since, currency: str, most: int) -> list[Part]:
    """Return what changed, the first accounts one by one and the rest in a line."""
    if not (found.causes or found.people or found.accounts or found.restated):
        return [f"{NOTHING}: ARR is {annual(found.after, currency)} {currency}, as on {found.day}."]
    parts: list[Part] = [_line(found, currency)]
    if found.causes:
        parts.append(_causes(found, currency))
    if found.people:
        parts.append(_people(found, currency))
    if found.accounts:
        parts.append(_accounts(found, currency, most))
    if found.restated:
        parts.append(_restated(found, currency))
    return parts


def _line(found: Since, currency: str) -> str:
    before, after = annual(found.before, currency), annual(found.after, currency)
    if not found.amount:
        return f"ARR is {after} {currency}, as on {found.day}; what changed makes no difference in sum."
    return f"ARR is {after} {currency}; it was {before} on {found.day}."


def _causes(found: Since, currency: str) -> Part:
    """Return the causes, adding up as they are shown to the difference of the figures as those are shown."""
    years, months = (_column(found, parts) for parts in (1, MONTHS_A_YEAR))
    named = [*(WORDS[cause.name] for cause in found.causes), "in all"]
    rows = [[words, *amounts] for words, *amounts in zip(named, years, months, strict=True)]
    return table("By cause", ["cause", f"ARR {currency}", "MRR"], rows)


def _column(found: Since, parts: int) -> list[str]:
    """Return each cause in whole units of a year's amount over so many parts, and their sum."""
    whole = _units(found.after, parts) - _units(found.before, parts)
    amounts = split_exactly(whole, [_units(cause.amount, parts) for cause in found.causes])
    return [_signed(amount) for amount in (*amounts, whole)]


def _people(found: Since, currency: str) -> Part:
    rows = []
    for each in found.people or ():
        before, moved, after = (_units(amount) for amount in (each.before, each.transferred, each.after))
        cells = [f"{before:,}", _signed(moved), _signed(after - before - moved), f"{after:,}"]
        rows.append([_name(found, each.owner_id), *cells])
    columns = ["person", "ARR before", "transferred", "by their accounts", f"ARR now {currency}"]
    return table("By person", columns, rows)


def _name(found: Since, owner: str | None) -> str:
    if owner is None:
        return OTHERS
    return found.names.get(owner, owner) if owner else UNASSIGNED


def _accounts(found: Since, currency: str, most: int) -> Part:
    """Return the first accounts and the rest in a line; as they are shown they add up, across and down."""
    rows: list[list[str | None]] = []
    told = found.people is not None
    sums = [_units(sum(getattr(each, side) for each in found.accounts)) for side in ("before", "after")]
    for each in found.accounts[:most]:
        before, after = _units(each.before), _units(each.after)
        sums = [sums[0] - before, sums[1] - after]
        what = _what(each.before, each.after, each.restated)
        rows.append([each.name, *_owned(found, each), what, *_across(before, after)])
    if rest := found.accounts[most:]:
        before, after = sums
        rows.append([f"{len(rest):,} more", *([""] if told else []), "", *_across(before, after)])
    words = ["account", *(["owner"] if told else []), "what"]
    columns = [*words, "ARR before", "difference", f"ARR now {currency}"]
    title = f"By account: {len(found.accounts):,} changed"
    return table(title, columns, rows, text_columns=len(words))


def _owned(found: Since, each: AccountChange) -> list[str]:
    """Return the cell of an account's owners, where the reader may know who owns what."""
    if found.people is None:
        return []
    return [", ".join(_name(found, owner) for owner in each.owners) or UNASSIGNED]


def _across(before: int, after: int) -> list[str]:
    return [f"{before:,}", _signed(after - before), f"{after:,}"]


def _what(before: int, after: int, restated: int) -> str:
    if restated and restated == after - before:
        return "reads otherwise"
    if not before or not after:
        return "came" if after else "left"
    return "more" if after > before else "less" if after < before else "reads otherwise"


def _restated(found: Since, currency: str) -> Part:
    last = found.restated[-MONTHS_SHOWN:]
    rows = []
    for each in last:
        before, after = _units(each.before), _units(each.after)
        rows.append([str(each.month), f"{before:,}", _signed(after - before), f"{after:,}"])
    more = f", the last {MONTHS_SHOWN}" if len(found.restated) > len(last) else ""
    title = f"Months that were told otherwise: {len(found.restated)}{more}"
    return table(title, ["month end", "ARR then", "difference", f"ARR now {currency}"], rows)


def _units(quanta: int, parts: int = 1) -> int:
    return half_away(quanta, QUANTA * parts)


def _signed(amount: int) -> str:
    return f"{amount:+,}" if amount else "0"
