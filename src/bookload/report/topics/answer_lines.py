"""The report's document, set for a terminal: the verdict first, then the figures, then what is missing.

It reads the document alone, so that an answer that was kept is shown without computing anything.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from bookload.report.figures import number, percent, units
from bookload.report.terminal import Part, remarks, table, under

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bookload.report.document import Document

MONTHS_A_YEAR = 12


def tables(report: Document) -> list[Part]:
    """Return the answer as lines and tables."""
    shown: Mapping[str, Any] = report
    currency = str(shown["currency"])
    parts: list[Part] = [
        *under(str(shown["profile"])),
        f"ARR per CSM: {_ratio(shown, currency)} against a target of {_aim(shown, currency)}",
        f"  {shown['verdict']['words']}",
        f"  {_people(shown['heads'])}",
        "",
        table(f"As of {shown['as_of']}, {currency}", ["", "", ""], _figures(shown, currency)),
    ]
    if len(shown["segments"]) > 1:
        parts.append(_segments(shown, currency))
    parts.extend(_beside(shown, currency))
    parts.extend(_turned(shown.get("turned", [])))
    parts.extend(f"- {words}" for words in shown["missing"])
    parts.extend(remarks(shown.get("notes", [])))
    return parts


def _ratio(shown: Mapping[str, Any], currency: str) -> str:
    total = _money(shown["arr_per_csm"], currency) or "n/a"
    if shown["target"]["basis"] == "total":
        return f"{total} {currency}"
    covered = _money(shown["covered"]["arr_per_csm"], currency) or "n/a"
    return f"{covered} {currency} covered by named people ({total} in total)"


def _aim(shown: Mapping[str, Any], currency: str) -> str:
    target = shown["target"]
    return f"{_money(target['value'], currency) or 'n/a'} ({target['label']})"


def _people(heads: Mapping[str, Any]) -> str:
    if heads["need"] is None:
        return "CSMs needed: n/a"
    band = "" if heads["need_low"] is None else f", {heads['need_low']:.1f} to {heads['need_high']:.1f}"
    how = (
        " by ASSUMED hours: a band, no hiring verdict" if heads["assumed"] else f"; {heads['binding']} binds"
    )
    return f"CSMs: {_number(heads['have'], 2)} there, {_number(heads['need'])} needed{band}{how}"


def _figures(shown: Mapping[str, Any], currency: str) -> list[list[str | None]]:
    span = (
        f"the year to {shown['retention_month']}" if shown["retention_month"] else "needs a year of history"
    )
    figures: list[list[str | None]] = [
        ["ARR", _money(shown["arr"], currency), ""],
        ["MRR", _money(shown["mrr"], currency), ""],
        ["accounts", _number(shown["accounts"], 0), ""],
        ["CSMs", _number(shown["csms"], 2), "ramped, full-time equivalents"],
        ["accounts per CSM", _number(shown["accounts_per_csm"]), ""],
        ["MRR per CSM", _money(shown["mrr_per_csm"], currency), ""],
        ["NRR", _percent(shown["nrr"]), span],
        ["GRR", _percent(shown["grr"]), span],
        ["logo churn", _percent(shown["logo_churn"]), span],
    ]
    if "arr_per_ote" in shown:
        figures.append(
            ["ARR per OTE", _number(shown["arr_per_ote"]), "" if shown["arr_per_ote"] else "needs pay"]
        )
        figures.append(["cost to serve", _percent(shown["cost_to_serve"]), "of ARR"])
    return figures


def _segments(shown: Mapping[str, Any], currency: str) -> Part:
    rows = [
        [
            row["segment"] or "(none)",
            _number(row["csms"], 2),
            _money(row["arr"], currency),
            _money(row["arr_per_csm"], currency),
            _number(row["accounts_per_csm"]),
        ]
        for row in shown["segments"]
    ]
    return table("By segment", ["segment", "CSMs", "ARR", "ARR/CSM", "accounts/CSM"], rows)


def _beside(shown: Mapping[str, Any], currency: str) -> list[Part]:
    implied, gain = shown["implied"], shown["gain"]
    lines: list[Part] = []
    if implied["arr_per_csm"] is not None:
        assumed = " (ASSUMED hours)" if implied["assumed"] else ""
        lines.append(
            f"The activity model implies {_money(implied['arr_per_csm'], currency)} ARR and "
            f"{_number(implied['accounts_per_csm'])} accounts per CSM{assumed}."
        )
    lines.append(f"Gain on last year: {_percent(gain['value']) or 'n/a'}; {gain['words']}.")
    return lines


def _turned(signs: list[Mapping[str, Any]]) -> list[Part]:
    """Return what turned; a document that an earlier version kept has none of it."""
    if not signs:
        return []
    lines = [f"  {sign['segment'] or 'company'}: {sign['words']}" for sign in signs]
    return [f"Turned in {signs[0]['month']} (`bookload signs` opens it):", *lines]


def _money(text: str | None, currency: str) -> str | None:
    return None if text is None else units(Fraction(Decimal(text)), currency)


def _number(value: float | None, places: int = 1) -> str | None:
    return None if value is None else number(Fraction(value), places)


def _percent(value: float | None) -> str | None:
    return None if value is None else percent(Fraction(value))
