"""Of what a figure can be opened: one account, one person, or the company alone; what is nowhere is an error.

A figure of something that is not there would read 0, as if it were known to be nothing.
"""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from bookload.base.access import Right
from bookload.base.errors import UsageError
from bookload.data.tables import unbound
from bookload.metrics.books.movements import owners_seen
from bookload.metrics.books.shares import ownership
from bookload.metrics.team.people import staff
from bookload.report.explain.committed import MEANING as COMMITTED
from bookload.report.explain.movement import MEANING as MOVEMENTS
from bookload.report.explain.ratio import RATIOS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bookload.data.reader import Reader

OF_ACCOUNTS = frozenset(
    {
        *("arr", "mrr", "accounts", "nrr", "grr", "logo_churn", "renewals"),
        *("need", "hours", "rank_correlation", "gini", "lever_hours"),
        *COMMITTED,
        *MOVEMENTS,
    }
)
OF_PEOPLE = frozenset({"csms", "have", "utilisation"})
OF_THE_COMPANY = frozenset({"target", "gain", "implied_arr_per_csm", "top_10_share", "herfindahl", *RATIOS})
"""What is of no part alone; all other figures name by themselves what they are of."""

NEAR = 3
CUTOFF = 0.6


def demand_subject(reader: Reader, metric: str, subject: str) -> None:
    """Raise `UsageError` for a subject that the figure does not have, naming those that are close.

    What a reader may not see is not there for them either.
    """
    if metric in OF_THE_COMPANY:
        raise UsageError(f"'{metric}' is of the company as a whole; leave out what it is for ('{subject}')")
    if metric in OF_ACCOUNTS:
        _demand("account", subject, _accounts(reader))
    if metric in OF_PEOPLE:
        _demand("person", subject, _people(reader))


def _demand(kind: str, subject: str, names: Mapping[str, str]) -> None:
    """Raise where an id is not among the names by id: close ones are found by id and by name."""
    if subject in names:
        return
    wanted = subject.casefold()
    words: dict[str, list[str]] = {}
    for each, name in names.items():
        for word in {each.casefold(), name.casefold()} - {""}:
            words.setdefault(word, []).append(each)
    close = [each for word in words if word.startswith(wanted) for each in words[word]]
    close += [
        each
        for word in difflib.get_close_matches(wanted, words, n=NEAR, cutoff=CUTOFF)
        for each in words[word]
    ]
    listed = [
        f"'{each}' ({names[each]})" if names[each] else f"'{each}'"
        for each in list(dict.fromkeys(close))[:NEAR]
    ]
    hint = f"did you mean {' or '.join(listed)}?" if listed else f"{len(names):,} have an id to be named by"
    raise UsageError(f"there is no {kind} '{subject}' among those that you may see; {hint}")


def _accounts(reader: Reader) -> Mapping[str, str]:
    rows = reader.collect(unbound("accounts").select("account_id", "name")).rows()
    return {str(row["account_id"]): str(row["name"] or "") for row in rows}


def _people(reader: Reader) -> Mapping[str, str]:
    """Return who is there by id; without the right to names nobody is told whether somebody is."""
    if not reader.access.allows(Right.PERSON_NAMES):
        return {}
    owned = ownership(reader).select("owner_id").distinct()
    owners = {str(row["owner_id"]) for row in reader.collect(owned).rows()}
    known = {each: of.name or "" for each, of in staff(reader).people.items()}
    every = {**dict.fromkeys(owners, ""), **known}
    seen = every if reader.access.sees_all_rows else owners_seen(reader, every)
    return {each: every[each] for each in every if each in seen}
