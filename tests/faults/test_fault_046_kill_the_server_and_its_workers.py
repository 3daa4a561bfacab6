"""46. kill -9 of the server and of its workers: no import is lost or doubled, and every job has an end."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np
import pytest

from bookload.base import audit
from bookload.data.snapshots import listing, verify
from serving import Visitor, children, serving, wait_until


def sheet(number: int) -> str:
    return "account,owner,mrr\n" + "".join(f"A{each},Ada,{each + number}\n" for each in range(1, 200))


def killed_anywhere(root: Path, kills: int, dice: np.random.Generator) -> int:
    """Kill server or worker at some moment of imports, again and again; return how many there were."""
    imports = 0
    while kills:
        with serving(root) as (owner, server):
            owner.bring(crm=sheet(imports))
            page = urlsplit(owner.url).path
            owner.wait_for("What would be there", page)
            owner.post(f"{page}/go")
            job = owner.jobs()[-1]["id"]
            while kills and state(owner, job) in ("queued", "running"):
                kills -= 1
                if dice.random() < 0.5:
                    server.kill()
                    server.wait()
                    break
                wait_for_worker(owner, server.pid, job)
                for worker in children(server.pid, f"jobs.run {job}"):
                    os.kill(worker, signal.SIGKILL)
        with serving(root) as (owner, _):
            wait_for_end(owner, job)
            owner.get("/data")
            if state(owner, job) != "done":
                owner.post(f"/jobs/{job}/again")
                owner.wait_for("Where to go", page)
            imports += 1
            held = listing(root / ".bookload")
            assert len(held) == imports, "each import is there once"
    return imports


def wait_for_worker(owner: Visitor, server: int, job: object) -> None:
    wait_until(lambda: children(server, f"jobs.run {job}") or state(owner, job) in ("done", "failed"))


def wait_for_end(owner: Visitor, job: object) -> None:
    wait_until(lambda: state(owner, job) not in ("queued", "running"), 120)


def state(owner: Visitor, job: object) -> object:
    return next(each["state"] for each in owner.jobs() if each["id"] == job)


@pytest.mark.prove
def test_two_hundred_kills_of_server_and_worker_lose_and_double_nothing(
    tmp_path: Path, promised: Callable[[str, int], int]
) -> None:
    kills = promised("kills of server and worker in an import", 200)
    root = tmp_path / "acme"
    imports = killed_anywhere(root, kills, np.random.default_rng(46))
    held = listing(root / ".bookload")
    assert len(held) == imports
    assert verify_all(root)
    assert audit.verify(root / ".bookload" / "audit.jsonl") == ()


def verify_all(root: Path) -> bool:
    from bookload.data.snapshots import load

    state_folder = root / ".bookload"
    return all(verify(load(state_folder, each.id)) == () for each in listing(state_folder))
