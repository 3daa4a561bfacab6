import pytest

from bookload.data.ingest.reading.header import find_header


def index_of(*rows):
    header = find_header([[cell or None for cell in row] for row in rows])
    return None if header is None else header.index


def test_the_first_row_with_a_cell_is_the_header():
    assert index_of(["account", "arr"], ["A", "1"]) == 0
    assert index_of(["", ""], ["account", "arr"], ["A", "1"]) == 1


def test_names_are_trimmed_and_missing_ones_are_empty():
    header = find_header([[" account ", None, "arr\n"], ["A", "x", "1"]])
    assert header is not None
    assert header.names == ("account", "", "arr")


def test_rows_without_a_cell_have_no_header():
    assert index_of() is None
    assert index_of([], ["", ""], ["  "]) is None


@pytest.mark.parametrize(
    "titles",
    [
        [["Accounts as of March", "", ""]],
        [["Accounts", "", ""], ["", "", ""]],
        [["Report:", "ARR by owner", ""], ["Run on:", "2026-03-31", ""], ["", "", ""]],
        [["Export", "", ""], ["", "", ""], ["Filter", "active", ""], ["", "", ""]],
    ],
)
def test_titles_above_a_table_are_passed_over(titles):
    rows = [["account", "owner", "arr"], ["A", "Kim", "100"], ["B", "Li", "200"], ["C", "Jo", "300"]]
    assert index_of(*titles, *rows) == len(titles)


def test_a_title_above_months_is_passed_over():
    assert index_of(["MRR", "", ""], ["account", "2026-01", "2026-02"], ["A", "10", "20"]) == 1


def test_a_title_in_a_row_of_one_value_is_passed_over():
    assert index_of(["Book of business"], [], ["account", "arr"], ["A", "1"]) == 2


@pytest.mark.parametrize(
    "rows",
    [
        [["account", "", ""], ["Acme", "Kim", "note"], ["Bolt", "Li", "note"]],
        [["account", "", ""], ["Acme", "Kim", "100"], ["Bolt", "Li", "200"]],
        [["account"], ["Acme"], ["Bolt"]],
        [["account", "", ""], ["Acme", "2026-01-01", "2026-12-31"], ["Bolt", "2026-02-01", "2027-01-31"]],
        [["account", "arr", "", ""], ["A", "1", "", ""], ["B", "2", "", ""]],
    ],
)
def test_data_below_a_header_is_never_taken_for_it(rows):
    assert index_of(*rows) == 0


def test_a_row_of_data_after_an_empty_row_is_no_header_if_it_holds_numbers():
    assert index_of(["account", "", ""], ["", "", ""], ["Acme", "Kim", "100"], ["Bolt", "Li", "200"]) == 0
