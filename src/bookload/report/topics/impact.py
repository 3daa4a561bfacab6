"""What interventions did to MRR, in a sentence each with its figures; and MRR after contact."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bookload.report.document import plain
from bookload.report.terminal import Part, table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bookload.base.access import Access
    from bookload.planning.impact import Contact, Impact, Impacts
    from bookload.planning.impact import Part as Estimate
    from bookload.report.document import Document

SHOWN_ACCOUNTS = 8
"""Treated accounts that the terminal shows one by one; `--json` has all rows."""

MOVEMENTS = {"returned": "paid again"}
METHODS = {"callaway_santanna": "Callaway and Sant'Anna, in amounts", "two_way": "two-way fixed effects"}
CALLS = {"effect": "an effect", "none_seen": "none seen", "cannot_tell": "cannot tell"}


def body(found: Impacts, access: Access) -> Document:
    """Return one intervention's answer with all of its rows, or each one's; figures are estimates."""
    if found.one is not None:
        return _one(found.one, access)
    every = [_one(each, access) for each in found.found]
    return {"interventions": [{name: each[name] for name in each if name != "accounts"} for each in every]}


def _one(each: Impact, access: Access) -> Document:
    written = plain(each, access)
    shown: Document = dict(written) if isinstance(written, dict) else {}
    shown.pop("as_of", None)
    money = each.money
    shown["effect_mrr"] = None if money is None else round(money[0], 2)
    shown["low_mrr"] = None if money is None else round(money[1], 2)
    shown["high_mrr"] = None if money is None else round(money[2], 2)
    return shown


def contact_body(found: Contact, access: Access) -> Document:
    """Return MRR after contact by lag, steady against bursts, and by account and owner."""
    written = plain(found, access)
    shown: Document = dict(written) if isinstance(written, dict) else {}
    shown.pop("as_of", None)
    return shown


def tables(found: Impacts, currency: str) -> list[Part]:
    """Return the answers; of one intervention with everything that speaks for and against it."""
    parts: list[Part] = [f"{each.name} ({each.intervention_id}): {each.verdict}" for each in found.found]
    if found.one is None:
        parts.append(_all(found.found))
        parts.append(
            f"{len(found.found)} were asked about: p counts that (Holm). Figures are estimates; "
            "`bookload impact INTERVENTION` opens one."
        )
        return parts
    one = found.one
    parts += list(one.selected)
    if one.effect is None:
        return parts
    parts += [_figures(one, currency), _movements(one), _events(one), _accounts(one, currency)]
    parts.append(
        f"Compared with {one.controls} accounts that were live then and not reached, alike in "
        f"{', '.join(name.replace('_', ' ') for name in one.alike_in)}. Figures are estimates."
    )
    return parts


def _all(found: Sequence[Impact]) -> Part:
    rows = [
        [
            each.intervention_id,
            each.name,
            CALLS[each.called],
            str(each.treated),
            share(each.effect),
            _range(each.low, each.high),
            chance(each.p_asked),
            chance(each.placebo_p),
            _plain(each.detectable),
        ]
        for each in found
    ]
    columns = ["intervention", "name", "called", "accounts", "effect", "95% interval", "p", "placebo p"]
    return table("What they did to MRR", [*columns, "detectable"], rows, text_columns=3)


def _figures(one: Impact, currency: str) -> Part:
    money = one.money or (0.0, 0.0, 0.0)
    lost = one.lost
    rows: list[list[str | None]] = [
        ["effect on MRR", share(one.effect), _range(one.low, one.high)],
        [f"the same, {currency} a month", f"{money[0]:,.0f}", f"{money[1]:,.0f} to {money[2]:,.0f}"],
        ["accounts lost", None if lost is None else share(lost.effect), _of(lost)],
        ["before and after alone, compared with nobody", share(one.before_after), None],
        ["placebo: seven to twelve months before", share(one.placebo), f"p {chance(one.placebo_p) or 'n/a'}"],
        ["as clear among accounts not reached", chance(one.untreated_p), None],
        ["smallest effect that 80% would show", _plain(one.detectable), None],
        ["the same, foreseen from before", _plain(one.foreseen), None],
        ["chance of showing one of 5%", _plain(one.power), None],
        ["gone if drift were times the largest before", _times(one.breakdown), None],
        *[[METHODS[each.name], share(each.effect), _of(each)] for each in one.checks],
    ]
    return table(
        f"{one.treated} accounts with {one.mrr:,.0f} {currency} of MRR, {one.months} months",
        ["", "", "95% interval"],
        rows,
    )


def _movements(one: Impact) -> Part:
    rows = [
        [MOVEMENTS.get(each.name, each.name), share(each.effect), _range(each.low, each.high)]
        for each in one.movements
    ]
    return table("By movement; they add up to the effect", ["movement", "effect", "95% interval"], rows)


def _events(one: Impact) -> Part:
    rows = [
        [f"{each.since:+d}", str(each.accounts), share(each.effect), _range(each.low, each.high)]
        for each in one.events
    ]
    return table(
        "By month from the start (0); before it there should be nothing",
        ["month", "accounts", "difference", "95% interval"],
        rows,
    )


def _accounts(one: Impact, currency: str) -> Part:
    shown = [each for each in one.accounts if each.side == "treated"][:SHOWN_ACCOUNTS]
    rows = [
        [
            each.account_id,
            each.month,
            f"{each.mrr:,.0f}",
            share(each.change),
            share(each.weight),
            share(each.part),
        ]
        for each in shown
    ]
    return table(
        f"Accounts that move it most ({len(shown)} of {one.treated}); all parts add up to the effect",
        ["account", "from", f"MRR before, {currency}", "change", "weight", "part"],
        rows,
        text_columns=2,
    )


def contact_tables(found: Contact) -> list[Part]:
    """Return what MRR does after contact, by lag and owner, and steady contact against bursts."""
    lags = [[str(each.months), share(each.effect), _range(each.low, each.high)] for each in found.lags]
    parts: list[Part] = [
        found.verdict,
        f"Who is contacted: MRR grew {found.before:+.1%} more than that of others in three months before.",
        table(
            f"MRR after a month with contact ({found.touched} account-months) against one without "
            f"({found.untouched})",
            ["months after", "difference", "95% interval"],
            lags,
        ),
        _steady(found),
    ]
    if found.owners:
        rows = [
            [
                each.owner_id,
                str(each.account_months),
                str(each.touched),
                share(each.effect),
                _range(each.low, each.high),
            ]
            for each in found.owners
        ]
        columns = ["owner", "account-months", "with contact", "difference", "95% interval"]
        parts.append(table("By owner, after six months; nobody is ranked by it", columns, rows))
    return parts


def _steady(found: Contact) -> str:
    counts = f"{found.steady_accounts} accounts with steady contact and {found.burst_accounts} with bursts"
    if found.steady is None:
        return f"Steady contact against bursts: cannot tell, because there are {counts}; it takes 10 of each."
    told = found.steady
    seen = "no difference seen" if told.low <= 0 <= told.high else "an association, not a proof"
    return (
        f"Steady contact against bursts: MRR {told.effect:+.1%} ({told.low:+.1%} to {told.high:+.1%}) over "
        f"the six months after, {counts}: {seen}."
    )


def share(value: float | None) -> str | None:
    """Return an estimate as a signed percentage; None stays n/a."""
    return None if value is None else f"{value:+.1%}"


def chance(value: float | None) -> str | None:
    """Return a probability to three places; None stays n/a."""
    return None if value is None else f"{value:.3f}"


def _plain(value: float | None) -> str | None:
    return None if value is None else f"{value:.1%}"


def _times(value: float | None) -> str | None:
    return None if value is None else f"{value:.1f}"


def _range(low: float | None, high: float | None) -> str | None:
    return None if low is None or high is None else f"{low:+.1%} to {high:+.1%}"


def _of(each: Estimate | None) -> str | None:
    return None if each is None else _range(each.low, each.high)
