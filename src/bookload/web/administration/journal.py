"""The audit log as a page: who did what when, newest first, and whether a line of it was edited."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.views.decorators.http import require_safe

from bookload.base import audit
from bookload.web.administration.shown import shown
from bookload.web.people.duties import AUDIT
from bookload.web.routes import asks_for
from bookload.web.state import served
from bookload.workspace.paths import Folder

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from bookload.base.audit import Entry

AT = "/settings/audit"
A_PAGE = 100
LONGEST = 120
HASH = re.compile("[0-9a-f]{64}")
UNSHOWN = frozenset({"text"})
"""What an entry holds to go back to, a document's text, is shown where it can be gone back to."""

HASHES = frozenset({"before", "after", "sha256"})
"""Of a document of pay not even the hash is shown: who tries all amounts would find the ones that fit."""


@asks_for(of=AUDIT)
@require_safe
def journal(request: HttpRequest) -> HttpResponse:
    """Show the log and what `verify` finds of it."""
    log = Folder(served().root).audit
    findings = audit.verify(log)
    damaged = {finding.row for finding in findings}
    who, what = request.GET.get("who", "").strip(), request.GET.get("what", "")
    entries = [(number, entry) for number, entry in audit.legible(log) if entry is not None]
    chosen = [
        {"number": number, "entry": entry, "detail": _words(entry), "edited": number in damaged}
        for number, entry in reversed(entries)
        if who.casefold() in entry.who.casefold() and what in {"", entry.what}
    ]
    pages = Paginator(chosen, A_PAGE)
    matter = {
        "findings": findings,
        "lines": len(entries),
        "last": entries[-1][1].hash if entries else "",
        "kinds": sorted({entry.what for _, entry in entries}),
        "who": who,
        "what": what,
        "shown": pages.get_page(request.GET.get("part", "1")),
    }
    return shown(request, "web/settings_audit.html", matter, at=AT)


def _words(entry: Entry) -> list[tuple[str, str]]:
    """Return what an entry says beside who and what, in short."""
    of_pay = entry.what == "scenario pay" or str(entry.detail.get("document", "")).endswith(".pay.toml")
    hidden = UNSHOWN | HASHES if of_pay else UNSHOWN
    return [(key, _short(value)) for key, value in entry.detail.items() if key not in hidden]


def _short(value: object) -> str:
    if isinstance(value, str) and HASH.fullmatch(value):
        return f"{value[:12]}…"
    if isinstance(value, Mapping):
        text = ", ".join(f"{_short(key)} {_short(each)}" for key, each in value.items())
    else:
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
