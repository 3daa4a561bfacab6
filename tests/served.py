"""A company of one's own that is served: for tests that change its documents, people or audit log."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from bookload.base import audit
from made_once import CACHE, without

if TYPE_CHECKING:
    from django.test import Client

    from bookload.base.audit import Entry
    from bookload.web.people.models import Person

PASSWORD = "correct horse battery"  # noqa: S105 - of nobody but these tests


def copied(company: Path, to: Path) -> Path:
    """Return a copy of a workspace, with an audit log of its own, and with the answers given until now.

    Answers are written whole and never changed, so the copy has the same files.
    """
    root = to / "own"
    kept = company / CACHE
    shutil.copytree(company, root, ignore=without(kept))
    if kept.is_dir():
        # What another worker is just writing is not whole yet, and may be gone when it is copied.
        unfinished = shutil.ignore_patterns("*.tmp", ".*")
        shutil.copytree(kept, root / CACHE, ignore=unfinished, copy_function=os.link)
    return root


def person(name: str, role: str, person_id: str = "") -> Person:
    """Return somebody new with a password."""
    from bookload.web.people.models import Person

    made = Person.objects.invite(name, role, person_id)
    made.set_password(PASSWORD)
    made.save()
    return made


def member(name: str, role: str = "") -> Client:
    """Return a browser of somebody of a role, new or known, without a password."""
    from bookload.web.people.models import Person

    found = Person.objects.filter(name=name).first()
    return signed_in(found or Person.objects.invite(name, role or name, "P1" if name == "csm" else ""))


def begun_again(root: Path) -> None:
    """Forget everybody, what they tried and what was written down, for the next test of the same company."""
    from django.contrib.sessions.models import Session

    from bookload.web.people.models import Challenge, Person, Tries
    from bookload.web.sign_on.models import Provider

    for model in (Person, Tries, Challenge, Provider, Session):
        model.objects.all().delete()
    (root / ".bookload" / "audit.jsonl").unlink(missing_ok=True)


def signed_in(somebody: Person) -> Client:
    """Return a browser in which somebody is signed in."""
    from django.test import Client

    client = Client()
    client.force_login(somebody)
    return client


def logged(root: Path, what: str = "") -> list[Entry]:
    """Return the entries of the audit log, of a kind where one is named."""
    entries: Iterator[Entry] = audit.read(root / ".bookload" / "audit.jsonl")
    return [entry for entry in entries if what in {"", entry.what}]


def by_key(token: str) -> Client:
    """Return a program that asks by a key."""
    from django.test import Client

    return Client(headers={"Authorization": f"Bearer {token}"})


def found(pattern: str, text: str) -> str:
    """Return what a pattern's group has in a page; fail where it is not there."""
    match = re.search(pattern, text, re.DOTALL)
    assert match is not None, pattern
    return match.group(1)
