"""46. kill -9 anywhere in an import: all or nothing, and a rerun completes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from bookload.base import audit
from bookload.data.snapshots import current, kept_file, listing, verify
from killed import Killer, killer

SEEDS = 4
KILLS = 10
WRITES = 8

Work = Callable[[Path, int, float | None], tuple[bool, float]]


def test_killed_writes_leave_the_old_snapshot_or_the_new_one_whole(tmp_path: Path) -> None:
    """The last fifth of an import alone, where a crash could tear something."""
    with killer() as process:
        state = tmp_path / "state"
        assert kill_all_over(process.write, state, state, WRITES) >= WRITES // 3


def test_ten_killed_imports_leave_the_old_snapshot_or_the_new_one_whole(tmp_path: Path) -> None:
    with killer() as process:
        root = tmp_path / "acme"
        assert kill_all_over(process.load, root, root / ".bookload", KILLS) >= KILLS // 3
    assert audit.verify(root / ".bookload" / "audit.jsonl") == ()


@pytest.mark.prove
def test_five_hundred_killed_imports_leave_a_whole_snapshot(
    tmp_path: Path, promised: Callable[[str, int], int]
) -> None:
    kills = promised("imports killed at random points", 500)
    with killer() as process:
        root = tmp_path / "acme"
        assert kill_all_over(process.load, root, root / ".bookload", kills) >= kills // 3


def kill_all_over(work: Work, where: Path, state: Path, kills: int) -> int:
    """Kill the work, at random in each of so many parts of its duration; return how often it was going on."""
    for seed in range(SEEDS):
        rows = "".join(f"A-{number},Ada,EUR,{100 + seed}.00,month,2025-01-15\n" for number in range(50))
        text = f"account,owner,currency,amount,interval,start\n{rows}"
        (where.parent / f"{seed}.csv").write_text(text)
        (where.parent / str(seed)).mkdir()
        (where.parent / str(seed) / "list.csv").write_text(text)
    contents, took = {}, 0.0
    for seed in range(SEEDS):
        killed, seconds = work(where, seed, None)
        assert not killed
        contents[seed] = whole(state)
        took = max(took, seconds if seed else 0.0)  # the first takes longer: it makes the folders
    assert len(set(contents.values())) == SEEDS
    dice = np.random.default_rng(46)
    old, interrupted = SEEDS - 1, 0
    for number in range(kills):
        new = int(dice.choice([seed for seed in range(SEEDS) if seed != old]))
        interrupted += work(where, new, (number + dice.random()) / kills * took)[0]
        held = whole(state)
        assert held in (contents[old], contents[new])
        if number % 5 == 0:
            assert content_after(work, where, state, new) == contents[new]
            assert not list(state.rglob(".unfinished*")), "a rerun clears away what was left"
            held = contents[new]
        old = next(seed for seed, content in contents.items() if content == held)
    return interrupted


def content_after(work: Work, where: Path, state: Path, seed: int) -> str:
    killed, _ = work(where, seed, None)
    assert not killed
    return whole(state)


def whole(state: Path) -> str:
    """Return the content of the current snapshot, all of whose rows and files were looked at."""
    snapshot = current(state)
    assert snapshot is not None
    assert verify(snapshot) == ()
    assert snapshot.manifest.files
    for kept in snapshot.manifest.files:
        kept_file(state, kept)
    assert listing(state)[-1].id == snapshot.id
    return snapshot.manifest.content


def test_the_process_that_kills_does_kill(tmp_path: Path) -> None:
    (tmp_path / "0.csv").write_text("rows")
    with killer() as process:
        assert isinstance(process, Killer)
        assert process.write(tmp_path / "state", 0, 0.0)[0]
        assert not process.write(tmp_path / "state", 0)[0]
