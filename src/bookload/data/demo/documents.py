"""The documents of the sample company: its policy, its journey and two scenarios."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files

from bookload.data.demo.timeline import Timeline

_NAMES = ("bookload.toml", "journey.toml", "scenarios/digital-first.toml", "scenarios/hire-two.toml")
_HIRE_DAY = "{hire_day}"


def documents(timeline: Timeline) -> Mapping[str, str]:
    """Return the text of each document by its path; hires come three months after the last one."""
    folder = files("bookload.data.demo").joinpath("templates")
    day = timeline.on(3).isoformat()
    return {
        name: folder.joinpath(*name.split("/")).read_text(encoding="utf-8").replace(_HIRE_DAY, day)
        for name in _NAMES
    }
