"""What people are told when a database refuses, by the SQLSTATE that all of them speak.

Nothing of a database's own words gets in that could hold a row's values: not every reader may see those.
"""

from __future__ import annotations

from bookload.base.errors import BookloadError, DataError, MissingDataError, WorkspaceError

_OF_STATE: dict[str, tuple[type[BookloadError], str]] = {
    "22003": (DataError, "a sum is beyond 38 digits; `bookload check` names amounts that are too large"),
    "22012": (DataError, "an expression divides by 0; `bookload check` names the rows"),
    "22018": (
        DataError,
        "a live column holds what cannot be kept exactly: more decimals, or no number; see `bookload check`",
    ),
    "22P02": (
        DataError,
        "a live column holds what cannot be kept exactly: more decimals, or no number; see `bookload check`",
    ),
    "42501": (
        WorkspaceError,
        "this user may not read a table there; grant SELECT on it, or connect as another",
    ),
    "42P01": (MissingDataError, "a table of the database is not there any more; [tables] names it"),
    "53100": (DataError, "the database has no room on its disk for what the question takes"),
    "53200": (DataError, "the question takes more memory than the database has"),
}
LOST = ("08", "57")
"""Classes of states that mean: the connection is gone, or the server is going."""


def told(state: str, at: str) -> BookloadError:
    """Return the error for a SQLSTATE, empty where there was no answer; `at` says where, without password."""
    if state in _OF_STATE:
        kind, text = _OF_STATE[state]
        return kind(text)
    if not state or state.startswith(LOST):
        return WorkspaceError(f"the connection to {at} is lost or closed; open the workspace again")
    return WorkspaceError(f"{at} did not answer (SQLSTATE {state}); its log says why")


def unreadable() -> WorkspaceError:
    """Return the error for a file of the snapshot that is gone or damaged."""
    return WorkspaceError("a table of the snapshot cannot be read; `bookload doctor` or a backup tells which")
