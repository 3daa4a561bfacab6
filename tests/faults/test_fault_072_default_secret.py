"""72. A short secret refuses to start; a set-up token works once, however many use it at a time."""

from __future__ import annotations

import pytest

from bookload.base.errors import WorkspaceError
from bookload.web.state import State


@pytest.mark.parametrize("secret", ["", "secret", "changeme", "x" * 31])
def test_a_secret_that_somebody_made_short_does_not_start(tmp_path, secret):
    folder = State(tmp_path).folder
    folder.mkdir(parents=True)
    (folder / "secret").write_text(secret)
    with pytest.raises(WorkspaceError, match="sessions could be forged"):
        State(tmp_path).secret()


def test_each_workspace_makes_a_secret_of_its_own_that_nobody_else_reads(tmp_path):
    one, two = State(tmp_path / "one"), State(tmp_path / "two")
    assert one.secret() == one.secret()
    assert one.secret() != two.secret()
    assert (one.folder / "secret").stat().st_mode & 0o077 == 0


def test_the_set_up_link_works_once(served):
    from django.test import Client
    from django.utils import timezone

    from bookload.web.people.ways_in import made, owner

    link = f"/in/{made(owner(), timezone.now())}"
    assert [Client().get(link).status_code for _ in range(3)] == [302, 403, 403]
