"""Documents as text: who edits which, a checked save, versions and the way back."""

from __future__ import annotations

import html
import re

import pytest

from bookload.data.documents import text_hash
from served import logged

EDITORS = {
    "policy": {"owner", "operations"},
    "levers": {"owner", "operations"},
    "scenario-growth": {"owner", "operations"},
    "journey": {"owner", "operations", "head"},
    "pay-growth": {"owner", "finance"},
}
ROLES = ("owner", "finance", "head", "operations", "admin", "csm", "board")
PAY = "[hires.csm]\nbase = 71713\note = 91919\n"


@pytest.fixture
def planned(own):
    """The company with a scenario, and changes of pay beside it."""
    folder = own / "scenarios"
    folder.mkdir(exist_ok=True)
    (folder / "growth.toml").write_text('name = "growth"\nsentence = "More of it."\n')
    (folder / "growth.pay.toml").write_text(PAY)
    return own


def saved(client, name, text, before):
    return client.post(f"/settings/documents/{name}", {"text": text, "read_hash": text_hash(before)})


@pytest.mark.parametrize("role", ROLES)
def test_a_document_is_there_for_who_edits_it_and_nowhere_for_others(planned, as_role, role):
    client = as_role(role)
    for name, editors in EDITORS.items():
        for path in (f"/settings/documents/{name}", f"/settings/documents/{name}/history"):
            assert client.get(path).status_code == (200 if role in editors else 404), path
        if role not in editors:
            assert saved(client, name, "version = 1\n", "").status_code == 404
    listed = client.get("/settings/documents")
    if any(role in editors for editors in EDITORS.values()):
        found = set(
            re.findall(r'<th scope="row"><a href="/settings/documents/([^"]+)"', listed.content.decode())
        )
        assert found == {name for name, editors in EDITORS.items() if role in editors}
    else:
        assert listed.status_code == 404


def test_what_says_nothing_possible_is_not_saved_and_is_told_by_its_line(own, as_role):
    before = (own / "bookload.toml").read_text()
    wrong = before + "\n[target]\nhigh = 3\n"
    answer = saved(as_role("owner"), "policy", wrong, before)
    page = html.unescape(answer.content.decode())
    assert answer.status_code == 422
    assert f"line {len(wrong.splitlines()) - 1}" in page
    assert "did you mean 'targets'" in page
    assert "high = 3" in page, "what was typed is still there"
    assert (own / "bookload.toml").read_text() == before


def test_a_document_that_was_broken_by_hand_can_be_mended_here(own, as_role):
    (own / "bookload.toml").write_text("currency = \n")
    owner = as_role("owner")
    assert "line 1" in owner.get("/settings/documents/policy").content.decode()
    assert saved(owner, "policy", "version = 1\n", "currency = \n").status_code == 302
    assert (own / "bookload.toml").read_text() == "version = 1\n"


def test_each_version_is_kept_and_can_be_gone_back_to(own, as_role):
    owner = as_role("owner")
    first = (own / "bookload.toml").read_text()
    assert saved(owner, "policy", second := first + "# two\n", first).status_code == 302
    page = owner.get("/settings/documents/policy/history").content.decode()
    assert "document found" in page
    path = f"/settings/documents/policy/history/{text_hash(first)}"
    assert "-# two" in owner.get(path).content.decode()
    assert owner.post(path, {"read_hash": text_hash(second)}).status_code == 302
    assert (own / "bookload.toml").read_text() == first
    texts = [entry.detail["text"] for entry in logged(own, "document changed")]
    assert texts == [second, first]


def test_going_back_from_a_page_that_is_old_writes_over_nothing(own, as_role):
    owner = as_role("owner")
    first = (own / "bookload.toml").read_text()
    saved(owner, "policy", second := first + "# two\n", first)
    saved(owner, "policy", third := second + "# three\n", second)
    path = f"/settings/documents/policy/history/{text_hash(first)}"
    assert owner.post(path, {"read_hash": text_hash(second)}).status_code == 409
    assert (own / "bookload.toml").read_text() == third


def test_a_figure_follows_the_policy_that_was_saved(own, as_role):
    owner = as_role("owner")
    before = (own / "bookload.toml").read_text()
    assert owner.get("/export/ratios.json").json()["profile"] != "stripe"
    changed = re.sub(r"(?m)^#?\s*profile = .*$", 'profile = "stripe"', before, count=1)
    assert changed != before
    assert saved(owner, "policy", changed, before).status_code == 302
    assert owner.get("/export/ratios.json").json()["profile"] == "stripe"


def test_line_ends_of_a_browser_change_nothing(own, as_role):
    before = (own / "bookload.toml").read_text()
    assert saved(as_role("owner"), "policy", before.replace("\n", "\r\n"), before).status_code == 302
    assert (own / "bookload.toml").read_text() == before
    assert logged(own, "document changed") == []


def test_a_password_of_a_database_is_in_no_audit(own, as_role):
    before = (own / "bookload.toml").read_text()
    engine = '[engine]\nurl = "postgresql://reader:geheim99@127.0.0.1/rows"\n'
    text = before.replace("[engine]\n", engine, 1)
    assert text != before
    assert saved(as_role("owner"), "policy", text, before).status_code == 302
    assert "geheim99" not in (own / ".bookload" / "audit.jsonl").read_text()
    assert logged(own, "document changed")[0].detail["after"] == text_hash(text)
