"""The answer on one sheet: every figure refers to the cell of another sheet that it comes from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bookload.report.explain.arr import DEFINITION as OF_ARR
from bookload.report.explain.csms import DEFINITION as OF_CSMS
from bookload.report.explain.need import DEFINITION as OF_NEED
from bookload.report.explain.ratio import RATIOS
from bookload.report.explain.retention import MEANING
from bookload.report.workbook.sheets import ratios

if TYPE_CHECKING:
    from bookload.report.workbook.gathered import Gathered
    from bookload.report.workbook.sheet import Sheet, Value
    from bookload.report.workbook.style import Kind

NAME = "Answer"
FIRST = 4
FIRST_MONTH = ratios.FIRST
ASSUMED = "ASSUMED hours: published averages, a band and no hiring verdict"


@dataclass(frozen=True, slots=True)
class Line:
    """A figure of the answer: the name of the cell that it refers to, or its value where nothing does."""

    label: str
    kind: Kind
    refers: str = ""
    value: Value = None
    note: str = ""
    definition: str = ""
    gives: str = ""


def fill(sheet: Sheet, data: Gathered) -> None:
    """Write the two answers first, then the figures beside them."""
    found = data.answer
    sheet.begin(
        f"{data.provenance.workspace}: ARR per CSM and heads",
        f"As of {found.capacity.as_of}, in {data.currency}, profile {data.provenance.profile}. Figures "
        "refer to the other sheets; shaded cells are given.",
        [38, 20, 58, 80],
        frozen=(FIRST, 1),
    )
    sheet.head(FIRST - 1, ("figure", "value", "how it stands", "definition"), words=(0, 2, 3))
    at = FIRST
    for title, lines in (
        ("ARR per CSM", _ratio(data)),
        ("Heads", _heads(data)),
        ("Beside them", _beside(data)),
    ):
        at += title != "ARR per CSM"
        sheet.section(at, title)
        at += 1
        for line in lines:
            _line(sheet, at, line)
            at += 1
    ratios.trend_chart(sheet, (at + 1, 0), FIRST_MONTH + len(found.trend) - 1)


def _line(sheet: Sheet, at: int, line: Line) -> None:
    sheet.put(at, 0, line.label, "text")
    if line.refers:
        sheet.live(at, 1, f"={line.refers}", sheet.names.values[line.refers], line.kind, strong=True)
    else:
        sheet.put(
            at, 1, line.value, line.kind, given=line.value is not None and not isinstance(line.value, str)
        )
    sheet.put(at, 2, line.note, "wrap")
    sheet.put(at, 3, line.definition, "wrap")
    sheet.tall(at, max(line.definition, line.note, key=len), 112 if line.definition else 76)
    if line.gives:
        sheet.named(line.gives, at, 1, line.value)
    if line.refers == "verdict":
        sheet.mark_verdict(at, 1)


def _ratio(data: Gathered) -> Iterator[Line]:
    judged = data.answer.assessment
    covered = judged.basis == "covered"
    first, second = (
        ("covered_arr_per_csm", "arr_per_csm") if covered else ("arr_per_csm", "covered_arr_per_csm")
    )
    words = {"covered_arr_per_csm": "ARR per CSM, covered", "arr_per_csm": "ARR per CSM, total"}
    yield Line(words[first], "money", first, note=judged.verdict.words, definition=RATIOS[first].definition)
    yield Line("target", "money", "target", note=judged.target.label, definition=judged.target.source)
    yield Line("verdict", "text", "verdict")
    yield Line("distance to the target", "money", "distance_to_target", note="below 0: above the target")
    yield Line(words[second], "money", second, definition=RATIOS[second].definition)
    assumed = ASSUMED if data.answer.capacity.assumed else ""
    yield Line("implied by the activity model", "money", "implied_arr_per_csm", note=assumed)
    gain = judged.gain
    yield Line("gain on last year", "share", value=gain.value, note=gain.words)


def _heads(data: Gathered) -> Iterator[Line]:
    need = data.answer.need
    if need is None:
        return
    band = f"band {need.need_low:.1f} to {need.need_high:.1f}" if need.need_low is not None else ""
    binds = f"; {need.binding} bind" if need.binding else ""
    yield Line("CSMs there", "heads", "heads_there", note="full-time equivalents, ramping ones included")
    yield Line(
        "asked for by the activity model",
        "heads",
        "heads_asked_for",
        note=f"{band}{binds}" + (f". {ASSUMED}" if need.assumed else ""),
        definition=OF_NEED,
    )
    yield Line(
        "short (below 0: to spare)", "heads", "heads_short", note="asked for less what those there can carry"
    )
    yield Line("accounts per CSM implied", "ratio", "implied_accounts_per_csm")


def _beside(data: Gathered) -> Iterator[Line]:
    row, kept = data.answer.company, data.answer.retention
    yield Line("ARR", "money", "arr_total", definition=OF_ARR)
    yield Line("MRR", "money", "mrr_total", definition="ARR / 12")
    yield Line("accounts", "count", "accounts_live", definition="Live accounts: those with MRR.")
    left_out = ", ".join(f"{count} {why}" for why, count in data.team.left_out)
    note = f"{data.team.counted} people" + (f"; not counted: {left_out}" if left_out else "")
    yield Line("CSMs who count", "heads", "csms", note=note, definition=OF_CSMS)
    for name, label, kind in (
        ("accounts_per_csm", "accounts per CSM", "ratio"),
        ("mrr_per_csm", "MRR per CSM", "money"),
    ):
        yield Line(label, kind, name, definition=RATIOS[name].definition)  # type: ignore[arg-type]
    span = f"{kept.month - 12} to {kept.month}" if kept else "needs a year of history"
    for name, label in (("nrr", "NRR"), ("grr", "GRR"), ("logo_churn", "logo churn")):
        yield Line(label, "share", name if kept else "", note=span, definition=MEANING[name][0])
    if data.shows_pay:
        yield Line("ARR per OTE", "ratio", "arr_per_ote", definition=RATIOS["arr_per_ote"].definition)
        yield Line(
            "cost to serve",
            "share",
            value=row.cost_to_serve,
            definition=RATIOS["cost_to_serve"].definition,
            gives="cost_to_serve",
        )
