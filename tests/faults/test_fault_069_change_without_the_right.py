"""69. A change of role, pay or policy without the right is refused and written down; nothing has changed."""

from __future__ import annotations

import pytest

from bookload.data.documents import text_hash
from served import logged, person


@pytest.mark.parametrize("role", ["finance", "head", "operations", "csm", "board", "admin"])
def test_nobody_makes_themselves_or_another_an_owner(own, as_role, role):
    from bookload.web.people.models import Person

    other = person("other", "board")
    client = as_role(role)
    me = Person.objects.get(name=role)
    for whose in (me, other):
        answer = client.post(f"/settings/people/{whose.pk}/role", {"role": "owner"})
        assert answer.status_code == 404
    assert not Person.objects.filter(role="owner").exists()
    refusals = logged(own, "refused")
    assert {entry.who for entry in refusals} == {role}
    assert refusals[0].detail["route"] == "settings/people/<int:pk>/role"


def test_a_document_that_is_not_theirs_is_not_changed(own, as_role):
    before = (own / "bookload.toml").read_text()
    for role in ("head", "finance", "csm"):
        answer = as_role(role).post(
            "/settings/documents/policy", {"text": "version = 1\n", "read_hash": text_hash(before)}
        )
        assert answer.status_code == 404
    assert (own / "bookload.toml").read_text() == before
    assert {entry.who for entry in logged(own, "refused")} == {"head", "finance", "csm"}


def test_trying_again_and_again_fills_no_log(own, as_role):
    client = as_role("board")
    for _ in range(20):
        client.post("/settings/people", {"name": "x", "role": "owner"})
    assert [entry.detail["tries"] for entry in logged(own, "refused")] == [1, 2, 4, 8, 16]
