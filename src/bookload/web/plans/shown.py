"""What a plan that was kept says, and what came of it, as HTML."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from bookload.base.access import Access, Right
from bookload.base.errors import BookloadError
from bookload.planning.plan.hiring.came import came
from bookload.report.page import render_lists, topic
from bookload.report.page.charted.kept_plan import charts
from bookload.report.topics.kept_plan import came_tables, planned, tables
from bookload.web.asked import Place, reader_at
from bookload.web.plans.services import says
from bookload.web.state import served
from bookload.workspace.kept import kept

if TYPE_CHECKING:
    from bookload.web.plans.models import Version

PLAIN = Access("reader of all rows", frozenset({Right.ALL_ROWS}))
"""Who sees all rows, and nothing beyond."""


def inside(version: Version, access: Access) -> dict[str, str]:
    """Return the plan and what came of it by now, or why what came cannot be told.

    Nothing of it needs more than to see all rows, so that it is made once for all who do.
    """
    access.demand(PLAIN.rights, "a plan")

    def made() -> bytes:
        reader, said = reader_at(Place(), PLAIN), ""
        try:
            parts = came_tables(came(reader, planned(version.document)))
        except BookloadError as error:
            parts, said = [], str(error)
        whole = topic(reader, "Plan", charts(version.document), [*tables(version.document), *parts])
        return json.dumps({"inside": render_lists(whole), "unknown": said}).encode()

    found: dict[str, str] = json.loads(kept(served().root, ("kept plan", says(version)), PLAIN, made))
    return found
