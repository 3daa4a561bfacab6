"""What each kind of job does: named here and found when it is to be done.

Named, not imported: the pages that begin a job import this package, so it cannot import them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from bookload.base.progress import Progress
    from bookload.web.people.models import Person

Work: TypeAlias = "Callable[[Person, Mapping[str, Any], Progress], Mapping[str, Any]]"
"""What does a job: for somebody as they may see now, what is to be done, and where to report to."""

KINDS: Mapping[str, str] = {
    "answer": "bookload.web.answers.background:answered",
    "balance": "bookload.web.balances.work:balanced",
    "difference": "bookload.web.data.work:compared",
    "preview": "bookload.web.data.work:previewed",
    "import": "bookload.web.data.work:imported",
    "ready": "bookload.web.ready.work:made_ready",
    "digest": "bookload.web.digest.work:delivered",
    "sample": "bookload.web.data.work:sample_brought",
    "sample-out": "bookload.web.data.work:sample_removed",
}
"""Where the work of each kind is, as `module:function`."""


def work_of(kind: str) -> Work:
    """Return what does a kind of job."""
    module, _, name = KINDS[kind].partition(":")
    found: Work = getattr(import_module(module), name)
    return found
