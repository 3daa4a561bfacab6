"""Mappings: saved as text, read back equal, put over one another."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookload.base.errors import DocumentError, UsageError
from bookload.data.ingest.mapping.mapping import Mapping, SheetMapping, from_text, source_name, to_text
from bookload.data.ingest.mapping.store import read_mapping
from imported import imported, mapped

names = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1, max_size=12)
pairs = st.dictionaries(names, names, max_size=3)


@st.composite
def mappings(draw: st.DrawFn) -> Mapping:
    entry = SheetMapping(
        file=draw(names),
        sheet=draw(st.none() | names),
        table=draw(names),
        headers=tuple(draw(st.lists(names, max_size=3))),
        accept_columns=draw(st.booleans()),
        columns=draw(pairs),
        decimal=draw(st.dictionaries(names, st.sampled_from([".", ","]), max_size=2)),
        date_order=draw(st.dictionaries(names, st.sampled_from(["dmy", "mdy"]), max_size=2)),
        meaning=draw(
            st.dictionaries(st.just("total_rows"), st.sampled_from(["keep", "leave_out"]))
            | st.dictionaries(st.just("amount_unit"), st.sampled_from(["minor", "major"]))
        ),
        ends=draw(st.dictionaries(names, st.sampled_from(["first_day_out", "last_day_in"]), max_size=2)),
        constants=draw(pairs),
        values=draw(st.dictionaries(names, pairs.filter(bool), max_size=2)),
        reasons=draw(pairs),
    )
    return Mapping(sheet=(entry,))


@given(mappings())
def test_a_mapping_reads_back_equal(mapping: Mapping) -> None:
    assert from_text(to_text(mapping), "mapping.toml") == mapping


def test_what_an_import_guessed_is_a_mapping_that_gives_the_same_import(tmp_path: Path) -> None:
    files = {"x.csv": "Kunde;Betreuer;MRR\nA;Ana;1.234,56\nB;Ben;10,00\n"}
    guessed = imported(tmp_path, files)
    stated = imported(tmp_path, files, mapping=from_text(to_text(guessed.mapping), "m"))
    assert all(guessed.tables[table].equals(stated.tables[table]) for table in guessed.tables)


def test_a_mapping_with_an_unknown_key_is_refused_with_the_nearest_one() -> None:
    with pytest.raises(DocumentError, match="did you mean 'columns'"):
        mapped('[[sheet]]\nfile = "x"\n[sheet.colums]\na = "b"\n')


def test_later_entries_go_over_earlier_ones_and_one_without_a_file_is_about_all() -> None:
    all_sheets = '[[sheet]]\n[sheet.constants]\ncurrency = "EUR"\nregion = "X"\n'
    said = mapped(f'{all_sheets}[[sheet]]\nfile = "b.csv"\n[sheet.constants]\ncurrency = "USD"\n')
    assert said.about("a.csv", None).constants == {"currency": "EUR", "region": "X"}
    assert said.about("b.csv", None).constants == {"currency": "USD", "region": "X"}


def test_a_source_keeps_its_name_from_one_export_to_the_next() -> None:
    assert source_name("crm_2026-03.csv") == source_name("crm_2026-04.xlsx") == "crm"
    assert source_name("2026.csv") == "2026.csv"


def test_a_named_mapping_has_to_be_there(tmp_path: Path) -> None:
    assert read_mapping(None) is None
    assert read_mapping(tmp_path / "none.toml", override=False) is None
    with pytest.raises(UsageError, match="no mapping"):
        read_mapping(tmp_path / "none.toml")


def test_the_mapping_that_the_documentation_shows_says_something_possible(repository: Path) -> None:
    page = (repository / "docs" / "how-to" / "import-your-files.md").read_text(encoding="utf-8")
    blocks = [block.partition("```")[0] for block in page.split("```toml\n")[1:]]
    assert blocks
    assert all(mapped(block).sheet for block in blocks)


def test_a_meaning_that_is_none_is_refused_with_those_that_are() -> None:
    with pytest.raises(DocumentError, match="total_rows is one of leave_out, keep, not 'maybe'"):
        mapped('[[sheet]]\nfile = "x.csv"\n[sheet.meaning]\ntotal_rows = "maybe"\n')
