"""53. A worker dies: its job says failed within 60 s; and so it does if who watches it dies too."""

from __future__ import annotations

import fcntl
import os
import signal
from pathlib import Path

import pytest

from bookload.workspace.paths import PROGRAM, installed_program
from serving import children, serving, wait_until

SHEET = "account,owner,mrr\n" + "".join(f"A{number},Ada,{number}\n" for number in range(1, 3_000))


@pytest.mark.prove
def test_a_killed_worker_and_a_killed_watcher_are_told_and_the_import_is_done_once(tmp_path: Path) -> None:
    snapshots = tmp_path / "acme" / ".bookload" / "snapshots"
    with serving(tmp_path / "acme") as (owner, server):
        watcher = wait_until_there(server.pid, "web.watch")
        owner.bring(crm=SHEET)
        page = owner.url
        owner.wait_for("What would be there", page)
        os.kill(watcher, signal.SIGKILL)
        another = wait_until_there(server.pid, "web.watch", other_than=watcher)
        started_with = f"{PROGRAM}={installed_program()}".encode()
        assert started_with in Path(f"/proc/{another}/environ").read_bytes().split(b"\0")
        with (tmp_path / "acme" / ".bookload" / "web" / "importing.lock").open("a") as held:
            fcntl.flock(held, fcntl.LOCK_EX)  # the import waits for it: the worker is there when it is killed
            owner.post(f"{page}/go")
            job = owner.jobs()[-1]["id"]
            owner.wait_for("Waiting for another import", page)
            os.kill(wait_until_there(another, f"jobs.run {job}"), signal.SIGKILL)
            assert owner.wait_for("signal 9", page) < 60
        assert not snapshots.exists()
        owner.post(f"/jobs/{job}/again")
        owner.wait_for("Where to go", page)
        assert len(list(snapshots.iterdir())) == 1
    assert [each["state"] for each in owner.jobs()] == ["done", "failed", "done"]


def wait_until_there(parent: int, saying: str, other_than: int = 0) -> int:
    found: list[int] = []

    def there() -> bool:
        found[:] = [each for each in children(parent, saying) if each != other_than]
        return bool(found)

    wait_until(there)
    return found[0]
