"""Effects of interventions: side by side, or one of them down to the accounts, whose parts are formulas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bookload.report.explain.impact import KINDS, METHODS
from bookload.report.topics.impact import CALLS
from bookload.report.workbook.charts import Frame, Rows, Series, intervals
from bookload.report.workbook.sheet import cell, span
from bookload.report.workbook.style import ACCENT

if TYPE_CHECKING:
    from bookload.planning.impact import Impact, Impacts
    from bookload.report.workbook.sheet import Sheet, Value
    from bookload.report.workbook.style import Kind

NAME = "What worked"
FIRST = 4
SIDE = 8
"""The column that charts begin at."""

WIDTHS = [44, 14, 14, 14, 14, 14, 14, 14, 14, 14, 14, 14, 60]


def fill(sheet: Sheet, found: Impacts, currency: str) -> None:
    """Write all interventions side by side; one that is asked about alone with its months and accounts."""
    sheet.begin(
        "What worked",
        f"ESTIMATES as of {found.as_of}, in {currency}. Shaded cells are given; effects are shares of the "
        "MRR that the accounts paid before.",
        WIDTHS,
        frozen=(2, 1),
    )
    if found.one is None:
        _all(sheet, found)
        return
    one = found.one
    sheet.note(2, f"{one.name} ({one.intervention_id}): {' '.join((one.verdict, *one.selected))}")
    if one.effect is None:
        return
    at = _figures(sheet, one, currency)
    at = _movements(sheet, one, at + 2)
    at = _events(sheet, one, at + 2)
    _accounts(sheet, one, at + 2)


def _all(sheet: Sheet, found: Impacts) -> None:
    labels = ("intervention", "called", "accounts reached", "MRR before", "effect on MRR", "low", "high")
    more = ("effect a month", "p", "placebo p", "power at 5%", "detectable", "the answer")
    sheet.head(FIRST - 1, (*labels, *more), words=(0, 1, 12))
    for at, each in enumerate(found.found, start=FIRST):
        sheet.put(at, 0, f"{each.name} ({each.intervention_id})", "text")
        sheet.put(at, 1, CALLS[each.called], "text")
        sheet.put(at, 2, each.treated, "count", given=True)
        sheet.put(at, 3, each.mrr, "money", given=True)
        for column, value in enumerate((each.effect, each.low, each.high), start=4):
            sheet.put(at, column, value, "share", given=True)
        money = None if each.money is None else each.money[0]
        product = f"{cell(at, 3)}*{cell(at, 4)}"
        sheet.live(at, 7, f'=IF(ISNUMBER({cell(at, 4)}),{product},"n/a")', money, "money")
        chances: tuple[tuple[float | None, Kind], ...] = (
            (each.p_asked, "rate"),
            (each.placebo_p, "rate"),
            (each.power, "share"),
            (each.detectable, "share"),
        )
        for column, (of, kind) in enumerate(chances, start=8):
            sheet.put(at, column, of, kind, given=True)
        sheet.put(at, 12, each.verdict, "wrap")
        sheet.tall(at, each.verdict, WIDTHS[12])
    last = FIRST + len(found.found) - 1
    sheet.note(last + 2, f"{len(found.found)} were asked about: p counts that (Holm).")
    frame = Frame((last + 4, 0), "Effects on MRR with their 95% intervals", form="0%", signed=True)
    series = (Series(5, "low", None), Series(4, "effect", ACCENT), Series(6, "high", None))
    intervals(sheet, frame, Rows(FIRST, last, 0), series)


def _figures(sheet: Sheet, one: Impact, currency: str) -> int:
    """Write the figures; the effect in money is a formula. Return the last row."""
    sheet.head(FIRST - 1, ("figure", "estimate", "low", "high"))
    sheet.put(FIRST, 0, f"MRR of {one.treated} accounts before, {currency}", "text")
    sheet.put(FIRST, 1, one.mrr, "money", given=True)
    sheet.put(FIRST + 1, 0, "effect on MRR", "text")
    for column, value in enumerate((one.effect, one.low, one.high), start=1):
        sheet.put(FIRST + 1, column, value, "share", given=True)
    sheet.named("impact_effect", FIRST + 1, 1, one.effect)
    sheet.put(FIRST + 2, 0, f"effect a month, {currency}", "text")
    for column, amount in enumerate(_money(one), start=1):
        formula = f"={cell(FIRST + 1, column)}*{cell(FIRST, 1)}"
        sheet.live(FIRST + 2, column, formula, amount, "money", strong=True)
    lost = one.lost
    rows: tuple[tuple[str, tuple[Value, ...], Kind], ...] = (
        ("p, asked alone", (one.p,), "rate"),
        ("accounts lost", (None,) if lost is None else (lost.effect, lost.low, lost.high), "share"),
        ("before and after alone, compared with nobody", (one.before_after,), "share"),
        ("placebo: seven to twelve months before", (one.placebo,), "share"),
        ("p of the placebo", (one.placebo_p,), "rate"),
        ("as clear among accounts not reached", (one.untreated_p,), "rate"),
        ("smallest effect that 80% would show", (one.detectable,), "share"),
        ("the same, foreseen from before", (one.foreseen,), "share"),
        ("chance of showing one of 5%", (one.power,), "share"),
        ("gone if drift were times the largest before", (one.breakdown,), "ratio"),
        *((METHODS[each.name], (each.effect, each.low, each.high), "share") for each in one.checks),
        ("accounts compared with", (one.controls,), "count"),
    )
    for at, (label, values, kind) in enumerate(rows, start=FIRST + 3):
        sheet.put(at, 0, label, "text")
        for column, given in enumerate(values, start=1):
            sheet.put(at, column, given, kind, given=True)
    return FIRST + 2 + len(rows)


def _money(one: Impact) -> tuple[float, ...]:
    return one.money or ()


def _movements(sheet: Sheet, one: Impact, at: int) -> int:
    """Write the movements, which sum to the effect by a formula; return the row of the sum."""
    sheet.head(at, ("movement", "adds to the effect", "low", "high"))
    for row, each in enumerate(one.movements, start=at + 1):
        sheet.put(row, 0, KINDS.get(each.name, each.name), "text")
        for column, value in enumerate((each.effect, each.low, each.high), start=1):
            sheet.put(row, column, value, "share", given=True)
    end = at + 1 + len(one.movements)
    sheet.put(end, 0, "together", "text")
    total = sum(each.effect for each in one.movements)
    sheet.live(end, 1, f"=SUM({span((at + 1, 1), (end - 1, 1))})", total, "share", strong=True)
    return end


def _events(sheet: Sheet, one: Impact, at: int) -> int:
    """Write the months from the start with their chart; return the last row."""
    sheet.head(at, ("month from the start", "difference in MRR", "low", "high", "accounts reached", "is"))
    for row, each in enumerate(one.events, start=at + 1):
        sheet.put(row, 0, each.since, "count")
        for column, value in enumerate((each.effect, each.low, each.high), start=1):
            sheet.put(row, column, value, "share", given=True)
        sheet.put(row, 4, each.accounts, "count", given=True)
        sheet.put(row, 5, "before" if each.since < 0 else "after", "text")
    last = at + len(one.events)
    frame = Frame((FIRST - 1, SIDE), "Difference by month from the start", "0%", "+0;-0;0", signed=True)
    series = (Series(2, "low", None), Series(1, "difference", ACCENT), Series(3, "high", None))
    intervals(sheet, frame, Rows(at + 1, last, 0), series)
    return last


def _accounts(sheet: Sheet, one: Impact, at: int) -> None:
    """Write each account's row: its part is weight times change, and all parts sum to the effect."""
    sheet.section(at, "Accounts, and controls once for every start that they are compared with")
    labels = ("account", "side", "from", "MRR before", "change of MRR", "weight", "adds to the effect")
    sheet.head(at + 1, labels, words=(0, 1, 2))
    first, last = at + 3, at + 2 + len(one.accounts)
    sheet.put(at + 2, 0, "together", "text")
    total = sum(each.part for each in one.accounts)
    sheet.live(at + 2, 6, f"=SUM({span((first, 6), (last, 6))})", total, "share", strong=True)
    for row, each in enumerate(one.accounts, start=first):
        for column, words in enumerate((each.account_id, each.side, each.month)):
            sheet.put(row, column, words, "text")
        sheet.put(row, 3, each.mrr, "money", given=True)
        sheet.put(row, 4, each.change, "share", given=True)
        sheet.put(row, 5, each.weight, "share", given=True)
        sign = f'IF({cell(row, 1)}="treated",1,-1)'
        sheet.live(row, 6, f"={sign}*{cell(row, 5)}*{cell(row, 4)}", each.part, "share")
