"""The documentation builds without a warning, and nothing on its pages comes from another host."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

FETCHED = re.compile(
    r"""<(?:script|img|iframe|source)\b[^>]*\bsrc=["']?(https?:)?//|<link\b(?=[^>]*\brel="(?:stylesheet|preload|preconnect|icon)")[^>]*\bhref=["']?(https?:)?//"""
)


@pytest.fixture(scope="module")
def site(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    command = [
        sys.executable,
        "-m",
        "mkdocs",
        "build",
        "--strict",
        "--config-file",
        "docs/mkdocs.yml",
        "--site-dir",
        str(folder),
    ]
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    built = subprocess.run(
        command, cwd=repository, env=environment, capture_output=True, text=True, check=False
    )
    assert built.returncode == 0, built.stderr
    return folder


def test_every_contract_profile_and_command_has_a_page(site: Path, repository: Path) -> None:
    sys.path.insert(0, str(repository / "docs"))
    try:
        import pages
    finally:
        sys.path.pop(0)
    tables = {path.stem for path in (repository / "src/bookload/data/tables").glob("*.csv")}
    assert tables <= {path.stem for path in (site / "reference/tables").glob("*.html")}
    profiles = {path.stem for path in (repository / "src/bookload/data/documents/profiles").glob("*.csv")}
    assert profiles <= {path.stem for path in (site / "reference/profiles").glob("*.html")}
    api = " ".join(path.stem for path in (site / "reference/api").glob("*.html"))
    assert [layer for layer in pages.LAYERS if f"-{layer}" not in api] == []
    assert set(pages.commands()) <= {path.stem for path in (site / "reference/commands").glob("*.html")}


def test_no_page_fetches_anything_from_another_host(site: Path) -> None:
    fetched = {
        page.name: found[0]
        for page in site.rglob("*.html")
        if (found := FETCHED.search(page.read_text(encoding="utf-8")))
    }
    assert fetched == {}


def test_every_page_opens_from_a_folder_without_a_server(site: Path) -> None:
    assert (site / "index.html").is_file()
    assert (site / "tutorial" / "index.html").is_file()
