"""The web app in a browser: what people see and reach with the keyboard, and that it asks nobody else."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import DEFAULT_OPTIONS, Axe
from playwright.sync_api import Browser, BrowserContext, Page, Response

from bookload.cli import COMMANDS
from campaigned import REACHED, with_campaign
from commanded import FILES, run, written
from kept_plans import JOURNEY, TWO
from serving import wait_until

pytestmark = pytest.mark.browser

PATHS = (
    "/overview",
    "/overview/monday",
    "/overview/explain?metric=arr",
    "/overview/changed?since=2025-01-31",
    "/overview?only.segment=Enterprise",
    "/revenue?sort=-closing",
    "/revenue/cohorts",
    "/revenue/committed",
    "/books",
    "/books/book?person=P1",
    "/effort",
    "/capacity",
    "/capacity/sizing?scenario=two",
    "/capacity/scenarios",
    "/capacity/scenarios/two",
    "/capacity/plans",
    "/balance",
    "/board",
    "/board/given",
    "/data",
    "/journey",
    "/settings",
    "/settings/people",
    "/settings/digest",
    "/settings/mail",
    "/settings/sign-on",
    "/settings/factor",
    "/in",
)
WIDTHS = (1440, 390)
PATIENCE = 180_000
"""Milliseconds that are waited for what a page does: no measure of how quick it is."""

OF_COLOUR = "cat.color"
"""What axe calls its rules on colours, which alone could judge another theme otherwise."""


def is_there(port: int) -> bool:
    with socket.socket() as there:
        return there.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def serving(root: Path) -> Iterator[str]:
    """Serve a workspace as somebody who starts it does; gives the link that it prints."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    command = [sys.executable, "-c", "from bookload.cli import main; main()", "serve"]
    process = subprocess.Popen(
        [*command, "--workspace", str(root), "--port", port],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert process.stdout is not None
        link = next(line for line in process.stdout if line.startswith("http")).strip()
        wait_until(lambda: is_there(int(port)))
        yield link
    finally:
        process.terminate()
        process.communicate(timeout=30)


@pytest.fixture(scope="module")
def link(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    root = tmp_path_factory.mktemp("app") / "acme"
    long = FILES["accounts.csv"].replace("Acme", "A" + "very" * 30 + " long name of a company")
    files = written(tmp_path_factory.mktemp("files"), with_campaign({**FILES, "accounts.csv": long}))
    ran = run("import", str(files), "--workspace", str(root), "--data-through", "2025-06-30")
    assert ran.code == 0, ran.err
    (root / "journey.toml").write_text(JOURNEY)
    written(root / "scenarios", {"two.toml": TWO.replace("Two more", "Two more of " + "very" * 30 + " many")})
    with serving(root) as found:
        yield found


def patient(browser: Browser, **how: Any) -> BrowserContext:
    """Return a new window; a machine that others use too may take long over a page that is asked first."""
    window = browser.new_context(**how)
    window.set_default_timeout(PATIENCE)
    return window


@dataclass(frozen=True)
class Owner:
    """The browser, where the app is, and a window of who came in by the link."""

    browser: Browser
    base: str
    window: BrowserContext

    def another(self, **how: Any) -> BrowserContext:
        """Return a new window of the same person, which has nothing of the other but who is signed in."""
        context = patient(self.browser, **how)
        context.add_cookies(self.window.cookies())  # type: ignore[arg-type]
        return context


@pytest.fixture(scope="module")
def signed_in(browser: Browser, link: str) -> Iterator[Owner]:
    window = patient(browser)
    page = window.new_page()
    page.goto(link)
    page.close()
    yield Owner(browser, link.partition("/in/")[0], window)
    window.close()


@contextmanager
def opened(signed_in: Owner, path: str, **how: object) -> Iterator[tuple[Page, list[str], list[str]]]:
    """A page, what its console says and which addresses it asks; in a new window where it is told how."""
    context = signed_in.another(**how) if how else signed_in.window
    page = context.new_page()
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(signed_in.base + path)
    yield page, said, asked
    page.close()
    if how:
        context.close()


@pytest.mark.parametrize("path", PATHS)
def test_a_page_is_for_everybody_sticks_out_nowhere_and_asks_nobody_else(signed_in, path):
    with opened(signed_in, path) as (page, said, asked):
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.emulate_media(color_scheme="light")
        assert serious(page) == [], "light"
        page.emulate_media(color_scheme="dark")
        assert serious(page, runOnly={"type": "tag", "values": [OF_COLOUR]}) == [], "dark"
        assert said == []
        assert [address for address in asked if not address.startswith(signed_in.base)] == []


def serious(page: Page, **options: object) -> list[str]:
    """What axe finds that keeps somebody from using a page, each with the first place."""
    found = Axe().run(page, options={**DEFAULT_OPTIONS, **options}).response["violations"]
    return [
        f"{each['id']}: {each['nodes'][0]['html'][:120]}"
        for each in found
        if each["impact"] in {"serious", "critical"}
    ]


def test_the_keyboard_alone_leads_to_the_figures_and_to_any_page(signed_in):
    with opened(signed_in, "/overview") as (page, _, _):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Skip to the figures"
        page.keyboard.press("Enter")
        page.keyboard.press("Control+k")
        page.keyboard.type("cohorts")
        page.keyboard.press("Enter")
        page.wait_for_url("**/revenue/cohorts")
        assert page.locator("h2.asked").inner_text() == "Cohorts"


def test_what_is_chosen_stands_in_the_url_and_nothing_that_was_left_empty(signed_in):
    with opened(signed_in, "/revenue/movements") as (page, _, _):
        page.locator("select[name=by]").select_option("segment")
        page.wait_for_url(re.compile("by=segment"))
        assert "from=" not in page.url
        assert page.locator("select[name=by]").input_value() == "segment"


def test_a_date_that_is_beyond_the_data_says_so_and_the_way_out(signed_in):
    with opened(signed_in, "/overview?as_of=2030-01-01") as (page, _, _):
        words = page.locator("main").inner_text()
        assert "The data goes through 2025-06-30" in words
        assert page.get_by_role("link", name="To the first page").is_visible()


def test_an_effect_is_waited_for_and_opened_to_its_accounts_by_the_keyboard(signed_in):
    with opened(signed_in, "/impact/impact?intervention=I-1") as (page, said, asked):
        page.get_by_text(f"The {REACHED} accounts paid").first.wait_for()
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            assert page.locator(".chart svg").locator("visible=true").count() == 1, "one of the two widths"
        page.emulate_media(color_scheme="light")
        assert serious(page) == [], "light"
        page.emulate_media(color_scheme="dark")
        assert serious(page, runOnly={"type": "tag", "values": [OF_COLOUR]}) == [], "dark"
        page.get_by_role("link", name="effect on MRR").focus()
        assert page.get_by_role("tooltip").locator("visible=true").count() == 1
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile(r"/overview/explain\?metric=impact&for=I-1"))
        assert "sum of weight x change" in page.locator("main").inner_text()
        assert said == []
        assert [address for address in asked if not address.startswith(signed_in.base)] == []


def test_without_an_effect_the_page_says_what_to_bring_or_what_there_is(signed_in):
    with opened(signed_in, "/impact/impact?as_of=2024-12-31") as (page, _, _):
        assert "intervention_id" in page.locator("main table").inner_text()
        assert serious(page) == []
        page.get_by_role("link", name="Bring files").focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**/data")
        page.goto(f"{signed_in.base}/impact/impact?intervention=I-9")
        assert "allowed: I-1" in page.get_by_role("alert").inner_text()
        assert page.get_by_label("Intervention").is_visible(), "to say otherwise"


def test_a_page_is_light_at_first_and_lighter_after(signed_in):
    context = signed_in.another()
    weights = []
    for path in ("/overview", "/effort", "/capacity"):
        page = context.new_page()
        answers: list[Response] = []
        page.on("response", lambda answer, answers=answers: answers.append(answer))
        page.goto(signed_in.base + path)
        weights.append(sum(each.request.sizes()["responseBodySize"] for each in answers))
        page.close()
    context.close()
    assert weights[0] <= 1_200_000
    assert max(weights[1:]) <= 150_000


def test_moves_are_accepted_one_by_one_with_the_keyboard_alone(signed_in):
    with opened(signed_in, "/balance") as (page, said, asked):
        page.locator("input[name=most]").fill("many")
        page.keyboard.press("Enter")
        page.get_by_role("alert").wait_for()
        assert "not a number of moves" in page.get_by_role("alert").inner_text()
        page.locator("input[name=most]").fill("")
        page.locator("input[name=seconds]").fill("20")
        page.locator("input[name=seconds]").press("Enter")
        page.locator("#choosing").wait_for()
        page.locator("#a0").focus()
        page.keyboard.press("Space")
        page.get_by_text(re.compile("^1 of [0-9]+ accepted")).wait_for()
        page.wait_for_function("document.activeElement.id == 'a0'")
        page.keyboard.press("ArrowRight")
        page.get_by_text(re.compile("^0 of [0-9]+ accepted, 1 declined")).wait_for()
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert serious(page) == [], "light"
        page.emulate_media(color_scheme="dark")
        assert serious(page, runOnly={"type": "tag", "values": [OF_COLOUR]}) == [], "dark"
        assert [each for each in said if "422" not in each] == []
        assert [address for address in asked if not address.startswith(signed_in.base)] == []


def test_without_any_script_every_page_still_works(signed_in):
    with opened(signed_in, "/revenue/movements?by=product", java_script_enabled=False) as (page, _, _):
        assert page.locator("table").count() >= 1
        page.get_by_role("button", name="Show").click()
        assert "by=product" in page.url


def test_an_empty_workspace_says_how_to_begin(browser, tmp_path):
    with serving(tmp_path / "new") as link:
        window = patient(browser)
        page = window.new_page()
        page.goto(link)
        assert "Nothing was imported yet" in page.locator("body").inner_text()
        window.close()


def test_serve_is_a_command_and_its_help_starts_no_server():
    assert "serve" in COMMANDS
    assert run("serve", "--help").code == 0


def test_a_passkey_is_added_and_signs_in_alone_and_after_a_password(signed_in):
    # A name, since browsers make no passkeys for 127.0.0.1; the link that invites holds for either.
    with opened(signed_in, "/settings/people") as (page, _, _):
        page.get_by_label("Name to sign in with").fill("pat@example.com")
        page.get_by_role("button", name="Invite").click()
        invitation = page.locator(".secret code").inner_text().replace("127.0.0.1", "localhost")
    context = patient(signed_in.browser)
    context.route("**/overview", lambda route: route.fulfill(body="in"))  # which takes long the first time
    page = context.new_page()
    device = context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    page.goto(invitation)
    page.get_by_label("Password", exact=True).fill("a long pass phrase")
    page.get_by_label("The same again").fill("a long pass phrase")
    page.keyboard.press("Enter")
    page.wait_for_url("**/overview")
    home = invitation.partition("/in/")[0]
    page.goto(f"{home}/settings")
    page.get_by_label("Which device is it on?").fill("Laptop")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Recovery codes", exact=True).wait_for()
    page.goto(f"{home}/settings")
    assert "Laptop" in page.locator(".passkeys").inner_text()
    for alone in (True, False):
        page.get_by_role("button", name="Sign out").first.click()
        page.goto(f"{home}/in?next=/settings")
        if not alone:
            page.get_by_label("Name").fill("pat@example.com")
            page.get_by_label("Password").fill("a long pass phrase")
            page.keyboard.press("Enter")
            page.get_by_role("heading", name="One more thing").wait_for()
        page.get_by_role("button", name="Use a passkey").click()
        page.wait_for_url("**/settings")
    context.close()


DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
