"""Setting a document: a template of ours and the matter as data, which typst never reads as markup."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import typst

from bookload.report.charts import CONCRETE

if TYPE_CHECKING:
    from bookload.report.charts import Drawing
    from bookload.report.document import Json

TEMPLATES = Path(__file__).parent / "templates"

ACCESSIBLE: Literal["ua-1"] = "ua-1"
"""PDF/UA-1: tagged, titled, with its language, and a description of every chart."""

SCALES = (1.12, 1.06, 1.0, 0.95, 0.9, 0.85, 0.8)
"""Sizes of a page that has to hold everything; at the last one small print has five points."""

_PAGE = re.compile(rb"/Type\s*/Page\b")


def typeset(template: str, matter: Mapping[str, Json], day: date) -> bytes:
    """Return a PDF of one of our templates; its date is `day`, so that equal matter gives equal bytes.

    What the matter says goes in as data and comes out as text, whatever signs it is made of. Fonts are
    typst's own, the system's only for signs that those lack. A document with signs that no font here has is
    tagged and titled too, but claims no standard, which asks for every sign to be shown.
    """
    at = datetime.combine(day, time(), UTC)
    compiler = typst.Compiler(
        TEMPLATES / template,
        root=TEMPLATES,
        font_paths=_fonts(),
        sys_inputs={"matter": json.dumps(matter, ensure_ascii=False)},
    )
    try:
        return _bytes(compiler.compile(format="pdf", pdf_standards=ACCESSIBLE, timestamp=at))
    except typst.TypstError as error:
        if "could not be displayed with" not in error.message:
            raise
    return _bytes(compiler.compile(format="pdf", timestamp=at))


def typeset_within(template: str, matter: Mapping[str, Json], day: date, *, pages: int) -> bytes:
    """Return a PDF of so many pages at most, set smaller step by step where it would be longer.

    The template takes the size as `scale`. What does not fit at the smallest size is on one page more:
    nothing is left out.
    """
    for scale in SCALES[:-1]:
        made = typeset(template, {**matter, "scale": scale}, day)
        if _pages(made) <= pages:
            return made
    return typeset(template, {**matter, "scale": SCALES[-1]}, day)


def concrete(drawing: Drawing, name: str) -> dict[str, Json]:
    """Return a chart for a template: its SVG in the colours of paper, and what it shows in words."""
    svg = drawing.svg(name)
    for colour in ("ink", "muted", "rule", "accent", "paper"):
        svg = svg.replace(f"var(--{colour})", "#ffffff" if colour == "paper" else getattr(CONCRETE, colour))
    svg = svg.replace("var(--accent-soft)", CONCRETE.soft)
    return {
        "title": drawing.title,
        "alt": drawing.description or drawing.title,
        "width": drawing.width,
        "svg": svg,
    }


def _pages(made: bytes) -> int:
    return len(_PAGE.findall(made))


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=True, include_embedded_fonts=True)


def _bytes(made: bytes | list[bytes] | None) -> bytes:
    if not isinstance(made, bytes):
        raise TypeError("typst returned no PDF")
    return made
