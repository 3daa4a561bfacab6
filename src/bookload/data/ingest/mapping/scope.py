"""Whether a list of what is now has all accounts, or another list of the same company has the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bookload.base.errors import Finding
from bookload.data.ingest.mapping.mapping import LEFT_OUT
from bookload.data.ingest.mapping.question import Question

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bookload.data.ingest.mapping.guess import SheetGuess
    from bookload.data.ingest.mapping.mapping import Mapping, SheetMapping

LISTED = frozenset({"subscriptions", "ownership"})
"""Tables in which what a list lacks has ended."""


def listed_by(entry: SheetMapping) -> frozenset[str]:
    """Return the tables of which a sheet knew one day alone."""
    if "start_date" in entry.columns:
        return frozenset({"ownership"}) if "owner" in entry.columns else frozenset()
    match entry.table:
        case "one_sheet":
            return LISTED if "owner" in entry.columns else frozenset({"subscriptions"})
        case "subscriptions" | "ownership":
            return frozenset({entry.table})
        case "accounts" | "mrr_wide":
            return frozenset({"ownership"}) if "owner" in entry.columns else frozenset()
        case _:
            return frozenset()


def doubtful_scopes(sheets: Sequence[SheetGuess], last: Mapping) -> list[Question]:
    """Return a question for each list that comes from another source than the lists before it."""
    others = [entry for entry in _absent(sheets, last) if listed_by(entry)]
    found = []
    for sheet in sheets:
        mapping = sheet.mapping
        other = next((each for each in others if listed_by(each) & listed_by(mapping)), None)
        if other is None or mapping.scope is not None or sheet.last.table is not None:
            continue
        text = f"the last list was {other.file}: is this the whole list, so that accounts it lacks have ended"
        place = (mapping.file or "", mapping.sheet, None)
        found.append(Question("list-scope", *place, text, ("all", "part"), "scope", ""))
    return found


def is_part(sheets: Sequence[SheetGuess], last: Mapping) -> bool:
    """Return whether the lists of this import lack accounts that other lists have.

    Lists that are parts make a whole if all of them that are known are imported together.
    """
    here = [sheet.mapping for sheet in sheets if listed_by(sheet.mapping)]
    others = [entry for entry in _absent(sheets, last) if listed_by(entry)]
    together = not others and len(here) > 1
    return any(entry.scope == "part" for entry in (*here, *others)) and not together


def replaced_sources(sheets: Sequence[SheetGuess], last: Mapping) -> list[Finding]:
    """Return a warning for each source whose table another source now takes the place of."""
    found = []
    for entry in _absent(sheets, last):
        if entry.table == LEFT_OUT or listed_by(entry):
            continue
        now = [sheet for sheet in sheets if sheet.mapping.table == entry.table and sheet.last.table is None]
        if now and not listed_by(now[0].mapping):
            message = f"takes the place of {entry.file}, which {entry.table} came from before"
            remedy = "If both belong together, import them together."
            sheet = now[0].view.sheet
            found.append(
                Finding("source-replaced", message, remedy, "warning", file=sheet.file, sheet=sheet.name)
            )
    return found


def _absent(sheets: Sequence[SheetGuess], last: Mapping) -> list[SheetMapping]:
    """Return the entries of the last import whose source is not in this one."""
    here = [(sheet.view.sheet.file, sheet.view.sheet.name) for sheet in sheets]
    return [entry for entry in last.sheet if not any(entry.speaks_of(*place) for place in here)]
