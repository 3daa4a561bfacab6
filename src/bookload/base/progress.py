"""How long work tells how far it is, and how it is told to stop: passed in, never global."""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Event
from typing import TYPE_CHECKING

from bookload.base.errors import CancelledError

if TYPE_CHECKING:
    from collections.abc import Callable


def _silent(_stage: str, _done: int, _total: int | None) -> None:
    return


@dataclass(frozen=True)
class Progress:
    """A place to report to and a token to cancel by.

    `report(stage, done, total)` may be called often; `total` is None where it is not known.
    """

    report: Callable[[str, int, int | None], None] = _silent
    cancelled: Event = field(default_factory=Event)

    def step(self, stage: str, done: int, total: int | None = None) -> None:
        """Report, and raise `CancelledError` if the work was told to stop."""
        if self.cancelled.is_set():
            message = f"stopped during {stage}; nothing was written"
            raise CancelledError(message)
        self.report(stage, done, total)
