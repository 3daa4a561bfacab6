"""Which right a route asks for: each says so, and one that says nothing is nowhere.

What somebody has no right to looks as if it were not there (404), so that nobody learns what there is.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from bookload.base.access import ROLES, Right

if TYPE_CHECKING:
    from django.http import HttpResponse

View = TypeVar("View", bound=Callable[..., "HttpResponse"])

STATED = "needs"
"""The attribute of a view that holds the rights it asks for; None where anybody may come."""

ROLES_STATED = "roles"
"""The attribute of a view that holds the roles that it is for; all of them where it has none."""

EVERY_ROLE = frozenset(ROLES)


def open_to_all(view: View) -> View:
    """Mark a view that asks for nobody to be signed in."""
    setattr(view, STATED, None)
    return view


def asks_for(*rights: Right, of: frozenset[str] = EVERY_ROLE) -> Callable[[View], View]:
    """Mark a view with the rights that a reader needs to come to it at all; none: whoever is signed in.

    `of` are the roles that may do what it does, where seeing is not enough; see `people.duties`.
    """

    def marked(view: View) -> View:
        setattr(view, STATED, frozenset(rights))
        setattr(view, ROLES_STATED, of)
        return view

    return marked
