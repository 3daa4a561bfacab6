"""What every worker would make alike: made by the first that needs it, and there for all of them in a run."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

CACHE = ".bookload/cache"


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """Return a folder that `make` filled, in this worker or in another; nobody changes what is in it."""
    base = factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder, making = shared / f"once-{name}", shared / f"once-{name}-making"
    with (shared / f"once-{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            shutil.rmtree(making, ignore_errors=True)
            making.mkdir()
            make(making)
            making.rename(folder)
    return folder


class OfAllWorkers(dict[tuple[str, str, Callable[..., object]], str]):
    """Texts of SQL by what they were written of: written by one worker, and there for all in a run."""

    def __init__(self, folder: Path) -> None:
        """Begin with what other workers have put into a folder."""
        self._folder = folder
        folder.mkdir(exist_ok=True)

    def get(self, key: tuple[str, str, Callable[..., object]], default: str | None = None) -> str | None:  # type: ignore[override]
        """Return a text that this worker has, or another."""
        found = super().get(key)
        if found is None and (there := self._file(key)).exists():
            found = there.read_text()
            super().__setitem__(key, found)
        return default if found is None else found

    def __setitem__(self, key: tuple[str, str, Callable[..., object]], text: str) -> None:
        """Keep a text for all; for this worker alone where a test has filled the disk."""
        super().__setitem__(key, text)
        there = self._file(key)
        written = there.with_suffix(f".{os.getpid()}")
        try:
            written.write_text(text)
            written.rename(there)
        except OSError:
            written.unlink(missing_ok=True)

    def _file(self, key: tuple[str, str, Callable[..., object]]) -> Path:
        told, dialect, rewrite = key
        return self._folder / f"{told}-{dialect}-{rewrite.__qualname__}"


def alike(workspace: Path, to: Path) -> Path:
    """Return a workspace like one that was made once, but for its answers, which are kept for both.

    Answers are found by all that they depend on, the documents too; so none is found that another worker's
    tests gave to another question.
    """
    root = to / workspace.name
    kept = workspace / CACHE
    kept.mkdir(parents=True, exist_ok=True)
    shutil.copytree(workspace, root, ignore=without(kept))
    (root / CACHE).symlink_to(kept, target_is_directory=True)
    return root


def without(left_out: Path) -> Callable[[str, list[str]], list[str]]:
    """Return what keeps `copytree` from one folder."""
    return lambda folder, _: [left_out.name] if Path(folder) == left_out.parent else []
