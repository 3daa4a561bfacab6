"""Fault 84. Uploads get generated names: what a file is called decides nothing about where its bytes lie."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

NOW = datetime(2026, 1, 1, tzinfo=UTC)
HOSTILE = (
    "../../../bookload.toml",
    "..\\..\\evil.csv",
    "/etc/passwd",
    ".bashrc",
    "a\x00b.csv",
    "<script>alert(1)</script>.csv",
    "$(reboot);`id`.csv",
    "-rf.csv",
    "x" * 500 + ".csv",
    "..",
    "   ",
    "umsätze März.csv",
)


@pytest.mark.parametrize("name", HOSTILE)
def test_bytes_lie_under_a_number_and_are_read_under_a_harmless_name(own: Path, name: str) -> None:
    from bookload.web.data.uploads import as_called, brought, label
    from bookload.web.people.models import Person

    person = Person.objects.invite("x", "owner")
    file = SimpleUploadedFile("a.csv", b"1")
    vars(file)["_name"] = name  # as from a handler that cleans nothing
    before = set(own.rglob("*"))
    draft = brought(person, [file, SimpleUploadedFile("b.csv", b"2")], NOW)
    new = {path for path in set(own.rglob("*")) - before if path.is_file()}
    assert {path.name for path in new} == {"1", "2"}
    assert {path.parent for path in new} == {draft.folder}
    with as_called(draft) as paths:
        assert len({path.resolve() for path in paths}) == len(paths)
        for path in paths:
            assert path.parent.parent == draft.folder
            assert path.name == label(path.name)
            assert not path.name.startswith((".", "-"))
            assert not set(path.name) & set("/\\<>;`$\x00*?|\"'\n")
            assert len(path.name) <= 140


def test_two_files_of_one_name_are_two(own: Path) -> None:
    from bookload.web.data.uploads import as_called, brought
    from bookload.web.people.models import Person

    files = [SimpleUploadedFile("a.csv", content) for content in (b"1", b"2")]
    draft = brought(Person.objects.invite("x", "owner"), files, NOW)
    with as_called(draft) as paths:
        assert sorted(path.read_bytes() for path in paths) == [b"1", b"2"]
        assert [path.name for path in paths] == ["a.csv", "a (2).csv"]
