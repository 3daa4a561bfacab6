"""The first screen: ARR per CSM against its target, heads against what the work asks for, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from bookload.base.money import QUANTA
from bookload.report.charts.scale import SHORT, short
from bookload.report.figures import annual, number, units

if TYPE_CHECKING:
    from bookload.base.period import Month
    from bookload.planning.capacity import CapacityRow, Implied
    from bookload.report.answer import Answer
    from bookload.report.team import Team

MARKS = {
    "above": ("▲", "above target"),
    "within": ("●", "within target"),
    "below": ("▼", "below target"),
    "on_the_way": ("◐", "on the way"),
    "too_early": ("○", "too early to judge"),
    "not_available": ("–", "no verdict"),
}
"""How each verdict is told: a shape and words, so that no colour has to."""

BINDS = {"hours": "hours bind", "accounts": "accounts a person bind", "contacts": "contacts a person bind"}


@dataclass(frozen=True, slots=True)
class Beside:
    """A figure in a line of its own: its label, how it reads, a note, whether hours are assumed."""

    label: str
    value: str | None
    note: str = ""
    assumed: bool = False


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two answers: the figure, the verdict, what stands beside it, and why.

    `opens` are the metrics that open it, each with the words to call it by.
    """

    label: str
    value: str | None
    unit: str
    mark: str
    verdict: str
    beside: tuple[Beside, ...]
    reasons: tuple[str, ...]
    opens: tuple[tuple[str, str], ...]
    assumed: bool = False


@dataclass(frozen=True, slots=True)
class Front:
    """The first screen."""

    day: str
    ratio: Side
    heads: Side


def front(answer: Answer, team: Team, currency: str) -> Front:
    """Return the first screen of an answer."""
    return Front(
        day=in_words(answer.capacity.as_of), ratio=_ratio(answer, team, currency), heads=_heads(answer)
    )


def in_words(day: date) -> str:
    """Return a date as people write it: `30 Jun 2026`."""
    return f"{day.day} {SHORT[day.month - 1]} {day.year}"


def month_words(month: Month) -> str:
    """Return a month as people write it: `Jun 2026`."""
    return f"{SHORT[month.number - 1]} {month.year}"


def _ratio(answer: Answer, team: Team, currency: str) -> Side:
    row, judged = answer.company, answer.assessment
    covered = judged.basis == "covered"
    total, named = units(row.arr_per_csm, currency), units(row.covered_arr_per_csm, currency)
    mark, verdict = MARKS[judged.verdict.code]
    return Side(
        label="ARR per CSM, covered" if covered else "ARR per CSM",
        value=named if covered else total,
        unit=currency,
        mark=mark,
        verdict=verdict,
        beside=(
            Beside("target", units(judged.target.value, currency), judged.target.label),
            Beside("in total" if covered else "covered", total if covered else named),
            _implied(answer.implied, currency),
        ),
        reasons=(_sentence(judged.verdict.words), *_ratio_reasons(answer, team, currency)),
        opens=(
            ("covered_arr_per_csm" if covered else "arr_per_csm", "Why this ratio"),
            (
                "arr_per_csm" if covered else "covered_arr_per_csm",
                "Why in total" if covered else "Why covered",
            ),
            ("target", "Why this target"),
        ),
    )


def _sentence(words: str) -> str:
    return words if words.startswith("n/a") else words[:1].upper() + words[1:]


def _implied(implied: Implied | None, currency: str) -> Beside:
    label = "implied by the activity model"
    if implied is None:
        return Beside(label, None)
    accounts = number(implied.accounts_per_csm)
    note = f"{accounts} accounts per CSM" if accounts else ""
    return Beside(label, units(implied.arr_per_csm, currency), note, assumed=implied.assumed)


def _ratio_reasons(answer: Answer, team: Team, currency: str) -> Iterator[str]:
    row, target = answer.company, answer.assessment.target
    if answer.assessment.basis == "covered":
        owners = number(row.covered_csms, 2)
        yield f"{annual(row.covered_arr, currency)} of ARR has an owner who counts, for {owners} CSMs who own"
    yield f"{annual(row.arr, currency)} of ARR in all, for {number(row.csms, 2)} CSMs who count"
    left_out = ", ".join(f"{count} {why}" for why, count in team.left_out)
    people = "person counts" if team.counted == 1 else "people count"
    yield f"{team.counted} {people}" + (f"; not counted: {left_out}" if left_out else "")
    parts = ", ".join(
        f"{short(Fraction(part.arr, QUANTA))} {part.touch_model} touch at {short(part.target)}"
        for part in target.parts
    )
    if parts:
        yield f"The target blends {parts}. {target.source}"


def _heads(answer: Answer) -> Side:
    need = answer.need
    return Side(
        label="CSMs there",
        value=number(need.have, 1) if need else None,
        unit="full-time equivalents",
        mark="○" if need is None or need.gap is None else "▼" if need.gap > 0 else "▲",
        verdict=_gap(need),
        beside=(
            Beside(
                "asked for by the activity model",
                number(need.need, 1) if need else None,
                _band(need),
                assumed=need is not None and need.assumed,
            ),
            Beside(
                "there, by what they can carry",
                number(need.ramped, 2) if need else None,
                "ramping ones in part",
            ),
        ),
        reasons=tuple(_head_reasons(answer)),
        opens=(("need", "Why this need"),),
        assumed=need is not None and need.assumed,
    )


def _band(need: CapacityRow | None) -> str:
    if need is None or need.need_low is None or need.need_high is None:
        return "n/a: a standard head has no hours in this month" if need else ""
    band = f"band {need.need_low:.1f} to {need.need_high:.1f}"
    return f"{band}; {BINDS[need.binding]}" if need.binding else band


def _gap(need: CapacityRow | None) -> str:
    if need is None or need.need is None:
        return "not known"
    if need.gap is None:
        return "a band, no hiring verdict"
    return f"{number(abs(need.gap), 1)} {'short' if need.gap > 0 else 'to spare'}"


def _head_reasons(answer: Answer) -> Iterator[str]:
    need = answer.need
    if need is None:
        return
    if need.assumed:
        yield "The hours are ASSUMED: published averages, until journey.toml has activities"
    plannable = number(answer.capacity.standard[need.month].plannable, 0)
    yield (
        f"{number(need.demand_hours, 0)} hours asked in {month_words(need.month)}, and one head can plan "
        f"with {plannable}: {number(need.need_by_hours, 1) or 'n/a'} heads"
    )
    yield (
        f"{number(need.need_by_accounts, 1)} heads by the cap on accounts, "
        f"{number(need.need_by_contacts, 1)} by that on contacts"
    )
    for row in answer.capacity.unowned:
        if (row.month, row.role) == (need.month, need.role) and row.hours:
            yield f"{number(row.hours, 0)} of the hours nobody carries: {row.reason.replace('_', ' ')}"
    if need.gap is not None:
        yield f"{_gap(need).capitalize()}: what is asked for less what those there can carry"
