"""82 and 79 in mails and chats. A name is no header, no markup, no mention and no second line."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime
from email import message_from_bytes
from email.policy import default
from typing import Any

import pytest

from bookload.report.letter import Letter, as_slack, as_teams, as_text
from bookload.report.terminal import Laid
from known import known

EVIL = (
    "Ä\r\nBcc: spy@example.com\r\n\r\n<script>alert(1)</script> <!channel> [x](http://x) *b* @all \u202eevil"
)
NOW = datetime(2026, 6, 29, 7, 0, tzinfo=UTC)
LETTER = Letter(
    EVIL,
    "29 Jun 2026",
    f"{EVIL}: worth a look this week",
    (f"Of {EVIL}.",),
    (Laid("Not contacted for long: 1", ("account", "ARR USD"), ((EVIL, "1,200"),), 1),),
)


@pytest.mark.usefixtures("_django")
def test_a_name_makes_no_header_and_no_second_part():
    from bookload.web.digest.delivery import _mail
    from bookload.web.digest.mailing import message

    content = message(_mail(LETTER, "ada@example.com", "n1"), "bookload@example.com", NOW).as_bytes()
    read = message_from_bytes(content, policy=default)
    assert read["Bcc"] is None
    assert read["To"] == "ada@example.com"
    assert "\n" not in str(read["Subject"])
    assert [part.get_content_type() for part in read.walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]
    html = known(read.get_body(("html",))).get_content()
    assert "<script" not in html
    assert "&lt;script&gt;" in html


@pytest.mark.usefixtures("_django")
def test_an_address_that_is_two_is_none():
    from bookload.base.errors import UsageError
    from bookload.web.digest.services import mail_address

    for text in (
        "a@example.com, b@example.com",
        "a@example.com\r\nBcc: b@example.com",
        "a@example.com\nx",
        "<a@example.com>",
        "a@example.com\0",
        "ä@example.com",
    ):
        with pytest.raises(UsageError, match="mail address"):
            mail_address(text)
    assert mail_address(" ada@example.com ") == "ada@example.com"


def test_a_name_is_one_line_of_text():
    lines = as_text(LETTER).splitlines()
    assert not [line for line in lines if line.startswith(("Bcc", "<script"))]
    assert "\u202e" not in "".join(lines)
    assert date(2026, 6, 29).strftime("%b") in lines[1]


def test_in_a_chat_a_name_mentions_nobody_and_is_no_link():
    slack: Any = as_slack(LETTER, "https://app.example.com/overview/monday")
    assert "<!channel>" not in slack["text"]
    assert "&lt;!channel&gt;" in slack["text"]
    assert all(block["text"]["type"] == "plain_text" for block in slack["blocks"])
    body = json.dumps(as_teams(LETTER), ensure_ascii=False)
    assert not re.search(
        r"(?<!\\)[<*\[]|\]\(", body.replace("\\\\", "\\").replace(": [", ": ").replace("[{", "{")
    )
