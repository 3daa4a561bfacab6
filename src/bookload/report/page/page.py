"""The page: gathered, laid out by one template, written whole."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup, escape

from bookload.base.access import Right
from bookload.base.files import write_whole
from bookload.report.glossary import term
from bookload.report.page.content import Content, content
from bookload.report.page.grid import is_long
from bookload.report.page.links import slug
from bookload.report.page.topic import Chart, Topic, topic

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bookload.report.charts import Drawing
    from bookload.report.page.few import Few
    from bookload.report.page.figure import Why
    from bookload.report.page.links import Links
    from bookload.report.provenance import Held, Provenance
    from bookload.report.terminal import Part

FOLDER = Path(__file__).parent / "templates"
DATE = re.compile(r"\b[0-9]{4}-[0-9]{2}-[0-9]{2}\b")
OPTION = re.compile(r"--([a-z]+(?:-[a-z]+)*)")
"""How a line of the terminal calls what the app has a control or a file for."""

STYLE = Path(__file__).parent / "style"
"""The folder of what pages look like, which the web app's pages share."""


def write_page(reader: Held, path: Path) -> None:
    """Write the report of a reader of all rows as one HTML file, whole or not at all.

    Raises `AccessDeniedError` for a reader of one book, and `WorkspaceError` if the file cannot be written.
    """
    write_whole(path, render(content(reader)).encode())


def write_topic(reader: Held, path: Path, title: str, charts: Sequence[Chart], parts: Sequence[Part]) -> None:
    """Write one result as an HTML file of its own: its charts, and what stands on the terminal.

    Raises `AccessDeniedError` for a reader of one book, and `WorkspaceError` if the file cannot be written.
    """
    reader.access.demand({Right.ALL_ROWS}, "a page of the company")
    write_whole(path, render(topic(reader, title, charts, parts)).encode())


def render(page: Content | Topic) -> str:
    """Return the page as HTML; text from data is escaped, and nothing in it is asked for elsewhere."""
    style = (STYLE / "page.css").read_text(encoding="utf-8")
    name = "topic.html.j2" if isinstance(page, Topic) else "page.html.j2"
    return _template(name).render(page=page, style=Markup(style), svg=_svg, also="")  # noqa: S704 - our own


def render_inside(page: Content | Topic, also: str = "", links: Links | None = None) -> str:
    """Return what the page says as HTML to stand inside another: all but its head.

    `also` is HTML that the report shows between its figures and what they are made of. `links` lead on, where
    there is an app around.
    """
    name = "answer.html.j2" if isinstance(page, Topic) else "report.html.j2"
    return _template(name).render(page=page, svg=_svg, also=Markup(also), links=links)  # noqa: S704 - made by a template


def render_opened(page: Why, links: Links | None = None) -> str:
    """Return why one figure is what it is as HTML to stand inside another page, as `render_inside`."""
    return _template("opened.html.j2").render(page=page, links=links)


def render_why(why: Why, origin: Provenance) -> str:
    """Return a figure opened down to its rows as HTML to stand inside another page, as its matter."""
    return _template("explained.html.j2").render(page=Explained(why, origin))


@dataclass(frozen=True, slots=True)
class Explained:
    """A figure opened, and what it came from."""

    why: Why
    provenance: Provenance


def render_few(page: Few, also: str = "", links: Links | None = None) -> str:
    """Return the figures of some accounts as HTML to stand inside another page, as `render_inside`."""
    return _template("few.html.j2").render(page=page, svg=_svg, also=Markup(also), links=links)  # noqa: S704 - made by a template


def render_lists(page: Topic, links: Links | None = None) -> str:
    """Return a result's lines and tables as HTML to stand inside another page, which says the rest."""
    return _template("lists.html.j2").render(page=page, svg=_svg, links=links)


def render_board(page: object, *, inside: bool = False) -> str:
    """Return the board report as HTML: a file of its own, or its matter to stand inside another page."""
    if inside:
        return _template("board_inside.html.j2").render(page=page, svg=_svg)
    style = (STYLE / "page.css").read_text(encoding="utf-8")
    return _template("board.html.j2").render(page=page, style=Markup(style), svg=_svg)  # noqa: S704 - our own


@cache
def _template(name: str) -> Template:
    environment = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals |= {"links": None, "term": term, "slug": slug, "is_long": is_long}
    environment.filters |= {"told": _told, "unbroken": _unbroken}
    return environment.get_template(name)


def _told(words: str, links: Links | None) -> Markup:
    """Return a line with its `code` set as such; in the app what it calls by an option by its control."""
    plain, *rest = words.split("`")
    made = escape(OPTION.sub(_control, plain) if links else plain)
    for place, part in enumerate(rest):
        made += Markup("<code>{}</code>").format(part) if place % 2 == 0 else _told(part, links)
    return made


def _unbroken(words: object) -> Markup:
    """Return words whose dates no line's end breaks: browsers do so after a hyphen."""
    return Markup(DATE.sub(r'<span class="short">\g<0></span>', str(escape(words))))  # noqa: S704 - escaped


def _control(option: re.Match[str]) -> str:
    return "the JSON file" if option[1] == "json" else option[1].replace("-", " ")


def _svg(drawing: Drawing, name: str) -> Markup:
    return Markup(drawing.svg(name))  # noqa: S704 - made by vl-convert, which escapes text, and our own title
