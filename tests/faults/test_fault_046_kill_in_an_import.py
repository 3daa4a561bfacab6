"""46. kill -9 anywhere in an import: all or nothing, and a rerun completes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from bookload.data.snapshots import current, kept_file, listing, verify
from bookload.data.snapshots.content import canonical, digest
from killed import Killer, killer
from stored import company

SEEDS = 4
PARTS = 50
"""The kills are spread over the duration of a write in so many parts, one kill at random in each."""


def test_a_killed_write_leaves_the_old_snapshot_or_the_new_one_whole(tmp_path: Path) -> None:
    assert kill_all_over(tmp_path, rounds=1) >= PARTS // 3, "too few kills fell into a write to tell"


@pytest.mark.prove
def test_five_hundred_killed_writes_leave_a_whole_snapshot(
    tmp_path: Path, promised: Callable[[str, int], int]
) -> None:
    kills = promised("imports killed at random points", 500)
    assert kill_all_over(tmp_path, rounds=kills // PARTS) >= kills // 3


def kill_all_over(folder: Path, rounds: int) -> int:
    """Kill a write in every part of its duration, `rounds` times; return how many were still writing."""
    dice = np.random.default_rng(46)
    contents = {seed: digest(canonical(company(200, seed))) for seed in range(SEEDS)}
    for seed in range(SEEDS):
        (folder / f"{seed}.csv").write_text(f"rows of {seed}")
    state = folder / "state"
    interrupted = 0
    with killer() as process:
        process.write(state, 0, None)
        took = max(process.write(state, seed, None)[1] for seed in (1, 0, 1))
        old = 1
        for number in range(rounds * PARTS):
            new = int(dice.choice([seed for seed in range(SEEDS) if seed != old]))
            delay = (number % PARTS + dice.random()) / PARTS * took
            interrupted += process.write(state, new, delay)[0]
            assert_whole(state, {contents[old], contents[new]})
            if number % 5 == 0:
                process.write(state, new, None)
                assert_whole(state, {contents[new]})
                assert not list(state.rglob(".unfinished*")), "a rerun clears away what was left"
            old = seed_of(state, contents)
    return interrupted


def assert_whole(state: Path, contents: set[str]) -> None:
    snapshot = current(state)
    assert snapshot is not None
    assert verify(snapshot) == ()
    assert snapshot.manifest.content in contents
    for kept in snapshot.manifest.files:
        kept_file(state, kept)
    assert listing(state)[-1].id == snapshot.id


def seed_of(state: Path, contents: dict[int, str]) -> int:
    snapshot = current(state)
    assert snapshot is not None
    return next(seed for seed, content in contents.items() if content == snapshot.manifest.content)


def test_the_process_that_kills_does_kill(tmp_path: Path) -> None:
    (tmp_path / "0.csv").write_text("rows")
    with killer() as process:
        assert isinstance(process, Killer)
        assert process.write(tmp_path / "state", 0, 0.0)[0]
        assert not process.write(tmp_path / "state", 0, None)[0]
