"""Backup, restore and doctor, as commands: what they write, what they refuse, what they find."""

from __future__ import annotations

import json
import sqlite3
import stat
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from commanded import Ran, run
from served import copied, person
from stored import everything

SNAPSHOT = ".bookload/snapshots/*/"


@pytest.fixture
def root(company: Path, tmp_path: Path) -> Path:
    """The company, as one of the test's own."""
    return copied(company, tmp_path)


def backed_up(root: Path, to: Path, *more: str) -> Ran:
    return run("backup", str(to), "--workspace", str(root), *more)


def one(folder: Path, pattern: str) -> Path:
    (found,) = folder.glob(pattern)
    return found


def test_a_workspace_comes_out_of_a_backup_as_it_went_in(root, tmp_path):
    said = backed_up(root, tmp_path / "a.zip", "--json").json
    back = run("restore", said["file"], str(tmp_path / "new" / "acme"), "--json")
    assert back.json["snapshot"] == said["snapshot"]
    was = {name: content for name, content in everything(root).items() if "/cache/" not in name}
    assert {name for name in was if name not in everything(tmp_path / "new" / "acme")} == {
        name
        for name in was
        if name == "bookload-template.xlsx" or name.startswith((".bookload/web", "data/"))
    }
    assert everything(tmp_path / "new" / "acme").items() <= was.items()
    asked = ("ratios", "--json", "--workspace")
    assert run(*asked, str(tmp_path / "new" / "acme")).json == run(*asked, str(root)).json


def test_people_come_back_and_the_secret_does_not(own, tmp_path):
    """The app's database of the tests is one for all of them: here it is looked at as a file alone."""
    from bookload.web.state import State

    person("ada@example.com", "board")
    secret = State(own).secret()
    with closing(sqlite3.connect(State(own).database)) as rows:
        rows.executescript("CREATE TABLE people (name); INSERT INTO people VALUES ('ada');")
    said = backed_up(own, tmp_path / "a.zip", "--json").json
    assert said["database"] == "here"
    with zipfile.ZipFile(tmp_path / "a.zip") as file:
        assert ".bookload/web/app.sqlite3" in file.namelist()
        assert not [name for name in file.namelist() if secret.encode() in file.read(name)]
    assert run("restore", said["file"], str(tmp_path / "new")).code == 0
    with closing(sqlite3.connect(State(tmp_path / "new").database)) as rows:
        assert rows.execute("SELECT name FROM people").fetchall() == [("ada",)]
    assert State(tmp_path / "new").secret() != secret


def test_what_is_the_owners_alone_is_so_in_the_archive_and_after_it(root, tmp_path):
    (root / ".bookload" / "web").mkdir(exist_ok=True)
    (root / ".bookload" / "web" / "sample.json").write_text("{}")
    backed_up(root, tmp_path / "a.zip")
    assert stat.S_IMODE((tmp_path / "a.zip").stat().st_mode) == 0o600
    run("restore", str(tmp_path / "a.zip"), str(tmp_path / "new"))
    state = tmp_path / "new" / ".bookload"
    for pattern, mode in (("files", 0o700), ("web", 0o700), ("snapshots/*/pay", 0o700), ("files/*", 0o600)):
        assert {stat.S_IMODE(path.stat().st_mode) for path in state.glob(pattern)} == {mode}, pattern
    assert stat.S_IMODE(one(state, "snapshots/*/pay/pay.parquet").stat().st_mode) == 0o600


def test_in_a_folder_backups_get_names_that_say_when_and_not_whose(root, tmp_path):
    import re

    to = tmp_path / "backups"
    to.mkdir()
    (root / "bookload.toml").write_text('[company]\nname = "../../Secret Inc"\n')
    for _ in range(2):
        assert backed_up(root, to).code == 0
    names = [path.name for path in to.iterdir()]
    assert len(names) == 2
    assert all(re.fullmatch(r"bookload-\d{8}T\d{6}-[0-9a-f]{8}\.zip", name) for name in names)


def test_a_backup_takes_the_place_of_a_backup_and_of_nothing_else(root, tmp_path):
    to, mine = tmp_path / "a.zip", tmp_path / "mine.zip"
    assert backed_up(root, to).code == 0
    (root / "journey.toml").write_text("")
    assert backed_up(root, to).code == 0
    with zipfile.ZipFile(to) as file:
        assert file.read("journey.toml") == b""
    with zipfile.ZipFile(mine, "w") as file:
        file.writestr("thesis.txt", "years of work")
    before = mine.read_bytes()
    refused = backed_up(root, mine)
    assert (refused.code, mine.read_bytes()) == (2, before)
    assert "name another file" in refused.err


@pytest.mark.parametrize("to", [".bookload", ".bookload/web", "nowhere/a.zip"])
def test_a_place_for_a_backup_that_is_none_is_named(root, to):
    (root / ".bookload" / "web").mkdir(exist_ok=True)
    refused = backed_up(root, root / to)
    assert refused.code == 2
    assert "name" in refused.err


def test_of_people_in_postgresql_the_command_is_told_that_backs_them_up(root, tmp_path, monkeypatch):
    monkeypatch.setenv("BOOKLOAD_DATABASE_URL", "postgresql://ada:s3cret@db.example.com:5433/book%20load")
    ran = backed_up(root, tmp_path / "a.zip", "--json")
    assert ran.json["database"] == "elsewhere"
    command = (
        "pg_dump --format=custom --file=bookload-app.dump postgresql://ada@db.example.com:5433/book%20load"
    )
    assert ran.json["dump"] == command
    assert command in ran.err
    assert "s3cret" not in ran.out + ran.err
    assert "pg_restore" in run("restore", str(tmp_path / "a.zip"), str(tmp_path / "new")).err
    assert "PostgreSQL" in run("doctor", "--workspace", str(tmp_path / "new")).err


def test_imported_bytes_that_are_not_what_was_imported_make_no_backup(root, tmp_path):
    backed_up(root, tmp_path / "a.zip")
    before = (tmp_path / "a.zip").read_bytes()
    min((root / ".bookload" / "files").iterdir()).write_bytes(b"another")
    refused = backed_up(root, tmp_path / "a.zip")
    assert (refused.code, (tmp_path / "a.zip").read_bytes()) == (1, before)
    assert "not what was imported" in refused.err
    assert [path.name for path in tmp_path.iterdir() if path.name != "own"] == ["a.zip"]


def test_what_a_killed_backup_left_the_next_one_removes(root, tmp_path):
    left = [tmp_path / f".unfinished-backup-0123{ending}" for ending in (".zip", ".sqlite3")]
    for path in left:
        path.write_text("half")
    (root / ".bookload" / "web").mkdir(exist_ok=True)
    with closing(sqlite3.connect(root / ".bookload" / "web" / "app.sqlite3")) as rows:
        rows.execute("CREATE TABLE people (name)")
    assert backed_up(root, tmp_path / "a.zip").code == 0
    assert not [path for path in left if path.exists()]


def test_a_restore_that_was_killed_is_told_and_not_written_over(root, tmp_path):
    backed_up(root, tmp_path / "a.zip")
    (tmp_path / "new" / ".unfinished-restore-0123").mkdir(parents=True)
    refused = run("restore", str(tmp_path / "a.zip"), str(tmp_path / "new"))
    assert refused.code == 2
    assert "was stopped on its way" in refused.err


# -------------------------------------------------------------------------------------------------- doctor


def doctor(root: Path) -> tuple[int, list[dict[str, str]]]:
    ran = run("doctor", "--workspace", str(root), "--json")
    return ran.code, [row for row in ran.json["rows"] if row["severity"] != "note"]


def test_of_a_whole_workspace_a_doctor_says_so_and_changes_nothing(root):
    before = everything(root)
    assert doctor(root) == (0, [])
    assert "all is well" in run("doctor", "--workspace", str(root)).out
    assert everything(root) == before


def kept_bytes(root: Path) -> None:
    min((root / ".bookload" / "files").iterdir()).write_bytes(b"another")


def lost_bytes(root: Path) -> None:
    min((root / ".bookload" / "files").iterdir()).unlink()


def policy(root: Path) -> None:
    (root / "bookload.toml").write_text("[company]\nnaem = 'x'\n")


def scenario(root: Path) -> None:
    (root / "scenarios").mkdir(exist_ok=True)
    (root / "scenarios" / "growth.toml").write_text("name = ")


def rows_of_another(root: Path) -> None:
    table = one(root, f"{SNAPSHOT}accounts.parquet")
    table.write_bytes(one(root, f"{SNAPSHOT}subscriptions.parquet").read_bytes())


def half_a_table(root: Path) -> None:
    table = one(root, f"{SNAPSHOT}accounts.parquet")
    table.write_bytes(table.read_bytes()[:100])


def no_table(root: Path) -> None:
    one(root, f"{SNAPSHOT}accounts.parquet").unlink()


def gone(root: Path) -> None:
    (root / ".bookload" / "CURRENT").write_text("20990101T000000-00000000\n")


def newer_snapshot(root: Path) -> None:
    manifest = one(root, f"{SNAPSHOT}manifest.json")
    manifest.write_text(json.dumps({**json.loads(manifest.read_text()), "format": 99}))


def log(root: Path) -> None:
    path = root / ".bookload" / "audit.jsonl"
    path.write_text(path.read_text().replace('"who"', '"who" '))


def open_pay(root: Path) -> None:
    one(root, f"{SNAPSHOT}pay").chmod(0o755)


def left_behind(root: Path) -> None:
    import os

    (root / ".bookload" / ".unfinished-x").write_text("")
    os.utime(root / ".bookload" / ".unfinished-x", (0, 0))


def short_secret(root: Path) -> None:
    web = root / ".bookload" / "web"
    web.mkdir(mode=0o700, exist_ok=True)
    (web / "secret").write_text("changeme")
    (web / "secret").chmod(0o600)


def database(content: str) -> Callable[[Path], None]:
    def change(root: Path) -> None:
        web = root / ".bookload" / "web"
        web.mkdir(mode=0o700, exist_ok=True)
        with closing(sqlite3.connect(web / "app.sqlite3")) as rows:
            rows.executescript(content)
        (web / "app.sqlite3").chmod(0o600)

    return change


def damaged_database(root: Path) -> None:
    database("CREATE TABLE a (b); INSERT INTO a VALUES (hex(zeroblob(9000)));")(root)
    path = root / ".bookload" / "web" / "app.sqlite3"
    content = bytearray(path.read_bytes())
    content[4096:8192] = b"\x55" * 4096
    path.write_bytes(content)


NEWER = (
    "CREATE TABLE django_migrations (app, name); INSERT INTO django_migrations VALUES ('people', '9999_x');"
)
LOST = "CREATE TABLE a (b PRIMARY KEY); CREATE TABLE c (d REFERENCES a (b)); INSERT INTO c VALUES (7);"
WRONG: dict[str, list[Callable[[Path], None]]] = {
    "file": [kept_bytes, lost_bytes],
    "document": [policy, scenario],
    "snapshot-damaged": [rows_of_another, half_a_table],
    "snapshot": [no_table, gone, newer_snapshot],
    "audit-edited": [log],
    "open": [open_pay],
    "left": [left_behind],
    "secret": [short_secret],
    "database": [database(LOST), damaged_database],
    "newer": [database(NEWER)],
}


@pytest.mark.parametrize(
    ("code", "change"), [(code, change) for code, changes in WRONG.items() for change in changes]
)
def test_what_is_wrong_is_found_with_what_to_do(root, code, change):
    change(root)
    exits, rows = doctor(root)
    assert exits == 1
    assert code in {row["code"] for row in rows}
    assert all(row["message"] and row["remedy"] for row in rows)
    assert "to mend" in run("doctor", "--workspace", str(root)).out


def test_a_disk_that_is_nearly_full_is_told_before_it_is(root, monkeypatch):
    import shutil

    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10**12, 10**12, 5 * 2**20))
    assert [row["code"] for row in doctor(root)[1]] == ["room"]


def test_a_database_that_the_next_start_brings_up_to_date_is_worth_a_note(root):
    database("CREATE TABLE django_migrations (app, name);")(root)
    ran = run("doctor", "--workspace", str(root), "--json")
    assert ran.code == 0
    assert [row["code"] for row in ran.json["rows"]] == ["older"]


def test_what_is_no_workspace_is_told_so(tmp_path):
    for command in (("doctor",), ("backup", str(tmp_path / "a.zip"))):
        assert "is no workspace" in run(*command, "--workspace", str(tmp_path / "none")).err
