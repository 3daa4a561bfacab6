"""The app's own rows in a PostgreSQL: people, sessions, jobs and plans as in the file of a workspace."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from bookload.base.errors import UsageError
from bookload.data.snapshots import listing
from serving import serving

pytestmark = pytest.mark.postgres
SHEET = "account,owner,mrr\n" + "".join(f"A{each},Ada,{each}\n" for each in range(1, 9))


def test_people_sessions_and_jobs_live_there_and_no_file_is_made(
    tmp_path: Path, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BOOKLOAD_DATABASE_URL", postgres_url)
    root = tmp_path / "acme"
    with serving(root) as (owner, _):
        owner.bring(crm=SHEET)
        page = urlsplit(owner.url).path
        owner.wait_for("What would be there", page)
        owner.post(f"{page}/go")
        owner.wait_for("Where to go", page)
        owner.get("/settings/people")
        owner.post("/settings/people", name="ada@example.com", role="operations")
        assert "ada@example.com" in owner.get("/settings/people")
    with serving(root) as (owner, _):
        # The second start finds what the first one made.
        assert "ada@example.com" in owner.get("/settings/people")
        assert "Where to go" in owner.get(page)
        owner.get("/settings/people")
        owner.post("/settings/people", name="ben@example.com", role="operations")
        assert "ben@example.com" in owner.text
    assert len(listing(root / ".bookload")) == 1
    assert not list((root / ".bookload" / "web").glob("*.sqlite3"))


def test_without_its_driver_the_way_out_is_said(_django: None, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: PT019
    from bookload.web import settings

    monkeypatch.setattr(settings, "find_spec", lambda _name: None)
    with pytest.raises(UsageError, match=re.escape("pip install bookload[postgres]")):
        settings.database("postgresql://somebody@example.com/app")
