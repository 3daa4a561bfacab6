"""The colours that charts are drawn in: one accent, ink, and paper."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours by what they say, never by what they look like; none carries a meaning alone."""

    ink: str
    muted: str
    rule: str
    accent: str
    soft: str
    paper: str


THEMED = Palette(
    ink="var(--ink)",
    muted="var(--muted)",
    rule="var(--rule)",
    accent="var(--accent)",
    soft="var(--accent-soft)",
    paper="var(--paper)",
)
"""Colours that the page decides, light or dark; for SVG inside a page."""

CONCRETE = Palette(
    ink="#16191d", muted="#5b6168", rule="#d9d7d0", accent="#0a5c5a", soft="#bfdbd8", paper="#fbfaf7"
)
"""The same as they are in the light, for where there is no page around."""
