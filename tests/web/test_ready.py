"""First pages are made before people open them: once for what figures stand on, with the rights of each."""

from __future__ import annotations

import shutil
from dataclasses import replace

import pytest

from bookload.base.progress import Progress


@pytest.fixture
def looked(own, as_role):
    """The company with somebody of three roles in it, and what looks whether first pages are to be made."""
    from bookload.web.ready.notice import look

    for role in ("owner", "operations", "csm"):
        as_role(role)
    for answers in (own / ".bookload" / "cache").glob("*/answers"):
        shutil.rmtree(answers)  # other tests of the company may have opened first pages
    return own, look


def test_they_are_made_once_until_something_changes(looked):
    root, look = looked
    first = look()
    assert first.kind == "ready"
    assert look() is None

    policy = root / "bookload.toml"
    policy.write_text(policy.read_text() + "\n# changed\n")
    second = look()
    assert second.arguments["of"] != first.arguments["of"]
    assert look() is None


def test_somebody_new_with_other_rights_has_theirs_made(looked, as_role):
    _, look = looked
    first = look()
    as_role("finance")
    second = look()
    assert second.arguments["for"] != first.arguments["for"]


def test_another_process_in_which_sets_have_another_order_makes_nothing_again(looked, monkeypatch):
    from bookload.base.access import Right
    from bookload.web.ready import notice
    from bookload.web.ready.work import readers

    class Turned(frozenset[Right]):
        def __iter__(self):
            return iter(sorted(super().__iter__(), reverse=True))

    _, look = looked
    assert look() is not None
    there = [replace(each, rights=Turned(each.rights)) for each in readers()]
    monkeypatch.setattr(notice, "readers", lambda: there)
    assert look() is None


def test_nothing_is_made_before_anything_was_imported(served, tmp_path, monkeypatch):
    from bookload.web.ready.notice import look

    monkeypatch.setenv("BOOKLOAD_WORKSPACE", str(tmp_path))
    assert look() is None


def test_what_was_made_is_there_for_those_whom_it_is_for_and_nobody_else(looked, as_role):
    from bookload.base.access import Access
    from bookload.web.asked import Place
    from bookload.web.people.models import Person
    from bookload.web.ready.work import made_ready, readers
    from bookload.workspace.kept import is_kept

    root, _ = looked
    Person.objects.filter(name="owner").update(is_active=False)
    assert set(readers()) == {Access.of("operations"), Access.of("csm", "P1")}
    asked = ("report page", Place())
    assert is_kept(root, asked, Access.of("operations")) is False
    assert made_ready(Person.objects.get(name="operations"), {}, Progress()) == {"readers": 2}
    assert is_kept(root, asked, Access.of("operations")) is True
    assert is_kept(root, asked, Access.of("finance")) is False
    assert is_kept(root, ("few", Place()), Access.of("csm", "P1")) is True
    assert "Ada" in as_role("operations").get("/overview").content.decode()
