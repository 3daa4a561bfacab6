"""`bookload effort` on the small company with a log."""

from __future__ import annotations

import pytest

from commanded import FILES, run, written

LOG = """\
person_id,kind,start_at,minutes,account_id,stage,subject
P1,check_in,2025-04-01T00:00:00Z,30,A1,steady,Check-in
P2,webinar,2025-05-06T10:00:00Z,60,A3;A4,steady,Webinar
P2,internal,2025-05-07T10:00:00Z,45,,,Weekly
P2,call,2025-05-08T10:00:00Z,15,,,
"""


@pytest.fixture(scope="module")
def logged(tmp_path_factory):
    root = tmp_path_factory.mktemp("logged")
    files = written(root / "files", {**FILES, "activities.csv": LOG})
    ran = run("import", str(files), "--workspace", str(root / "ws"), "--data-through", "2025-06-30")
    assert ran.code == 0, ran.err + ran.out
    return lambda *arguments: run("effort", *arguments, "--workspace", str(root / "ws"))


def test_the_page_and_each_part_of_it_answer(logged):
    for arguments in ((), ("--against-revenue",), ("--candidates",), ("--by", "person")):
        ran = logged(*arguments)
        assert ran.code == 0, ran.err
        assert "None" not in ran.out


def test_every_side_has_the_same_minutes(logged):
    sums = set()
    for side in ("account", "segment", "stage", "activity", "person", "month"):
        rows = logged("--by", side, "--json").json["rows"]
        sums.add(sum(float(row["minutes"]) for row in rows))
    assert sums == {150.0}


def test_two_parts_at_once_are_wrong_use(logged):
    assert logged("--by", "stage", "--candidates").code == 2


def test_the_board_gets_no_accounts(logged):
    for arguments in (("--against-revenue",), ("--candidates",), ("--by", "account")):
        ran = logged(*arguments, "--as", "board")
        assert ran.code == 1
        assert "time_person" in ran.err
    assert logged("--as", "board", "--json").json.keys() >= {"team", "log"}
