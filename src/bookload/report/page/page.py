"""The page: gathered, laid out by one template, written whole."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from bookload.base.access import Right
from bookload.base.files import write_whole
from bookload.report.page.content import Content, content
from bookload.report.page.topic import Chart, Topic, topic

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bookload.report.charts import Drawing
    from bookload.report.provenance import Held
    from bookload.report.terminal import Part

FOLDER = Path(__file__).parent / "templates"


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
    style = (FOLDER / "page.css").read_text(encoding="utf-8")
    name = "topic.html.j2" if isinstance(page, Topic) else "page.html.j2"
    return _template(name).render(page=page, style=Markup(style), svg=_svg)  # noqa: S704 - our own file


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
    return environment.get_template(name)


def _svg(drawing: Drawing, name: str) -> Markup:
    return Markup(drawing.svg(name))  # noqa: S704 - made by vl-convert, which escapes text, and our own title
