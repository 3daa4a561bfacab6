"""Work that is given up after a time of the processor, so that one hostile event does not spoil a file."""

from __future__ import annotations

import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType


class TooLongError(Exception):
    """Something took longer than it was given."""


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Raise `TooLongError` inside the block once it has used so many seconds of the processor.

    For the main thread of a process that does nothing else, as the child that reads files is.
    """

    def give_up(_number: int, _frame: FrameType | None) -> None:
        raise TooLongError

    before = signal.signal(signal.SIGVTALRM, give_up)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
