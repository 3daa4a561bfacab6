"""What interventions did to MRR: an answer in a sentence each, its figures, and what speaks against it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from bookload.report.document import plain
from bookload.report.explain.impact import KINDS, METHODS
from bookload.report.terminal import Part, table
from bookload.report.topics.estimates import between, chance, interval, share, size, times

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bookload.base.access import Access
    from bookload.planning.impact import Impact, Impacts
    from bookload.report.document import Document

SHOWN_ACCOUNTS = 8
"""Treated accounts that the terminal shows one by one; `--json` has all rows."""

CALLS = {"effect": "an effect", "none_seen": "none seen", "cannot_tell": "cannot tell"}
"""What is called, in words."""

ALIKE = {
    "trend_3": "growth over three months",
    "trend_6": "growth over six",
    "level": "size",
    "anniversary": "an anniversary in those months",
    "age": "age",
    "young": "being younger than half a year",
}
NONE = ""
"""Where there is no interval to be had: not n/a, which would be one that is not known."""

ESTIMATED = "Figures are estimates."
ALONE = (
    "p is of this question alone: who chooses one out of several reads p where all of them are asked about."
)


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


def tables(found: Impacts, currency: str) -> list[Part]:
    """Return the answers; of one intervention with everything that speaks for and against it."""
    if found.one is not None:
        parts = _opened(found.one, currency)
    else:
        parts = [_counted(found.found), _all(found.found)]
        parts += [f"{each.name} ({each.intervention_id}): {each.verdict}" for each in found.found]
        parts.append(f"{len(found.found)} were asked about: p counts that (Holm). {ESTIMATED}")
    return parts


def _opened(one: Impact, currency: str) -> list[Part]:
    parts: list[Part] = [f"{one.name} ({one.intervention_id}): {one.verdict}", *one.selected]
    if one.effect is not None:
        parts += [_figures(one, currency), f"{ESTIMATED} {ALONE}"]
    parts += [_sides(one), *_alike(one)]
    return parts if one.effect is None else [*parts, _movements(one), _events(one), _accounts(one, currency)]


def _counted(found: Sequence[Impact]) -> str:
    """Return in words how many are called what."""
    count = Counter(each.called for each in found)
    said = [
        f"{count['effect']} did something" if count["effect"] else "",
        f"of {count['none_seen']} no effect is seen" if count["none_seen"] else "",
        f"of {count['cannot_tell']} nobody can tell" if count["cannot_tell"] else "",
    ]
    return f"{len(found)} interventions: {', '.join(each for each in said if each)}."


def _all(found: Sequence[Impact]) -> Part:
    rows = [
        [
            each.intervention_id,
            each.name,
            CALLS[each.called],
            f"{each.treated:,}",
            share(each.effect),
            between(each.low, each.high),
            chance(each.p_asked),
            chance(each.placebo_p),
            size(each.power),
            size(each.detectable),
        ]
        for each in found
    ]
    columns = ["intervention", "name", "called", "reached", "effect", "95% interval", "p"]
    return table("What they did to MRR", [*columns, "placebo p", "power", "detectable"], rows, text_columns=3)


def _figures(one: Impact, currency: str) -> Part:
    low, middle, high = _money(one)
    lost = one.lost
    rows: list[list[str | None]] = [
        ["effect on MRR", share(one.effect), between(one.low, one.high)],
        [f"effect a month, {currency}", middle, f"{low} to {high}"],
        ["p, asked alone", chance(one.p), NONE],
        ["accounts lost", None if lost is None else share(lost.effect), interval(lost)],
        ["before and after alone, compared with nobody", share(one.before_after), NONE],
        ["placebo: seven to twelve months before", share(one.placebo), f"p {chance(one.placebo_p) or 'n/a'}"],
        ["as clear among accounts not reached", chance(one.untreated_p), NONE],
        ["smallest effect that 80% would show", size(one.detectable), NONE],
        ["the same, foreseen from before", size(one.foreseen), NONE],
        ["chance of showing one of 5%", size(one.power), NONE],
        ["gone if drift were times the largest before", times(one.breakdown), NONE],
        *[[METHODS[each.name], share(each.effect), interval(each)] for each in one.checks],
    ]
    span = "1 month" if one.months == 1 else f"{one.months} months"
    title = f"{one.treated:,} accounts with {one.mrr:,.0f} {currency} of MRR, {span}"
    return table(title, ["figure", "estimate", "95% interval"], rows)


def _money(one: Impact) -> tuple[str, str, str]:
    effect, low, high = one.money or (0.0, 0.0, 0.0)
    return f"{low:+,.0f}", f"{effect:+,.0f}", f"{high:+,.0f}"


def _sides(one: Impact) -> Part:
    rows = [
        ["reached", f"{one.reached:,}"],
        ["of these compared", f"{one.treated:,}"],
        ["of these not live when it began", f"{one.outside:,}"],
        ["of these like nobody that was not reached", f"{one.apart:,}"],
        ["not reached, and compared with", f"{one.controls:,}"],
    ]
    return table("Who is compared with whom", ["which accounts", "count"], rows)


def _alike(one: Impact) -> list[str]:
    names = [ALIKE.get(name, name) for name in one.alike_in]
    if not names or not one.controls:
        return []
    return [f"Both sides were live in the month before, and are alike in {', '.join(names)}."]


def _movements(one: Impact) -> Part:
    rows = [
        [KINDS.get(each.name, each.name), share(each.effect), between(each.low, each.high)]
        for each in one.movements
    ]
    columns = ["movement", "adds to the effect", "95% interval"]
    return table("By movement; they add up to the effect", columns, rows)


def _events(one: Impact) -> Part:
    rows = [
        [
            f"{each.since:+d}" if each.since else "0",
            f"{each.accounts:,}",
            share(each.effect),
            between(each.low, each.high),
        ]
        for each in one.events
    ]
    columns = ["month", "reached", "difference in MRR", "95% interval"]
    return table("By month from the start (0); before it there should be nothing", columns, rows)


def _accounts(one: Impact, currency: str) -> Part:
    shown = [each for each in one.accounts if each.side == "treated"][:SHOWN_ACCOUNTS]
    rows = [
        [
            each.account_id,
            each.month,
            f"{each.mrr:,.0f}",
            share(each.change),
            size(each.weight),
            share(each.part),
        ]
        for each in shown
    ]
    columns = ["account", "from", f"MRR before, {currency}", "change of MRR", "weight", "adds to the effect"]
    title = f"Accounts that move it most ({len(shown)} of {one.treated}); all parts add up to the effect"
    return table(title, columns, rows, text_columns=2)
