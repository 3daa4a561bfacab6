"""79 and 82. Script in names and documents is text; what people write is escaped in pages and headers."""

from __future__ import annotations

from bookload.data.documents import text_hash
from served import signed_in

BAD = "<script>alert(1)</script>"


def test_a_name_and_a_document_with_script_are_shown_as_text(own, as_role):
    from bookload.web.people.models import Person

    owner = as_role("owner")
    assert owner.post("/settings/people", {"name": BAD, "role": "head"}).status_code == 201
    head = signed_in(Person.objects.get(name=BAD))
    journey = f'[[stages]]\nname = "{BAD}"\nevent = "</textarea>{BAD}"\n'
    before = (own / "journey.toml").read_text()
    said = {"text": journey, "read_hash": text_hash(before)}
    assert head.post("/settings/documents/journey", said).status_code == 302
    pages = [
        (owner, "/settings/people"),
        (owner, "/settings/audit"),
        (head, "/settings"),
        (head, "/journey"),
        (head, "/journey/stages/0"),
        (head, "/settings/documents/journey"),
        (head, "/settings/documents/journey/history"),
        (head, f"/settings/documents/journey/history/{text_hash(before)}"),
    ]
    for client, path in pages:
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert BAD not in answer.content.decode(), path
        assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
    conflict = owner.post("/settings/documents/journey", {"text": f"# {BAD}", "read_hash": "0"})
    assert conflict.status_code == 409
    assert BAD not in conflict.content.decode()


def test_a_template_in_a_name_is_no_template(own, as_role):
    owner = as_role("owner")
    owner.post("/settings/people", {"name": "{{ request.user.password }}{% load static %}", "role": "board"})
    page = owner.get("/settings/people").content.decode()
    assert "{{ request.user.password }}" in page
    assert "argon2" not in page


def test_a_document_of_another_path_is_nowhere(own, as_role):
    owner = as_role("owner")
    for name in (
        "scenario-..",
        "scenario-../journey",
        "scenario-%2e%2e%2fjourney",
        "pay-x",
        "audit",
        "policy.toml",
    ):
        assert owner.get(f"/settings/documents/{name}").status_code == 404, name
