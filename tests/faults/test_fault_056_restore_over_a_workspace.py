"""56. A restore over a live workspace is refused; of a hostile or damaged archive nothing is written."""

from __future__ import annotations

import json
import stat
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bookload.base.errors import BookloadError, UsageError, WorkspaceError
from bookload.workspace.backups import backup, restore
from stored import everything

NOW = datetime(2026, 6, 30, 10, 15, tzinfo=UTC)
Change = Callable[[dict[str, Any], dict[str, bytes]], None]


@pytest.fixture(scope="module")
def archive(company: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return backup(company, tmp_path_factory.mktemp("backups"), now=NOW).path


@pytest.mark.parametrize("there", ["bookload.toml", ".bookload/CURRENT", "notes.txt"])
def test_a_folder_with_something_in_it_is_not_restored_into(
    archive: Path, tmp_path: Path, there: str
) -> None:
    (tmp_path / there).parent.mkdir(exist_ok=True)
    (tmp_path / there).write_text("mine")
    before = everything(tmp_path)
    with pytest.raises(UsageError, match="is not empty" if there == "notes.txt" else "is a workspace"):
        restore(archive, tmp_path)
    assert everything(tmp_path) == before


def remade(archive: Path, to: Path, change: Change) -> Path:
    """Write an archive again, changed; its manifest is the first of what may be."""
    with zipfile.ZipFile(archive) as old:
        files = {name: old.read(name) for name in old.namelist()}
    manifest = json.loads(files.pop("manifest.json"))
    change(manifest, files)
    with zipfile.ZipFile(to, "w") as new:
        for name, content in files.items():
            new.writestr(name, content)
        new.writestr("manifest.json", json.dumps(manifest))
    return to


def named(name: str) -> Change:
    def change(manifest: dict[str, Any], files: dict[str, bytes]) -> None:
        files[name] = files.pop("journey.toml")
        manifest["files"][name] = manifest["files"].pop("journey.toml")

    return change


def said(path: str, key: str, value: object) -> Change:
    def change(manifest: dict[str, Any], _files: dict[str, bytes]) -> None:
        manifest["files"][path][key] = value

    return change


def told(by: dict[str, object]) -> Change:
    return lambda manifest, _: manifest.update(by)


def without(manifest: dict[str, Any], files: dict[str, bytes]) -> None:
    del files["journey.toml"]


def beside(manifest: dict[str, Any], files: dict[str, bytes]) -> None:
    files["more.toml"] = b""


def edited(manifest: dict[str, Any], files: dict[str, bytes]) -> None:
    files["bookload.toml"] = files["bookload.toml"].replace(b"USD", b"EUR")


def another_snapshot(manifest: dict[str, Any], files: dict[str, bytes]) -> None:
    manifest["snapshot"] = "20200101T000000-00000000"


HOSTILE = {
    "above": named("../evil.toml"),
    "far above": named("scenarios/../../../../evil.toml"),
    "from the root": named("/tmp/evil.toml"),  # noqa: S108 - where nothing is to be written
    "another system's": named("scenarios\\..\\..\\evil.toml"),
    "a drive": named("C:evil.toml"),
    "a name that is cut": named("scenarios/a\0.toml"),
    "a place of another": named(".ssh/authorized_keys"),
    "a program": named(".bookload/web/evil.py"),
    "the secret": named(".bookload/web/secret"),
    "a bomb": said("journey.toml", "size", 2**60),
    "shorter than it is": said("journey.toml", "size", 3),
    "no hash": said("journey.toml", "sha256", "0"),
    "another hash": said("journey.toml", "sha256", "0" * 64),
    "everybody's program": said("journey.toml", "mode", 0o4777),
    "one too few": without,
    "one too many": beside,
    "an edited policy": edited,
    "a snapshot that is not there": another_snapshot,
}


@pytest.mark.parametrize("what", HOSTILE)
def test_an_archive_that_is_not_what_was_written_leaves_nothing(
    archive: Path, tmp_path: Path, what: str
) -> None:
    bad = remade(archive, tmp_path / "bad.zip", HOSTILE[what])
    with pytest.raises(WorkspaceError):
        restore(bad, tmp_path / "inside" / "new")
    assert {path.name for path in tmp_path.rglob("*")} <= {"bad.zip", "inside"}


def test_a_link_in_an_archive_is_no_file(archive: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(archive) as old, zipfile.ZipFile(tmp_path / "bad.zip", "w") as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename == "journey.toml":
                entry.external_attr = (stat.S_IFLNK | 0o777) << 16
            new.writestr(entry, content)
    with pytest.raises(WorkspaceError, match=r"journey\.toml is no file"):
        restore(tmp_path / "bad.zip", tmp_path / "new")


@pytest.mark.parametrize("where", range(0, 10, 3))
def test_damage_anywhere_is_found_before_anything_is_written(
    archive: Path, tmp_path: Path, where: int
) -> None:
    content = bytearray(archive.read_bytes())
    place = len(content) * where // 10 + 40
    content[place : place + 64] = bytes(each ^ 0xFF for each in content[place : place + 64])
    (tmp_path / "bad.zip").write_bytes(content)
    with pytest.raises(WorkspaceError):
        restore(tmp_path / "bad.zip", tmp_path / "new")
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("content", [b"", b"PK", b"rows", b"\0" * 100])
def test_what_is_no_archive_is_told_so(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.zip").write_bytes(content)
    with pytest.raises(BookloadError, match="no backup"):
        restore(tmp_path / "x.zip", tmp_path / "new")


def test_a_backup_of_a_newer_program_or_layout_is_refused(archive: Path, tmp_path: Path) -> None:
    changes: tuple[dict[str, object], ...] = ({"format": 2}, {"program": "99.0.0"})
    for by in changes:
        newer = remade(archive, tmp_path / "newer.zip", told(by))
        with pytest.raises(WorkspaceError, match="update Bookload"):
            restore(newer, tmp_path / "new")
        assert not (tmp_path / "new").exists()
