"""`bookload calibrate` on a small log: shown first, written whole, comments kept."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from bookload.cli.calibrate import SHOWN
from commanded import FILES, run, written

JOURNEY = """# What we do
[[stages]]
name = "steady"

[[activities]]
name = "Call"
stage = "steady"
minutes = { low = 70, likely = 90, high = 120 }  # guessed in January
kinds = ["call"]
assumed = true
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The small company with sixty calls of 20, 30 and 40 minutes, and a journey that assumes 90."""
    days = [date(2025, 1, 1) + timedelta(days=2 * turn) for turn in range(60)]
    rows = [
        f"P{1 + turn % 2},call,{day}T10:00:00Z,{20 + 10 * (turn % 3)},A{(1, 3, 4)[turn // 3 % 3]},ACT-{turn}"
        for turn, day in enumerate(days)
    ]
    log = "person_id,kind,start_at,minutes,account_id,activity_id\n" + "\n".join(rows) + "\n"
    files = written(tmp_path / "files", {**FILES, "activities.csv": log})
    ran = run("import", str(files), "--workspace", str(tmp_path / "ws"), "--data-through", "2025-06-30")
    assert ran.code == 0, ran.err + ran.out
    (tmp_path / "ws" / "journey.toml").write_text(JOURNEY)
    return tmp_path / "ws"


def test_learnt_minutes_stand_beside_the_journeys(root):
    ran = run("calibrate", "--workspace", str(root))
    assert ran.code == 0, ran.err
    assert "70 / 90 / 120" in ran.out
    (row,) = run("calibrate", "--json", "--workspace", str(root)).json["activities"]
    assert row["logged"] == 60
    assert row["mean"] == pytest.approx(30.0)
    assert row["lower"] < 30 < row["upper"]
    assert row["learnt"]["low"] < row["learnt"]["likely"] < row["learnt"]["high"]


def test_every_part_can_be_shown(root):
    for part in SHOWN:
        ran = run("calibrate", "--show", part, "--workspace", str(root))
        assert ran.code == 0, ran.err
        assert "1,800 of 1,800 minutes" in ran.out
    assert run("calibrate", "--show", "weather", "--workspace", str(root)).code == 2


def test_a_difference_is_shown_without_anything_being_written(root):
    ran = run("calibrate", "--diff", "--workspace", str(root))
    assert "-minutes = { low = 70, likely = 90, high = 120 }  # guessed in January" in ran.out
    assert (root / "journey.toml").read_text() == JOURNEY


def test_writing_shows_the_difference_keeps_comments_and_is_logged(root):
    ran = run("calibrate", "--write", "--workspace", str(root))
    assert ran.code == 0, ran.err
    assert "+assumed = false" in ran.out
    text = (root / "journey.toml").read_text()
    assert text.startswith("# What we do\n")
    assert "}  # guessed in January" in text
    assert "assumed = false" in text
    assert '"what": "calibrate"' in (root / ".bookload" / "audit.jsonl").read_text().replace('":"', '": "')
    again = run("calibrate", "--write", "--workspace", str(root))
    assert "Nothing to write" in again.err
    assert (root / "journey.toml").read_text() == text


def test_a_journey_that_changed_meanwhile_is_not_overwritten(root):
    from bookload.base.errors import DocumentError
    from bookload.workspace import open_folder
    from bookload.workspace.learning import journey_change

    reader = open_folder(root)
    found = reader.calibration()
    mine = JOURNEY + "# and mine\n"
    (root / "journey.toml").write_text(mine)
    with pytest.raises(DocumentError, match="calibrate again"):
        journey_change(root, reader, found)
    assert (root / "journey.toml").read_text() == mine


def test_who_may_not_see_peoples_time_is_refused(root):
    ran = run("calibrate", "--as", "board", "--workspace", str(root))
    assert ran.code != 0
    assert "time_person" in ran.err
