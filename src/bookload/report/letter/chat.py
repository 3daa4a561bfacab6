"""A letter as a message of a chat: what names are made of is text there, no mention, link or markup."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bookload.report.letter.text import clean
from bookload.report.terminal import NOT_AVAILABLE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bookload.report.document import Document, Json
    from bookload.report.letter.letter import Letter
    from bookload.report.terminal import Laid

ROWS = 5
LONGEST_BLOCK = 2_900
"""Characters of one block; Slack takes 3,000."""

_MARKUP = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~&@:])")


def as_slack(letter: Letter, address: str = "") -> Document:
    """Return what Slack takes, and chats that take the same: text for notifications, blocks of plain text."""
    blocks: list[Json] = [_header(letter)]
    blocks += [_plain_block(text) for text in _texts(letter)]
    if address:
        blocks.append(_plain_block(f"All of it: {address}"))
    return {"text": _escaped(f"{letter.subject}. {' '.join(letter.lines)}"), "blocks": blocks}


def as_teams(letter: Letter, address: str = "") -> Document:
    """Return what Microsoft Teams takes: a message with an adaptive card, its text escaped as Markdown."""
    body: list[Json] = [
        {
            "type": "TextBlock",
            "text": _literal(letter.subject),
            "weight": "Bolder",
            "size": "Medium",
            "wrap": True,
        },
        {"type": "TextBlock", "text": _literal(f"As of {letter.day}"), "isSubtle": True, "wrap": True},
    ]
    for text in _texts(letter):
        shown = "\n\n".join(_literal(line) for line in text.splitlines())
        body.append({"type": "TextBlock", "text": shown, "wrap": True})
    card: Document = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "body": body,
    }
    if address:
        card["actions"] = [{"type": "Action.OpenUrl", "title": "All of it", "url": address}]
    return {
        "type": "message",
        "text": _literal(f"{letter.subject}. {' '.join(letter.lines)}"),
        "attachments": [
            {"contentType": "application/vnd.microsoft.card.adaptive", "contentUrl": None, "content": card}
        ],
    }


def _texts(letter: Letter) -> Iterator[str]:
    yield "\n".join(clean(line) for line in letter.lines)
    for table in letter.tables:
        yield "\n".join([clean(table.title), *_rows(table)])


def _rows(table: Laid) -> Iterator[str]:
    for row in table.rows[:ROWS]:
        yield "· " + " · ".join(NOT_AVAILABLE if cell is None else clean(cell) for cell in row if cell != "")
    if len(table.rows) > ROWS:
        yield f"… and {len(table.rows) - ROWS} more of those shown on the page"


def _header(letter: Letter) -> Json:
    text = f"{clean(letter.subject)}, as of {letter.day}"
    return {"type": "header", "text": {"type": "plain_text", "text": text[:150], "emoji": False}}


def _plain_block(text: str) -> Json:
    return {"type": "section", "text": {"type": "plain_text", "text": text[:LONGEST_BLOCK], "emoji": False}}


def _escaped(text: str) -> str:
    """Return a text in which Slack finds no mention and no link."""
    return clean(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _literal(text: str) -> str:
    """Return a text in which Markdown finds nothing."""
    return _MARKUP.sub(r"\\\1", clean(text))
