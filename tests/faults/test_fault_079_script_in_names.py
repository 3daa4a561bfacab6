"""79. Script in names of accounts, owners and the company is inert text on the page."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path

from bookload.report.page import write_page
from bookload.workspace import Request, import_into, open_folder

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(2)>',
    "</title></style><svg onload=alert(3)>",
    "{{ 7 * 7 }}{% raw %}",
    "javascript:alert(4)",
]


def test_names_that_try_to_run_are_shown_as_they_are(tmp_path: Path) -> None:
    rows = [
        f'"{name.replace(chr(34), chr(34) * 2)}","{name.replace(chr(34), chr(34) * 2)}",1200'
        for name in HOSTILE
    ]
    (tmp_path / "list.csv").write_text("\n".join(["Account,Owner,ARR", *rows]), encoding="utf-8")
    now = datetime(2026, 7, 1, tzinfo=UTC)
    request = Request([tmp_path / "list.csv"], now=now, who="test", data_through=date(2026, 6, 30))
    assert not import_into(tmp_path / "acme", request).refused
    policy = tmp_path / "acme" / "bookload.toml"
    named = re.sub(r'(?m)^name = ".*"', f"name = '{HOSTILE[2]}'", policy.read_text(encoding="utf-8"))
    policy.write_text(named, encoding="utf-8")
    write_page(open_folder(tmp_path / "acme"), tmp_path / "report.html")

    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "<script" not in page
    assert "<img" not in page
    assert "<svg onload" not in page
    assert page.count("</title>") == 1 + page.count('<title id="')
    assert page.count("</style>") == 1
    for shown in (
        "&lt;script&gt;alert(1)",
        "&lt;img src=x onerror=alert(2)&gt;",
        "&lt;svg onload=alert(3)&gt;",
        "{{ 7 * 7 }}",
    ):
        assert shown in page
