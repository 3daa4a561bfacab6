"""Where the hours go, on one page: against what is paid and entitled, and what could take fewer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from bookload.base.money import QUANTA
from bookload.metrics.effort.recorded import MINUTE_ONE, MINUTES_AN_HOUR
from bookload.report.figures import number, percent, units
from bookload.report.terminal import Part, table
from bookload.report.topics.effort_body import body

if TYPE_CHECKING:
    from bookload.metrics.effort.against import Against, OffTheLine
    from bookload.metrics.effort.effort import Effort, Hours
    from bookload.metrics.effort.entitled import Entitled, Entitlement
    from bookload.metrics.effort.recorded import LogSpan
    from bookload.metrics.effort.savings import Candidate, Savings
    from bookload.metrics.effort.stages import StageTime

__all__ = ["against_tables", "body", "candidate_tables", "tables"]

FEW = 5
"""Rows of each list on the one page; `--against-revenue` and `--candidates` have all."""
NO_CANDIDATES = (
    "The log shows nothing that could take fewer hours: nothing done three times or more in a quarter "
    "without a playbook, nothing above its level, nothing for many at once, nothing to automate."
)
NOTHING = "The log has no activities by then: import a calendar or a call log into `activities`."
SINGLE = "Minutes of single people, accounts and candidates need the right to time_person."
WAYS = {
    "playbook": "write a playbook",
    "level": "hand down",
    "one_to_many": "do for many at once",
    "automate": "automate",
}


def tables(effort: Effort, currency: str) -> list[Part]:
    """Return the one page: places, stages, steps, revenue, entitlement, and the first candidates."""
    if effort.span is None:
        return [NOTHING]
    head = _head(effort.span)
    if effort.hours is None:
        return [head, *_team(effort)]
    hours = effort.hours
    return [
        head,
        _places(hours, effort.span),
        _stages(hours),
        *_bottleneck(hours.bottleneck),
        _steps(hours),
        *against_tables(hours.against, currency, FEW),
        *_entitled(hours.entitled),
        *candidate_tables(hours.savings, FEW),
    ]


def against_tables(found: Against | None, currency: str, most: int | None = None) -> list[Part]:
    """Return how time follows revenue, and the accounts that are far from the line."""
    if found is None:
        return ["Time against revenue: n/a, for the log has no whole month."]
    parts: list[Part] = [_correlation(found)]
    for far, words in (("above", "Far above the line"), ("below", "Far below the line")):
        rows = [each for each in found.far if each.far == far]
        shown = rows[:most]
        if rows:
            title = f"{words}: {len(rows)} accounts, a month, {currency}" + _of(shown, rows)
            parts.append(_far(title, shown, currency))
    if found.unpaid:
        parts.append(
            f"{found.unpaid} accounts without recurring revenue took {_hours(found.unpaid_minutes)} h; "
            "they are not in the figures above."
        )
    if found.elsewhere:
        parts.append(
            f"{found.elsewhere} accounts outside this book took {_hours(found.elsewhere_minutes)} h; what "
            "they pay is not this reader's to see, and they are not in the figures above."
        )
    return parts


def candidate_tables(savings: Savings, most: int | None = None, *, named: bool = False) -> list[Part]:
    """Return what could take fewer hours, by way, each with how its saving is counted.

    Who does it is said where they may be `named`, else how many do.
    """
    ways = (savings.playbooks, savings.levels, savings.one_to_many, savings.automated)
    parts = [part for found in ways if found for part in _candidates(found[:most], found, named=named)]
    if not parts:
        return [] if most else [NO_CANDIDATES]
    return [*parts, "Hours of several lists may be the same ones: they do not add up."]


def _head(span: LogSpan) -> Part:
    return (
        f"The log has {span.days:,} days, from {span.start.isoformat()}; hours a month are of months "
        "of 365/12 days."
    )


def _places(hours: Hours, span: LogSpan) -> Part:
    minutes: dict[str, int] = defaultdict(int)
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for row in hours.places:
        minutes[row.place] += row.minutes
        counts[row.place][0] += row.activities
        counts[row.place][1] += row.unknown
    rows = [
        [
            words,
            f"{counts[place][0]:,}",
            f"{counts[place][1]:,}",
            _hours(minutes[place]),
            number(_exact(minutes[place]) / span.length),
        ]
        for place, words in (
            ("account", "for accounts"),
            ("internal", "internal"),
            ("unexplained", "unexplained"),
        )
    ]
    return table(
        "Where the hours go", ["what for", "activities", "of unknown length", "hours", "a month"], rows
    )


def _stages(hours: Hours) -> Part:
    rows = [
        [
            each.stage or "(none stated)",
            _hours(each.minutes),
            percent(each.share),
            None if each.trend is None else f"{each.trend.slope * 100:+.2f}",
            None if each.trend is None else f"{each.trend.low * 100:+.2f} to {each.trend.high * 100:+.2f}",
        ]
        for each in hours.stages
    ]
    columns = ["stage", "hours", "share", "points a month", "95% interval"]
    return table("Hours for accounts by stage, and the trend of each share", columns, rows)


def _bottleneck(stage: StageTime | None) -> list[Part]:
    if stage is None:
        return []
    if stage.trend is None:
        told = "fewer than six whole months tell no trend"
    elif stage.trend.clear:
        told = "its share is " + ("rising" if stage.trend.slope > 0 else "falling")
    else:
        told = "no trend that can be told from noise"
    return [f"Bottleneck: {stage.stage}, with {percent(stage.share)} of the hours; {told}."]


def _steps(hours: Hours) -> Part:
    largest = sorted(hours.steps, key=lambda step: (-step.minutes, step.stage or "", step.activity))
    rows = [
        [
            step.activity,
            step.stage or "(none stated)",
            f"{step.deliveries:,}",
            _minutes(step.median),
            _minutes(step.mean),
            _hours(step.minutes),
            number(step.modelled / (MINUTE_ONE * MINUTES_AN_HOUR)),
            number(step.residual / (MINUTE_ONE * MINUTES_AN_HOUR)),
        ]
        for step in largest[: 2 * FEW]
    ]
    columns = ["activity", "stage", "times", "median min", "robust mean", "hours", "modelled", "residual"]
    title = f"The steps that take most{_of(rows, hours.steps)}; over all, modelled hours are those logged"
    return table(title, columns, rows, text_columns=2)


def _correlation(found: Against) -> str:
    months = f"{found.months[0]} to {found.months[-1]}"
    accounts = f"{found.accounts:,} accounts with revenue ({found.idle:,} of them without any time)"
    ranked = found.correlation
    said = (
        "rank correlation n/a"
        if ranked is None
        else f"rank correlation {ranked.rho:.2f} (95%: {ranked.low:.2f} to {ranked.high:.2f})"
    )
    gini = number(found.lorenz.gini, 2) if found.lorenz else "n/a"
    return f"Time against revenue, {months}, {accounts}: {said}; Gini of time over revenue {gini}."


def _far(title: str, rows: Sequence[OffTheLine], currency: str) -> Part:
    cells = [
        [
            each.account_id,
            units(each.arr / QUANTA, currency),
            number(each.hours),
            number(each.line),
            number(each.hours_at_stake),
            units(each.arr_at_stake / QUANTA, currency),
        ]
        for each in rows
    ]
    return table(title, ["account", "ARR", "hours", "on the line", "hours at stake", "ARR at stake"], cells)


def _entitled(found: Entitled | None) -> list[Part]:
    if found is None:
        return []
    rows = [
        [
            _entitlement(each.entitlement),
            number(each.entitlement.hours),
            f"{each.account_months:,}",
            number(each.entitled),
            number(each.used),
            percent(each.used / each.entitled, 0) if each.entitled else None,
        ]
        for each in found.groups
    ]
    columns = ["entitled by", "hours a month", "account-months", "entitled", "used", "share"]
    parts: list[Part] = [table("Hours against what accounts are entitled to", columns, rows)]
    if found.over:
        shown = found.over[:FEW]
        over = [
            [
                each.account_id,
                _entitlement(each.entitlement),
                number(each.entitled),
                number(each.used),
                number(each.over),
            ]
            for each in shown
        ]
        title = f"Expectations to reset: {len(found.over)} accounts{_of(shown, found.over)}, hours a month"
        parts.append(
            table(title, ["account", "entitled by", "entitled", "used", "over"], over, text_columns=2)
        )
    return parts


def _entitlement(entitlement: Entitlement) -> str:
    word = entitlement.by.replace("_", " ")
    return f"{word} {entitlement.name}" + (" (assumed)" if entitlement.assumed else "")


def _candidates(shown: Sequence[Candidate], found: Sequence[Candidate], *, named: bool) -> list[Part]:
    rows = [
        [
            each.activity,
            each.stage or "(none stated)",
            each.subject or "",
            _who(each, named=named),
            f"{each.times:,}",
            number(each.hours),
            number(each.saved),
            "measured" if each.measured else "assumed",
        ]
        for each in shown
    ]
    columns = ["activity", "stage", "subject", "by", "times", "hours a month", "saved", "saving"]
    way = found[0].way
    title = f"Candidates to {WAYS[way]}: {len(found)}{_of(shown, found)}"
    hows = dict.fromkeys(each.how for each in shown)
    return [table(title, columns, rows, text_columns=4), *(f"Saved: {how}." for how in hows)]


def _who(each: Candidate, *, named: bool) -> str:
    if each.people is None:
        return "several"
    if named:
        return ", ".join(each.people)
    return "1 person" if len(each.people) == 1 else f"{len(each.people)} people"


def _team(effort: Effort) -> list[Part]:
    rows = [
        [
            row.side,
            row.key if row.key is not None else "" if row.side == "total" else "(none stated)",
            _hours(row.minutes) if row.quarters else None,
            str(row.quarters),
            str(row.withheld),
        ]
        for row in effort.team or ()
    ]
    columns = ["by", "which", "hours", "quarters shown", "withheld"]
    return [
        table("The team's hours in whole quarters, of five people or more", columns, rows, text_columns=2),
        SINGLE,
    ]


def _exact(minutes: int) -> Fraction:
    return Fraction(minutes, MINUTE_ONE * MINUTES_AN_HOUR)


def _hours(minutes: int) -> str | None:
    return number(_exact(minutes))


def _minutes(took: Fraction | None) -> str | None:
    return None if took is None else number(took / MINUTE_ONE)


def _of(shown: Sequence[object], found: Sequence[object]) -> str:
    """Return how many of a list are shown, where it is not all."""
    return "" if len(shown) == len(found) else f", the first {len(shown)} of {len(found)}"
