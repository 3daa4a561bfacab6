"""The one-page answer, as JSON and on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bookload.base.access import Right
from bookload.report.document import amount_text, arr_text, mrr_text, plain
from bookload.report.figures import annual, monthly, number, percent, units
from bookload.report.terminal import Part, table

if TYPE_CHECKING:
    from bookload.base.access import Access
    from bookload.data.reader import Reader
    from bookload.report.answer import Answer
    from bookload.report.document import Document, Json


def body(answer: Answer, access: Access) -> Document:
    """Return the report's document, without what the reader may not see."""
    row, kept = answer.company, answer.retention
    document: Document = {
        "mrr": mrr_text(row.arr),
        "arr": arr_text(row.arr),
        "accounts": plain(row.accounts, access),
        "csms": plain(row.csms, access),
        "arr_per_csm": amount_text(row.arr_per_csm, 2),
        "covered": {
            "arr": arr_text(row.covered_arr),
            "csms": plain(row.covered_csms, access),
            "arr_per_csm": amount_text(row.covered_arr_per_csm, 2),
        },
        "mrr_per_csm": amount_text(row.mrr_per_csm, 6),
        "accounts_per_csm": plain(row.accounts_per_csm, access),
        "nrr": plain(kept.nrr if kept else None, access),
        "grr": plain(kept.grr if kept else None, access),
        "logo_churn": plain(kept.logo_churn if kept else None, access),
        "retention_month": str(kept.month) if kept else None,
        "target": _target(answer, access),
        "verdict": plain(answer.assessment.verdict, access),
        "gain": plain(answer.assessment.gain, access),
        "heads": _heads(answer, access),
        "implied": _implied(answer, access),
        "benchmarks": plain(answer.assessment.benchmarks["arr_per_csm"], access),
        "missing": list(answer.missing),
    }
    if access.allows(Right.PAY_GROUP):
        document["arr_per_ote"] = plain(row.arr_per_ote, access)
        document["cost_to_serve"] = plain(row.cost_to_serve, access)
    return document


def _target(answer: Answer, access: Access) -> Json:
    target = answer.assessment.target
    allowed = access.allows(Right.PAY_GROUP)
    return {
        "value": amount_text(target.value if allowed else target.unscaled, 2),
        "scaled": target.scaled and allowed,
        "source": target.source,
        "label": target.label,
        "basis": answer.assessment.basis,
    }


def _heads(answer: Answer, access: Access) -> Json:
    need = answer.need
    return {
        "have": plain(need.have if need else None, access),
        "ramped": plain(need.ramped if need else None, access),
        "need": plain(need.need if need else None, access),
        "need_whole": need.need_whole if need else None,
        "need_low": need.need_low if need else None,
        "need_high": need.need_high if need else None,
        "binding": need.binding if need else None,
        "assumed": need.assumed if need else None,
    }


def _implied(answer: Answer, access: Access) -> Json:
    implied = answer.implied
    return {
        "arr_per_csm": amount_text(implied.arr_per_csm, 2) if implied else None,
        "accounts_per_csm": plain(implied.accounts_per_csm, access) if implied else None,
    }


def tables(answer: Answer, reader: Reader) -> list[Part]:
    """Return the answer: the verdict first, then the figures, then what is missing."""
    currency = reader.policy.company.currency
    parts: list[Part] = [
        f"ARR per CSM: {_ratio(answer, currency)} against a target of {_aim(answer, currency)}",
        f"  {answer.assessment.verdict.words}",
        f"  {_people(answer)}",
        "",
        table(
            f"As of {reader.as_of}, {currency}",
            ["", "", ""],
            _figures(answer, reader.access, currency),
            text_columns=1,
        ),
    ]
    if len(answer.segments) > 1:
        parts.append(_segments(answer, currency))
    parts.extend(_beside(answer, currency))
    parts.extend(f"- {words}" for words in answer.missing)
    return parts


def _ratio(answer: Answer, currency: str) -> str:
    row = answer.company
    total = units(row.arr_per_csm, currency) or "n/a"
    if answer.assessment.basis == "total":
        return f"{total} {currency}"
    covered = units(row.covered_arr_per_csm, currency) or "n/a"
    return f"{covered} {currency} covered by named people ({total} in total)"


def _aim(answer: Answer, currency: str) -> str:
    target = answer.assessment.target
    return f"{units(target.value, currency) or 'n/a'} ({target.label})"


def _people(answer: Answer) -> str:
    need = answer.need
    if need is None or need.need is None:
        return "CSMs needed: n/a"
    band = "" if need.need_low is None else f", {need.need_low:.1f} to {need.need_high:.1f}"
    assumed = " by ASSUMED hours: a band, no hiring verdict" if need.assumed else f"; {need.binding} binds"
    return f"CSMs: {number(need.have, 2)} there, {number(need.need, 1)} needed{band}{assumed}"


def _figures(answer: Answer, access: Access, currency: str) -> list[list[str | None]]:
    row, kept = answer.company, answer.retention
    span = f"{kept.month - 12} to {kept.month}" if kept else "needs a year of history"
    figures: list[list[str | None]] = [
        ["ARR", annual(row.arr, currency), ""],
        ["MRR", monthly(row.arr, currency), ""],
        ["accounts", number(row.accounts, 0), ""],
        ["CSMs", number(row.csms, 2), "ramped, full-time equivalents"],
        ["accounts per CSM", number(row.accounts_per_csm), ""],
        ["MRR per CSM", units(row.mrr_per_csm, currency), ""],
        ["NRR", percent(kept.nrr if kept else None), span],
        ["GRR", percent(kept.grr if kept else None), span],
        ["logo churn", percent(kept.logo_churn if kept else None), span],
    ]
    if access.allows(Right.PAY_GROUP):
        figures.append(["ARR per OTE", number(row.arr_per_ote), "" if row.arr_per_ote else "needs pay"])
        figures.append(["cost to serve", percent(row.cost_to_serve), "of ARR"])
    return figures


def _segments(answer: Answer, currency: str) -> Part:
    rows = [
        [
            row.group or "(none)",
            number(row.csms, 2),
            annual(row.arr, currency),
            units(row.arr_per_csm, currency),
            number(row.accounts_per_csm),
        ]
        for row in answer.segments
    ]
    return table("By segment", ["segment", "CSMs", "ARR", "ARR/CSM", "accounts/CSM"], rows)


def _beside(answer: Answer, currency: str) -> list[Part]:
    implied = answer.implied
    lines: list[Part] = []
    if implied is not None and implied.arr_per_csm is not None:
        assumed = " (ASSUMED hours)" if implied.assumed else ""
        lines.append(
            f"The activity model implies {units(implied.arr_per_csm, currency)} ARR and "
            f"{number(implied.accounts_per_csm)} accounts per CSM{assumed}."
        )
    lines.append(
        f"Gain on last year: {percent(answer.assessment.gain.value) or 'n/a'}; "
        f"{answer.assessment.gain.words}."
    )
    return lines
