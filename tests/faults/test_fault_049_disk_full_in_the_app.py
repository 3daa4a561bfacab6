"""49. A disk that is full: uploads and exports say so, nothing half is kept, and what is there is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from bookload.base.errors import WorkspaceError
from bookload.workspace.backups import backup
from bookload.workspace.opened import one_reading
from commanded import run
from full_disk import full_disk
from served import copied, person
from stored import everything

NOW = datetime(2026, 6, 30, 10, 15, tzinfo=UTC)
MEGABYTE = 2**20
SHEET = b"account,owner,mrr\nA1,Ada,100\n"


@pytest.mark.parametrize("sizes", [(4 * MEGABYTE,), (100, 4 * MEGABYTE), (100, 2 * MEGABYTE)])
def test_an_upload_that_the_disk_does_not_take_is_told_and_nothing_of_it_is_kept(own, as_role, sizes):
    client = as_role("owner")
    before = set(everything(own))

    from bookload.web.data.models import Draft

    files = [SimpleUploadedFile(f"{size}.csv", SHEET.ljust(size)) for size in sizes]
    with full_disk(MEGABYTE):
        answer = client.post("/data/files", {"files": files})
        page = client.get("/data")
    told = answer.content.decode()
    assert (answer.status_code, Draft.objects.count(), page.status_code) == (507, 0, 200), told
    assert "disk of this server is full" in told or "none of them was kept" in told
    assert {name for name in everything(own) if "/cache/" not in name} <= before


def test_answers_are_given_that_cannot_be_kept(own, as_role):
    client = as_role("owner")
    paths = ("/export/movements.json", "/export/movements.csv", "/export/capacity.xlsx", "/revenue")
    with full_disk(100):
        assert [client.get(path).status_code for path in paths] == [200] * len(paths)


@contextmanager
def a_full_database() -> Iterator[None]:
    """Let the app's database grow no more, and fill what room it has."""
    from django.db import OperationalError, connection

    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE filled (content)")
        cursor.execute("PRAGMA page_count")
        (pages,) = cursor.fetchone()
        cursor.execute(f"PRAGMA max_page_count = {pages}")
        for size in (3_000, 300, 30):
            with suppress(OperationalError):
                while True:
                    cursor.execute("INSERT INTO filled VALUES (zeroblob(%s))", [size])
        try:
            yield
        finally:
            cursor.execute("PRAGMA max_page_count = 1073741823")
            cursor.execute("DROP TABLE filled")


def until(status: int, ask: Callable[[int], Any]) -> Any:
    """Ask again and again until the answer is another one than usual."""
    return next(answer for number in range(100) if (answer := ask(number)).status_code != status)


def test_a_database_that_takes_no_more_is_told_on_pages_and_to_programs(own, as_role):
    from django.test import Client

    owner, nobody = as_role("owner"), Client(raise_request_exception=False)
    owner.raise_request_exception = False
    with a_full_database():
        page = until(
            302, lambda _: owner.post("/data/files", {"files": [SimpleUploadedFile("a.csv", SHEET)]})
        )
        assert (page.status_code, "disk of this server is full" in page.content.decode()) == (507, True)
        told = until(
            401,
            lambda n: nobody.get(
                "/api/v1/ratios", headers={"Authorization": "Bearer x"}, REMOTE_ADDR=f"192.0.2.{n}"
            ),
        )
        assert (told.status_code, "disk of this server is full" in told.json()["error"]) == (507, True)
        assert owner.get("/data").status_code == 200


def test_what_somebody_saw_is_forgotten_rather_than_not_shown(own):
    from bookload.web.home.visits import Look, saw, visited

    ada = person("ada@example.com", "head")
    visit = visited(ada, NOW)
    much = {str(number): "x" * 64 for number in range(200)}
    with a_full_database():
        saw(visit, Look("", None, "", "", much, "head", None))
        assert visited(ada, NOW + timedelta(hours=1)).seen is None


def test_a_backup_that_the_disk_does_not_take_leaves_the_one_before(company, tmp_path):
    root, to = copied(company, tmp_path), tmp_path / "kept" / "a.zip"
    to.parent.mkdir()
    backup(root, to, now=NOW)
    (root / "journey.toml").write_text("# another\n" * 500)
    before = everything(to.parent)

    for room in (0, 1_000, to.stat().st_size - 2_000):
        with full_disk(room), pytest.raises(WorkspaceError) as refused:
            backup(root, to, now=NOW)
        told = str(refused.value)
        assert told.startswith(f"cannot write the backup to {to}: "), told
        assert told.endswith("none was made, and one that was there is as it was")
        assert everything(to.parent) == before


def test_a_restore_that_the_disk_does_not_take_leaves_nothing(company, tmp_path):
    archive = backup(company, tmp_path, now=NOW).path
    with full_disk(1_000):
        ran = run("restore", str(archive), str(tmp_path / "new"))
    assert (ran.code, ran.err.startswith("bookload: cannot restore into ")) == (1, True), ran.err
    assert not (tmp_path / "new").exists()


def test_a_report_that_the_disk_does_not_take_leaves_the_one_before(company, tmp_path):
    for kind in ("html", "xlsx"):
        (tmp_path / f"report.{kind}").write_text(f"the old {kind}")
    before = everything(tmp_path)
    with one_reading():  # both say the same
        for kind in ("html", "xlsx"):
            to = tmp_path / f"report.{kind}"
            with full_disk(2_000):
                ran = run("report", f"--{kind}", str(to), "--workspace", str(company))
            assert (ran.code, ran.err.startswith(f"bookload: cannot write {to}: ")) == (1, True), ran.err
            assert everything(tmp_path) == before
