"""A small company that is served, and people of every role who ask for its pages."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from commanded import FILES, run, written
from kept_plans import drawn, prepared
from made_once import alike, made_once
from served import begun_again, copied

if TYPE_CHECKING:
    from django.test import Client


@pytest.fixture(scope="session")
def _django(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Set Django up once, with a database of its own."""
    os.environ["BOOKLOAD_WORKSPACE"] = str(tmp_path_factory.mktemp("app"))
    os.environ["DJANGO_SETTINGS_MODULE"] = "bookload.web.settings"
    import django
    from django.conf import settings
    from django.core.management import call_command

    django.setup()
    from django.contrib.auth.hashers import Argon2PasswordHasher

    # To guess a password is to take long; dozens of tests that sign in need not.
    Argon2PasswordHasher.time_cost, Argon2PasswordHasher.memory_cost = 1, 1024
    settings.ALLOWED_HOSTS.append("testserver")
    # What these tests write need not outlive a power cut, and to wait for the disk is a tenth of their time.
    options = settings.DATABASES["default"]["OPTIONS"]
    assert isinstance(options, dict)
    options["init_command"] = "PRAGMA synchronous = OFF"
    call_command("migrate", interactive=False, verbosity=0)


@pytest.fixture(scope="session")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace of four accounts and three people, imported."""

    def make(folder: Path) -> None:
        files = written(folder / "files", FILES)
        ran = run("import", str(files), "--workspace", str(folder / "acme"), "--data-through", "2025-06-30")
        assert ran.code == 0, ran.err

    return alike(made_once(tmp_path_factory, "company", make) / "acme", tmp_path_factory.mktemp("served"))


@pytest.fixture
def served(_django: None, company: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The company, served, with nobody in it yet."""
    from django.core.management import call_command

    monkeypatch.setenv("BOOKLOAD_WORKSPACE", str(company))
    yield company
    call_command("flush", interactive=False, verbosity=0, inhibit_post_migrate=True)


@pytest.fixture
def own(served: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The company again, as one of the test's own: for changing its documents, and reading its audit log."""
    root = copied(served, tmp_path)
    monkeypatch.setenv("BOOKLOAD_WORKSPACE", str(root))
    return root


@pytest.fixture
def reading() -> Iterator[None]:
    """One look at the rows for all that a test asks, as the parts of a page have it."""
    from bookload.workspace.opened import one_reading

    with one_reading():
        yield


@pytest.fixture(scope="module")
def lasting(_django: None, company: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The company again, as one of a module's own, for many tests about people."""
    from django.core.management import call_command

    yield copied(company, tmp_path_factory.mktemp("lasting"))
    call_command("flush", interactive=False, verbosity=0, inhibit_post_migrate=True)


@pytest.fixture
def anew(lasting: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The module's company, with nobody in it yet and nothing written down."""
    monkeypatch.setenv("BOOKLOAD_WORKSPACE", str(lasting))
    begun_again(lasting)
    return lasting


@pytest.fixture(scope="session")
def asked_plans(_django: None, company: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The company with a journey, a scenario, and plans that were asked for, to be copied."""

    def make(folder: Path) -> None:
        root = copied(company, folder)
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("BOOKLOAD_WORKSPACE", str(root))
            drawn(prepared(root))

    made = made_once(tmp_path_factory, "asked_plans", make) / "own"
    return alike(made, tmp_path_factory.mktemp("asked_plans"))


@pytest.fixture
def as_role(served: Path) -> Callable[[str], Client]:
    """Somebody of a role, signed in; a csm is Ada, whose book is A1, and a manager is Ada without a team."""
    from django.test import Client

    from bookload.web.people.models import Person

    def signed_in(role: str) -> Client:
        person = Person.objects.filter(name=role).first() or Person.objects.invite(
            role, role, "P1" if role in ("csm", "manager") else ""
        )
        client = Client()
        client.force_login(person)
        return client

    return signed_in
