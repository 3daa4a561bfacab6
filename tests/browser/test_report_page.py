"""The page as people meet it: nothing leaves the machine, it fits, it reads, and the keyboard does it all."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

pytestmark = pytest.mark.browser

KINDS = ["whole", "one-sheet", "assumed"]
SCHEMES = ["light", "dark"]

CONTRASTS = """() => {
  const light = ([r, g, b]) => [r, g, b].map(c => c / 255)
    .map(c => c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const rgba = text => text.match(/[\\d.]+/g).map(Number);
  const behind = element => {
    for (let at = element; at; at = at.parentElement) {
      const colour = rgba(getComputedStyle(at).backgroundColor);
      if (colour.length < 4 || colour[3] > 0) return colour.slice(0, 3);
    }
    return [255, 255, 255];
  };
  const drawnBehind = element => {
    const box = element.getBoundingClientRect();
    const middle = new DOMPoint(box.left + box.width / 2, box.top + box.height / 2);
    let colour = behind(element);
    for (const shape of element.closest('svg').querySelectorAll('path, rect')) {
      const style = getComputedStyle(shape);
      const later = shape.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING;
      if (!later || style.fill === 'none') continue;
      if (!shape.isPointInFill(middle.matrixTransform(shape.getScreenCTM().inverse()))) continue;
      const fill = rgba(style.fill);
      const strength = (fill[3] ?? 1) * style.fillOpacity * style.opacity;
      colour = colour.map((part, i) => part * (1 - strength) + fill[i] * strength);
    }
    return colour;
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    const text = walker.currentNode.textContent.trim(), element = walker.currentNode.parentElement;
    const box = element.getBoundingClientRect();
    if (!text || !box.width || ['TITLE', 'STYLE'].includes(element.tagName.toUpperCase())) continue;
    if (element.closest('desc, title')) continue;
    const style = getComputedStyle(element);
    const drawn = element.closest('svg');
    const front = rgba(drawn ? style.fill : style.color).slice(0, 3);
    const back = drawn ? drawnBehind(element) : behind(element);
    const [a, b] = [light(front), light(back)].sort((x, y) => y - x);
    found.push([(a + 0.05) / (b + 0.05), text.slice(0, 40)]);
  }
  return found;
}"""


@pytest.fixture(params=KINDS)
def kind(request):
    return request.param


def opened(browser, path, **options):
    page = browser.new_page(**{"viewport": {"width": 1440, "height": 900}, **options})
    page.goto(path.as_uri())
    return page


def test_nothing_is_asked_of_anybody_and_nothing_goes_wrong(browser, pages, kind):
    page = browser.new_page()
    asked, said = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("dialog", lambda dialog: said.append(dialog.message))
    page.goto(pages[kind].as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    assert asked == [pages[kind].as_uri()]
    assert said == []
    page.close()


def test_nothing_sticks_out_at_any_width_and_headings_go_down_one_step_at_a_time(browser, pages, kind):
    page = opened(browser, pages[kind])
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    for width in (1440, 800, 390, 320):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, width
    levels = page.evaluate(
        "[...document.querySelectorAll('h1,h2,h3,h4')].map(each => Number(each.tagName[1]))"
    )
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    page.close()


def test_all_text_stands_out_from_what_is_behind_it_and_light_and_dark_differ(browser, pages, kind):
    page = opened(browser, pages[kind])
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    colours = set()
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        contrasts = page.evaluate(CONTRASTS)
        assert len(contrasts) > 100
        assert [text for text in contrasts if text[0] < 4.5] == [], scheme
        colours.add(page.evaluate("getComputedStyle(document.body).backgroundColor"))
    assert len(colours) == len(SCHEMES)
    page.close()


def test_the_answers_are_on_the_first_screen(browser, pages):
    page = opened(browser, pages["whole"])
    for words in (
        "1,690,815",
        "above target",
        "1,283,227",
        "6.0",
        "asked for by the activity model",
        "hours bind",
        "Why",
    ):
        box = page.get_by_text(words).first.bounding_box()
        assert box
        assert box["y"] + box["height"] < 900, words
    page.close()


def test_the_keyboard_alone_opens_a_figure_down_to_its_rows(browser, pages):
    page = opened(browser, pages["whole"])
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent") == "Why this number: MRR":
            break
    page.keyboard.press("Enter")
    opened_now = page.evaluate("document.activeElement.parentElement.open")
    assert opened_now
    inside = page.evaluate("document.activeElement.parentElement.innerText")
    assert "MRR is ARR / 12" in inside
    assert "S-A-00" in inside
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.close()


def test_what_can_be_pressed_is_large_enough(browser, pages):
    page = opened(browser, pages["whole"], viewport={"width": 390, "height": 800})
    heights = page.evaluate(
        "[...document.querySelectorAll('summary')].map(each => each.getBoundingClientRect().height)"
    )
    assert min(height for height in heights if height) >= 24
    page.close()


def test_a_phone_gets_charts_drawn_for_it(browser, pages):
    page = opened(browser, pages["whole"], viewport={"width": 390, "height": 800})
    sizes = page.evaluate(
        "[...document.querySelectorAll('.chart svg text')].map(each => each.getBoundingClientRect().height)"
        ".filter(height => height > 0)"
    )
    assert min(sizes) >= 11
    page.close()


def test_it_prints_on_two_pages_of_paper(browser, pages, kind):
    page = opened(browser, pages[kind])
    paper = page.pdf(prefer_css_page_size=True)
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b", paper)) <= 2
    page.close()
