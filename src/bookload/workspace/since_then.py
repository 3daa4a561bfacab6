"""From a board report that was given out to now: the readers on the way, each different in one thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bookload.base.access import Right
from bookload.base.errors import UsageError, WorkspaceError
from bookload.data.documents import Journey, Policy, parse
from bookload.data.tables import unbound
from bookload.metrics.ratios.since import Way, since
from bookload.report.board.board import Before
from bookload.report.board.given import changed_rules
from bookload.workspace.folder import open_folder
from bookload.workspace.given_out import given_out
from bookload.workspace.paths import JOURNEY, POLICY

if TYPE_CHECKING:
    from pathlib import Path

    from bookload.metrics.ratios.since import Since
    from bookload.report.board import Given
    from bookload.workspace.reading import Workspace

NAMED = 8
"""Accounts of each list that are named; the report shows fewer."""


def before(reader: Workspace, number: int | None = None) -> Before:
    """Return the report to compare with and what became of it: the last given out before, or a numbered one.

    One that says just what this one does, of the same day, data and documents, is this one. Raises
    `UsageError` for a number that there is none of.
    """
    root = reader.company.root
    held = given_out(root) if root is not None else ()
    if number is not None:
        chosen = [each for each in held if each.number == number]
        if not chosen:
            listed = ", ".join(str(each.number) for each in held) or "none yet"
            raise UsageError(f"no board report {number} was given out; given out were: {listed}")
    else:
        chosen = [each for each in held if each.as_of <= reader.as_of and not _is_same(each, reader)]
    if not chosen or root is None:
        return Before()
    return _compared(reader, root, chosen[-1])


def _is_same(given: Given, reader: Workspace) -> bool:
    return (given.as_of, given.snapshot, _policy(given), _journey(given)) == (
        reader.as_of,
        reader.company.snapshot,
        reader.policy,
        reader.journey,
    )


def _compared(reader: Workspace, root: Path, given: Given) -> Before:
    rules = (*changed_rules(_policy(given), reader.policy), *changed_rules(_journey(given), reader.journey))
    if given.as_of > reader.as_of or (reader.known_from is not None and given.as_of < reader.known_from):
        return Before(given, rules=rules)
    way = _way(reader, root, given)
    found = since(given.stated, way)
    return Before(given, found, rules, _account_names(way, found), _people(reader))


def _way(reader: Workspace, root: Path, given: Given) -> Way:
    """Return the readers on the way; those that read what is the same are the same."""
    closed = reader.on(given.as_of)
    policy, journey = _policy(given), _journey(given)
    try:
        ruled = closed if given.snapshot == reader.company.snapshot else _at(reader, root, given)
    except (UsageError, WorkspaceError):  # it was pruned, or was of live rows
        return Way(None, None, closed, reader)
    same = (policy, journey) == (reader.policy, reader.journey)
    return Way(ruled if same else ruled.under(policy).along(journey), ruled, closed, reader)


def _at(reader: Workspace, root: Path, given: Given) -> Workspace:
    """Return the rows of the report's day, under the documents of now."""
    then = open_folder(root, as_of=given.as_of, access=reader.access, snapshot=given.snapshot)
    return then.under(reader.policy).along(reader.journey)


def _policy(given: Given) -> Policy:
    policy = parse(given.documents[POLICY], Policy, POLICY)
    return policy if given.profile is None else policy.under(given.profile)


def _journey(given: Given) -> Journey:
    return parse(given.documents[JOURNEY], Journey, JOURNEY)


def _account_names(way: Way, found: Since) -> dict[str, str]:
    """Return what the accounts are called that are named one by one, those that are gone too."""
    wanted = [each.account_id for each in (*found.moved[:NAMED], *found.restated[:NAMED])]
    rows = unbound("accounts")
    asked = rows.filter(rows.account_id.isin(wanted)).select("account_id", "name")
    readers = [reader for reader in (way.ruled, way.now) if reader is not None]
    return {
        str(row["account_id"]): str(row["name"])
        for reader in (readers if wanted else ())
        for row in reader.collect(asked).rows()
        if row["name"]
    }


def _people(reader: Workspace) -> dict[str, str] | None:
    if not reader.access.allows(Right.PERSON_NAMES):
        return None
    rows = reader.collect(unbound("people").select("person_id", "name")).rows()
    return {str(row["person_id"]): str(row["name"]) for row in rows if row["name"]}
