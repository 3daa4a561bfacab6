"""Leading signs by month: what turned, since when, how strongly, and the accounts behind it."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from bookload.report.document import bridge_text, mrr_text, plain
from bookload.report.figures import monthly, number, percent
from bookload.report.signs import MARKS, UNJUDGED, VERDICTS, by_place, share, signed, words
from bookload.report.terminal import Part, table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bookload.base.access import Access
    from bookload.base.period import Month
    from bookload.metrics.books.signs import Signs
    from bookload.metrics.revenue.signs.band import Band
    from bookload.metrics.revenue.signs.judged import SignMonth
    from bookload.metrics.revenue.signs.sign import Sign, SignAccount
    from bookload.report.document import Document, Json

Rows = "Mapping[tuple[Month, str | None], SignMonth]"

KEY_NAMES = {
    "segment": "segment",
    "tier": "tier",
    "region": "region",
    "touch_model": "touch_model",
    "person": "person_id",
}
BY_CHANCE = 20
"""One month in so many falls outside its band by noise alone."""

SHOWN = 5
"""Accounts that are named one by one behind a sign."""


def body(signs: Signs, access: Access, currency: str) -> Document:
    """Return the months and their signs; `trend` and `fallen_trend` are estimates, all else is fact."""
    rows = by_place(signs)
    return {
        "by": signs.by,
        "judged": signs.judged,
        "turns_by_chance": signs.judged / BY_CHANCE,
        "notes": list(signs.notes),
        "rows": [_row(row, signs.by, access) for row in signs.rows],
        "signs": [_sign(sign, rows, signs.by, access, currency) for sign in signs.signs],
    }


def _key(key: str | None, by: str) -> Document:
    return {KEY_NAMES[by]: key} if by in KEY_NAMES else {}


def _row(row: SignMonth, by: str, access: Access) -> Document:
    base, organic, closing = bridge_text(row.base, [row.organic], row.closing)
    shown: Document = {
        name: plain(getattr(row, name), access)
        for name in (
            "accounts",
            "rate",
            "verdict",
            "unjudged",
            "fallen",
            "growing",
            "growth",
            "growth_before",
        )
    }
    return {
        "month": str(row.month),
        **_key(row.key, by),
        "base": base,
        "organic": organic,
        "closing": closing,
        **shown,
        "trend": _band(row.trend),
        "fallen_trend": _band(row.fallen_trend),
    }


def _band(band: Band | None) -> Json:
    shown = plain(band, None)
    return {"estimate": True, **shown} if isinstance(shown, dict) else None


def _sign(
    sign: Sign,
    rows: Mapping[tuple[Month, str | None], SignMonth],
    by: str,
    access: Access,
    currency: str,
) -> Document:
    return {
        "kind": sign.kind,
        "month": str(sign.month),
        **_key(sign.key, by),
        "since": str(sign.since),
        "amount": mrr_text(sign.amount),
        "strength": sign.strength,
        "judged": sign.judged,
        "words": words(sign, rows[sign.month, sign.key], currency),
        "accounts": [_account(account, access) for account in sign.accounts],
    }


def _account(account: SignAccount, access: Access) -> Json:
    shown = plain(account, access)
    assert isinstance(shown, dict)  # noqa: S101 - narrows the type
    base, organic, closing = bridge_text(account.base, [account.organic], account.closing)
    return {**shown, "base": base, "organic": organic, "closing": closing}


def tables(signs: Signs, currency: str) -> list[Part]:
    """Return the signs as lines, the latest first, the accounts behind them, and the figures by month."""
    rows = by_place(signs)
    parts: list[Part] = []
    for sign in signs.signs:
        key = "" if signs.by == "company" else f" {_named(sign.key)}"
        parts.append(f"{sign.month}{key}: {words(sign, rows[sign.month, sign.key], currency)}")
    if not signs.signs:
        parts.append("Nothing turned.")
    parts.extend(_behind(signs, currency))
    parts.append(_figures(signs, currency))
    parts.append(_chance(signs))
    parts.extend(f"- {note}" for note in signs.notes)
    return parts


def _behind(signs: Signs, currency: str) -> list[Part]:
    """Return the accounts behind the signs, the largest changes in full."""
    grouped = signs.by != "company"
    owned = any(each.owner_id is not None for sign in signs.signs for each in sign.accounts)
    cells = [
        [
            str(sign.month),
            *([_named(sign.key)] if grouped else []),
            MARKS[sign.kind],
            account.account_id,
            *([account.owner_id or "(nobody)"] if owned else []),
            str(account.since or ""),
            monthly(account.base, currency),
            monthly(account.closing, currency),
        ]
        for sign in signs.signs
        for account in sign.accounts[:SHOWN]
    ]
    if not cells:
        return []
    columns = ["month", *([signs.by] if grouped else []), "sign", "account", *(["owner"] if owned else [])]
    made = table(
        f"Accounts behind them, MRR in {currency}",
        [*columns, "since", "before", "after"],
        cells,
        text_columns=len(columns) + 1,
    )
    more = sum(max(0, len(sign.accounts) - SHOWN) for sign in signs.signs)
    which = f"Of each sign the {SHOWN} accounts that changed most; {more} more are in --json."
    return [made, which] if more else [made]


def _named(key: str | None) -> str:
    return key or "(none)"


def _chance(signs: Signs) -> str:
    judged = signs.judged
    if not judged:
        return "No month is judged: that takes ten accounts, and twelve months of them before it."
    noise = number(Fraction(judged, BY_CHANCE))
    return (
        f"{judged} months are judged; noise alone would put about {noise} of them outside their band. "
        "Bands are estimates; amounts are in constant currency."
    )


def _figures(signs: Signs, currency: str) -> Part:
    grouped = signs.by != "company"
    cells = [
        [
            *([_named(row.key)] if grouped else []),
            str(row.month),
            VERDICTS[row.verdict] if row.verdict else UNJUDGED[row.unjudged or "too_still"],
            monthly(row.base, currency),
            signed(row.organic, currency),
            percent(row.rate),
            None if row.trend is None else f"{share(row.trend.low)} to {share(row.trend.high)}",
        ]
        for row in signs.rows
    ]
    columns = [
        *([signs.by] if grouped else []),
        "month",
        "verdict",
        "MRR before",
        "moved by",
        "rate",
        "expected",
    ]
    title = f"What accounts did by themselves, MRR in {currency}"
    return table(title, columns, cells, text_columns=2 + grouped)
