"""The small company, imported through the command line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from commanded import FILES, Ran, run, written


@pytest.fixture(scope="session")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace that holds the small company through 30 June 2025."""
    root = tmp_path_factory.mktemp("company")
    files = written(root / "files", FILES)
    ran = run("import", str(files), "--workspace", str(root / "ws"), "--data-through", "2025-06-30")
    assert ran.code == 0, ran.err + ran.out
    return root / "ws"


@pytest.fixture
def ask(company: Path) -> Callable[..., Ran]:
    """Run a command in the small company's workspace."""
    return lambda *arguments: run(*arguments, "--workspace", str(company))
