"""77. The page of the audit log names a line that was edited."""

from __future__ import annotations

import re

from served import person


def test_an_edited_line_is_named_on_the_page(own, as_role):
    owner = as_role("owner")
    for name in ("one", "two", "three"):
        owner.post("/settings/people", {"name": name, "role": "board"})
    log = own / ".bookload" / "audit.jsonl"
    assert "unedited" in owner.get("/settings/audit").content.decode()
    lines = log.read_text().splitlines(keepends=True)
    place = next(number for number, line in enumerate(lines) if '"two"' in line)
    log.write_text("".join([*lines[:place], lines[place].replace('"two"', '"too"'), *lines[place + 1 :]]))
    page = owner.get("/settings/audit").content.decode()
    assert f"audit.jsonl, line {place + 1}" in page
    assert f"1 of {len(lines)} lines cannot be relied on" in page


def test_a_line_that_is_no_line_is_named_and_the_others_are_shown(own, as_role):
    owner = as_role("owner")
    person("x", "board")
    log = own / ".bookload" / "audit.jsonl"
    whole = log.read_text()
    log.write_text(whole + "half a li\n")
    page = owner.get("/settings/audit").content.decode()
    assert f"audit.jsonl, line {len(whole.splitlines()) + 1}" in page
    assert re.search(r"<td[^>]*>import</td>", page)
