"""65. One person's cache never serves another: kept answers, tags, jobs, and what stands between."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from bookload.base.access import ROLES, Access, Right
from bookload.workspace.asking import Asking, Part, depends
from bookload.workspace.kept import kept
from served import copied, person, signed_in

NOW = datetime(2026, 1, 1, tzinfo=UTC)
READERS = (
    *(Access(role, rights, "P1") for role, rights in ROLES.items()),
    Access("csm", ROLES["csm"], "P2"),
    Access("csm", ROLES["csm"], None),
    Access("head", ROLES["head"] - {Right.PAY_GROUP}, "P1"),
    Access("owner", frozenset(), "P1"),
)
"""Everybody differs from everybody in a role, a right or whose book it is."""


def test_what_was_kept_for_one_reader_is_found_by_no_other(company: Path, tmp_path: Path) -> None:
    root = copied(company, tmp_path)
    for _ in range(2):
        answers = [kept(root, ("x",), each, repr(each).encode) for each in READERS]
        assert answers == [repr(each).encode() for each in READERS]


def test_the_same_address_has_another_tag_for_each_reader(company: Path) -> None:
    asking = Asking.of("movements", {}).pinned(company)
    tags = {depends(company, asking, Part(), each) for each in READERS}
    assert len(tags) == len(READERS)


def test_an_answer_in_the_background_is_told_to_who_asked_alone(own, as_role):
    from bookload.web.jobs.models import Job, State

    ada, ben = person("ada@example.com", "head"), person("ben@example.com", "head")
    job = Job.objects.create(
        person=ada,
        kind="preview",
        title="x",
        arguments={},
        page="/data",
        asked_at=NOW,
        state=State.DONE,
        result={"y": 1},
    )
    for way in ("", "/progress"):
        assert signed_in(ada).get(f"/jobs/{job.pk}{way}").status_code in (200, 302)
        assert signed_in(ben).get(f"/jobs/{job.pk}{way}").status_code == 404


def test_nobody_between_keeps_what_somebody_sees(as_role):
    for path in ("/settings", "/data", "/export/movements.json", "/nothing"):
        answer = as_role("owner").get(path)
        assert answer.headers["Cache-Control"] == "private, no-store", path
        assert "Cookie" in answer.headers["Vary"], path
    told = as_role("owner").get("/api/v1/snapshots")
    assert told.headers["Cache-Control"] == "private, no-cache"
    assert {"Authorization", "Cookie"} <= set(told.headers["Vary"].split(", "))
