"""The target of ARR per CSM: the blend of touch models, the scaling by pay, and the verdict, as formulas."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from bookload.base import money
from bookload.base.money import QUANTA
from bookload.report.workbook.sheet import cell, divided, span

if TYPE_CHECKING:
    from bookload.metrics.ratios.targets import Target
    from bookload.report.workbook.gathered import Gathered
    from bookload.report.workbook.sheet import Sheet, Value
    from bookload.report.workbook.style import Kind

NAME = "Target"
FIRST = 4
VERDICTS = {
    "too_early": "too early to judge",
    "on_the_way": "on the way",
    "below": "below",
    "within": "within",
    "above": "above",
    "not_available": None,
}


def fill(sheet: Sheet, data: Gathered) -> None:
    """Write the parts of the blend, what scales it, and the verdict with its thresholds."""
    target = data.answer.assessment.target
    sheet.begin(
        "Target of ARR per CSM",
        f"Blended over the {data.answer.assessment.basis} ARR, in {data.currency}. {target.source}",
        [42, 18, 18, 16, 60],
        frozen=(FIRST, 1),
    )
    sheet.head(FIRST - 1, ("touch model", "ARR", "target a head", "heads at target"))
    end = _blend(sheet, target)
    at = _scaled(sheet, data, target, end + 2)
    _verdict(sheet, data, at + 1)


def _blend(sheet: Sheet, target: Target) -> int:
    """Write the parts and their sums; return the row of the sums."""
    heads = Fraction(0)
    for offset, part in enumerate(target.parts):
        at = FIRST + offset
        each = Fraction(part.arr, QUANTA) / part.target
        heads += each
        sheet.put(at, 0, part.touch_model, "text")
        sheet.put(at, 1, money.arr(part.arr), "whole", given=True)
        sheet.put(at, 2, part.target, "whole", given=True)
        sheet.live(at, 3, divided(cell(at, 1), cell(at, 2)), each, "heads")
    end = FIRST + max(1, len(target.parts))
    last = end - 1
    sheet.put(end, 0, "all of them", "text")
    arr = sum(part.arr for part in target.parts)
    sheet.live(end, 1, f"=SUM({span((FIRST, 1), (last, 1))})", money.arr(arr), "whole", strong=True)
    sheet.live(end, 3, f"=SUM({span((FIRST, 3), (last, 3))})", heads, "heads", strong=True)
    sheet.live(end, 2, divided(cell(end, 1), cell(end, 3)), target.unscaled, "whole", strong=True)
    if target.left_out:
        sheet.note(end, f"{money.arr(target.left_out):,.0f} of ARR is of touch models without a target", 4)
    return end


def _scaled(sheet: Sheet, data: Gathered, target: Target, at: int) -> int:
    """Write what scales the blend and the target itself; return the last row."""
    blend = cell(at - 2, 2)
    sheet.section(at, "The target")
    if target.scaled and target.mean_ote and data.target_rate and data.shows_pay:
        reference = Fraction(data.policy.targets.reference_pay) * data.target_rate
        sheet.put(at + 1, 0, f"mean OTE of the eligible heads, {target.mean_ote.month}", "text")
        sheet.put(at + 1, 1, target.mean_ote.value, "money", given=True)
        sheet.put(at + 2, 0, "reference pay that the targets are for", "text")
        sheet.put(at + 2, 1, reference, "money", given=True)
        formula = f'=IF(ISNUMBER({blend}),{blend}*{cell(at + 1, 1)}/{cell(at + 2, 1)},"n/a")'
        at += 3
    else:
        formula = f"={blend}"
        at += 1
    sheet.put(at, 0, "target of ARR per CSM", "text")
    sheet.live(at, 1, formula, target.value, "money", strong=True)
    sheet.put(at, 4, target.label, "wrap")
    sheet.named("target", at, 1, target.value)
    return at


def _verdict(sheet: Sheet, data: Gathered, at: int) -> None:
    """Write the thresholds, the distance and the verdict."""
    judged, targets, rate = data.answer.assessment, data.policy.targets, data.target_rate
    company = data.answer.company
    ratio = company.covered_arr_per_csm if judged.basis == "covered" else company.arr_per_csm
    distance = None if ratio is None or judged.target.value is None else judged.target.value - ratio
    early, expected = (
        None if rate is None else Fraction(each) * rate for each in (targets.early_arr, targets.expected_arr)
    )
    sheet.section(at, "The verdict")
    lines: tuple[tuple[str, Value, Kind], ...] = (
        ("below this ARR it is too early to judge", early, "money"),
        ("up to this ARR a company is on the way", expected, "money"),
        ("band around the target", Fraction(targets.band), "share"),
    )
    for offset, (label, value, kind) in enumerate(lines, start=1):
        sheet.put(at + offset, 0, label, "text")
        sheet.put(at + offset, 1, value, kind, given=True)
    low, high, band = (cell(at + offset, 1) for offset in (1, 2, 3))
    sheet.put(at + 4, 0, f"ARR per CSM, {judged.basis}", "text")
    sheet.live(at + 4, 1, "=judged_arr_per_csm", ratio, "money")
    mine = cell(at + 4, 1)
    sheet.put(at + 5, 0, "distance to the target (below 0: above it)", "text")
    both = f"AND(ISNUMBER({mine}),ISNUMBER(target))"
    sheet.live(at + 5, 1, f'=IF({both},target-{mine},"n/a")', distance, "money")
    away = cell(at + 5, 1)
    sheet.put(at + 6, 0, "verdict", "text")
    formula = (
        f'=IF(NOT(ISNUMBER({low})),"n/a",IF(arr_total<{low},"too early to judge",IF(NOT({both}),"n/a",'
        f'IF(arr_total<{high},"on the way",IF(ABS({away})<={band}*target,"within",'
        f'IF({away}>0,"below","above"))))))'
    )
    verdict = VERDICTS[judged.verdict.code]
    sheet.live(at + 6, 1, formula, verdict, "text", strong=True)
    sheet.put(at + 6, 4, judged.verdict.words, "wrap")
    sheet.named("verdict", at + 6, 1, verdict)
    sheet.named("distance_to_target", at + 5, 1, distance)
    sheet.mark_verdict(at + 6, 1)
