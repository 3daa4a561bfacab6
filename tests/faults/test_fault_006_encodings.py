"""Fault 6: a byte order mark, UTF-16, cp1252, mixed bytes: read right, or the byte's offset; never U+FFFD."""

import pytest

from bookload.base.errors import errors_in
from bookload.data.ingest.reading import read_file

NAMES = ["Zoë Müller", "Ærø – Øst", "Łódź", "“Größe”", "北京"]
TEXT = "name;arr\n" + "".join(f"{name};{number}\n" for number, name in enumerate(NAMES))


def names_in(reading):
    return reading.sheets[0].columns[0].text.to_pylist()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_every_kind_of_unicode_reads_right_and_without_a_word(encoding, tmp_path):
    path = tmp_path / "accounts.csv"
    path.write_bytes((TEXT + "plain;1\n" * 20).encode(encoding))
    reading = read_file(path)
    assert reading.findings == ()
    assert names_in(reading)[:5] == NAMES
    assert reading.sheets[0].columns[0].name == "name"


def test_windows_1252_reads_right_and_says_so(tmp_path):
    path = tmp_path / "accounts.csv"
    path.write_bytes("name;arr\nZoë Müller;1\nCafé “Größe” – €5;2\n".encode("cp1252"))
    reading = read_file(path)
    assert names_in(reading) == ["Zoë Müller", "Café “Größe” – €5"]
    [finding] = reading.findings
    assert (finding.code, finding.severity) == ("not_utf8", "note")
    assert "cp1252, for example 'Zoë'" in finding.message


@pytest.mark.parametrize(
    ("encoding", "words"),
    [
        (
            "cp1251",
            ["Компания Ромашка", "Северный ветер", "Общество друзей", "Москва"],
        ),
        (
            "cp1250",
            ["Spółka Żabka w Łodzi", "Przedsiębiorstwo Świętokrzyskie", "Zażółć gęślą jaźń", "Gdańsk"],
        ),
    ],
)
def test_another_code_page_reads_right_with_a_warning(encoding, words, tmp_path):
    path = tmp_path / "accounts.csv"
    path.write_bytes(("name;arr\n" + "".join(f"{word};1\n" for word in words * 5)).encode(encoding))
    reading = read_file(path)
    assert names_in(reading)[:4] == words
    assert [finding.severity for finding in reading.findings] == ["warning"]


def test_mixed_bytes_are_refused_at_their_offset(tmp_path):
    path = tmp_path / "accounts.csv"
    good, bad = "name,arr\nZoë,1\nMüller,2\nÆrø,3\n".encode(), "Gärtner,4\n".encode("latin-1")
    path.write_bytes(good + bad + good)
    reading = read_file(path)
    [finding] = reading.findings
    assert reading.sheets == ()
    assert f"offset {len(good) + 1:,} " in finding.message


def test_a_byte_that_no_code_page_has_is_refused_at_its_offset(tmp_path):
    path = tmp_path / "accounts.csv"
    path.write_bytes("name,arr\nZoë,1\n".encode("utf-16-le")[:-1])
    [finding] = errors_in(read_file(path).findings)
    assert "offset 28 " in finding.message


def test_a_replacement_character_is_never_stored(tmp_path):
    path = tmp_path / "accounts.csv"
    path.write_text("name,arr\nZo\ufffd,1\n", encoding="utf-8")
    [finding] = read_file(path).findings
    assert (finding.severity, finding.row, finding.column) == ("error", 2, "name")
    assert "U+FFFD" in finding.message


def test_a_mark_amid_the_text_is_named_because_it_would_make_another_id(tmp_path):
    path = tmp_path / "accounts.csv"
    path.write_text("name,arr\nA,1\n\ufeffB,2\n", encoding="utf-8")
    [finding] = read_file(path).findings
    assert (finding.severity, finding.row, finding.column) == ("error", 3, "name")
