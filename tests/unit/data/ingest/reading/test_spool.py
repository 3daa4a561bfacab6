import pytest

from bookload.data.ingest.reading import spool
from bookload.data.ingest.reading.mapped import mapped
from bookload.data.ingest.reading.spool import ColumnOverflowError, SheetWriter, Spooled


@pytest.mark.parametrize("held", [1, 1 << 25])
@pytest.mark.parametrize("at_once", [1, 7, 200_000])
def test_what_is_written_is_what_is_mapped(held, at_once, tmp_path, monkeypatch):
    monkeypatch.setattr(spool, "_HELD_BYTES", held)
    monkeypatch.setattr(spool, "_CELLS_AT_ONCE", at_once)
    writer = SheetWriter(tmp_path, "sheet", 4, typed=True)
    rows = [("ü" * n if n % 3 else None, str(n), None, None) for n in range(20)]
    for number, row in enumerate(rows, start=2):
        writer.append(number, row, bytes([0, 1, 0, 0]))
    spooled = writer.finish("One", ["a", "b", "", "d"], range(1, 5))
    sheet = mapped(tmp_path, Spooled.from_json(spooled.to_json()), "a.xlsx", "0")
    assert [(column.name, column.position) for column in sheet.columns] == [("a", 1), ("b", 2), ("d", 4)]
    assert [column.text.to_pylist() for column in sheet.columns] == [
        [row[n] for row in rows] for n in (0, 1, 3)
    ]
    assert [column.text.null_count for column in sheet.columns] == [7, 0, 20]
    assert [column.typed is not None for column in sheet.columns] == [False, True, False]
    assert sheet.row_numbers.to_pylist() == list(range(2, 22))


def test_rows_without_a_cell_are_left_out(tmp_path):
    writer = SheetWriter(tmp_path, "sheet", 2)
    for number, row in enumerate([("1", None), (None, None), ("", ""), (None, "2")], start=2):
        writer.append(number, row)
    sheet = mapped(tmp_path, writer.finish(None, ["a", ""], [1, 2]), "a.csv", "0")
    assert sheet.row_numbers.to_pylist() == [2, 5]
    assert [column.name for column in sheet.columns] == ["a", "column 2"]


def test_a_column_of_more_text_than_offsets_reach_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr(spool, "COLUMN_BYTES", 5)
    writer = SheetWriter(tmp_path, "sheet", 2)
    writer.append(1, ["a", "123456"])
    with pytest.raises(ColumnOverflowError) as over:
        writer.finish(None, ["a", "b"], [1, 2])
    assert over.value.column == 1
