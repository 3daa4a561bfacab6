"""The one-page answer as a document; `answer_lines` sets the same document for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bookload.base.access import Right
from bookload.report.document import amount_text, arr_text, mrr_text, plain
from bookload.report.turned import told

if TYPE_CHECKING:
    from bookload.base.access import Access
    from bookload.report.answer import Answer
    from bookload.report.document import Document, Json


def body(answer: Answer, access: Access, currency: str) -> Document:
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
        "uncounted_arr": arr_text(row.uncounted_arr),
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
        "segments": [
            {
                "segment": segment.group,
                "csms": plain(segment.csms, access),
                "arr": arr_text(segment.arr),
                "arr_per_csm": amount_text(segment.arr_per_csm, 2),
                "accounts_per_csm": plain(segment.accounts_per_csm, access),
            }
            for segment in answer.segments
        ],
        "turned": [
            {
                "segment": each.sign.key,
                "kind": each.sign.kind,
                "month": str(each.sign.month),
                "since": str(each.sign.since),
                "words": each.words,
            }
            for each in told(answer, currency)
        ],
        "missing": list(answer.missing),
        "notes": list(answer.bridge.notes),
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
        "assumed": implied.assumed if implied else None,
        "accounts_per_csm": plain(implied.accounts_per_csm, access) if implied else None,
    }
