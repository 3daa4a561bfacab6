"""Reports in a browser: one Chromium for a file's tests, pages from files, and no way out of the machine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from bookload.report.page import write_page
from reported import one_sheet, reader

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--renderer-process-limit=1",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """The browser; for as long as there is one its event loop runs in the thread, and nobody else's can."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield started
        started.close()


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The report of a company with everything, of one with a single sheet, and with assumed hours."""
    folder = tmp_path_factory.mktemp("reports")
    readers = {"whole": reader(), "one-sheet": one_sheet(), "assumed": reader(journey=False)}
    made = {name: folder / f"{name}.html" for name in readers}
    for name, path in made.items():
        write_page(readers[name], path)
    return made
