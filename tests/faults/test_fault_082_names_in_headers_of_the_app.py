"""82. File names and headers of the app: what somebody writes makes no header, no file and no markup."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

HOSTILE = (
    "x\r\nSet-Cookie: sessionid=1",
    'x"; filename="evil.exe',
    "../../../etc/passwd",
    "ümläut\u202egpj.exe",
    "<img src=x onerror=alert(1)>",
    "\x00",
)
PLAIN = re.compile(r'attachment; filename="bookload-[a-z]+\.[a-z]+"')


def whole(answer) -> None:
    for name, value in answer.headers.items():
        assert not re.search(r"[\r\n\x00]", value), name
        assert value.isascii(), name
    assert "sessionid=1" not in str(answer.cookies)
    if answer.headers["Content-Type"].startswith("text/html"):
        assert b"<img src=x" not in answer.content


@pytest.mark.parametrize("said", HOSTILE)
def test_no_word_of_an_address_becomes_a_header_or_markup(as_role, said):
    owner, said_so = as_role("owner"), quote(said)
    for word in ("as_of", "profile", "snapshot", "by", "only.segment", "scenario", "sort", said_so):
        for path in (
            "/export/movements.json",
            "/export/movements.csv",
            "/revenue/movements",
            "/api/v1/movements",
        ):
            answer = owner.get(f"{path}?{word}={said_so}&as_of=yesterday")
            assert answer.status_code in (400, 404), (path, word)
            whole(answer)
    for path in (
        f"/export/{said_so}.csv",
        f"/export/movements.{said_so}",
        f"/{said_so}",
        f"/settings/documents/{said_so}",
    ):
        answer = owner.get(path)
        assert answer.status_code in (400, 404), path
        whole(answer)


@pytest.mark.parametrize("said", HOSTILE)
def test_the_way_back_after_signing_in_is_a_page_of_ours(own, said):
    from django.test import Client

    from served import PASSWORD, person

    person("ada", "board")
    answer = Client().post("/in", {"name": "ada", "password": PASSWORD, "next": f"//evil.example/{said}"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    away = Client().get(f"/revenue?x={quote(said)}")
    assert away.headers["Location"].startswith("/in?next=/revenue")
    whole(away)


@pytest.mark.parametrize("said", HOSTILE)
def test_what_a_file_is_called_is_shown_as_text(own, as_role, said):
    owner = as_role("owner")
    brought = owner.post("/data/files", {"files": [SimpleUploadedFile(f"{said}.csv", b"a,b\n1,2\n")]})
    assert brought.status_code == 302
    for path in (brought.headers["Location"], "/data"):
        answer = owner.get(path)
        assert answer.status_code == 200
        whole(answer)


def test_a_file_is_called_by_what_is_asked_and_nothing_else(as_role):
    answer = as_role("owner").get("/export/retention.json")
    assert PLAIN.fullmatch(answer.headers["Content-Disposition"])
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
