"""The first run: from an empty folder to one's own ARR per CSM and required heads, click by click."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from serving import Visitor, serving

pytestmark = pytest.mark.browser

CLICKS = 20
PATIENCE = 180_000
"""Milliseconds that are waited for what a page does."""

CSMS = ("Ana Duarte", "Ben Ostrow", "Chloe Tran", "Pool", "Unassigned")


class Clicks:
    """Somebody who clicks, and how often they did."""

    def __init__(self, page: Page) -> None:
        """Begin with none."""
        self.page, self.made = page, 0

    def choose(self, *files: Path) -> None:
        """Choose files: a click for the dialogue, one for the files and one for its button."""
        self.made += 3
        self.page.set_input_files("input[type=file]", [str(each) for each in files])

    def press(self, role: str, name: str) -> None:
        """Click what has a name."""
        self.made += 1
        self.page.get_by_role(role, name=name).first.click()  # type: ignore[arg-type]


def list_of_owners(accounts: Path, folder: Path) -> Path:
    """Return one sheet as somebody keeps it beside their accounts: who looks after which."""
    made = folder / "who looks after whom.csv"
    with (
        accounts.open(encoding="utf-8", newline="") as file,
        made.open("w", encoding="utf-8", newline="") as out,
    ):
        sheet = csv.writer(out)
        sheet.writerow(["Account ID", "Account", "CSM"])
        for number, row in enumerate(csv.DictReader(file)):
            sheet.writerow([row["account_id"], row["account_name"], CSMS[number % len(CSMS)]])
    return made


def entered(browser: Browser, visitor: Visitor) -> Page:
    """Return the page of who came in by the link that the server prints."""
    window = browser.new_context()
    window.add_cookies(
        [{"name": each.name, "value": str(each.value), "url": visitor.home} for each in visitor.cookies]
    )
    page = window.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(visitor.home)
    return page


def test_files_of_ones_own_lead_to_the_ratio_and_the_heads_within_twenty_clicks(
    browser, tmp_path, shared, measured
):
    given = sorted((shared / "ravenstack").glob("*.csv"))
    owners = list_of_owners(shared / "ravenstack" / "accounts.csv", tmp_path)
    with serving(tmp_path / "acme") as (visitor, _):
        page = entered(browser, visitor)
        somebody = Clicks(page)
        assert "Nothing was imported yet" in page.locator("body").inner_text()
        somebody.choose(*given, owners)
        page.get_by_role("heading", name="What would be there").wait_for()
        somebody.press("button", "Import")
        page.get_by_role("heading", name="What is there now").wait_for()
        somebody.press("link", "Overview: ARR per CSM")
        page.locator("#ratio").wait_for()
        assert "n/a" not in page.locator(".lead").first.inner_text()
        heads = page.locator(".side", has=page.locator("#heads")).inner_text()
        assert "3.0" in heads, "CSMs there: the three that are people"
        assert "asked for by the activity model" in heads
        page.context.close()
    assert somebody.made <= CLICKS
    measured(f"{somebody.made} clicks from an empty folder to ARR per CSM and required heads")
