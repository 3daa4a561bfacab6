"""Telling how far work is, and stopping it."""

from __future__ import annotations

import pytest

from bookload.base.errors import CancelledError
from bookload.base.progress import Progress


def test_each_step_is_reported() -> None:
    told: list[tuple[str, int, int | None]] = []
    progress = Progress(lambda *step: told.append(step))
    progress.step("reading", 1, 3)
    progress.step("reading", 2)
    assert told == [("reading", 1, 3), ("reading", 2, None)]


def test_silence_is_the_default() -> None:
    Progress().step("reading", 1)


def test_a_step_after_a_cancel_stops_and_reports_nothing() -> None:
    told: list[object] = []
    progress = Progress(lambda *step: told.append(step))
    progress.cancelled.set()
    with pytest.raises(CancelledError, match="stopped during reading; nothing was written"):
        progress.step("reading", 1)
    assert told == []


def test_two_works_are_cancelled_on_their_own() -> None:
    Progress().cancelled.set()
    Progress().step("reading", 1)
