import io

import numpy as np
import pytest

from bookload.base.progress import Progress
from bookload.data.ingest.reading import lines
from bookload.data.ingest.reading.structure import scan


@pytest.fixture(params=[1 << 21, 7], ids=["one block", "blocks of 7 bytes"])
def blocks(request, monkeypatch):
    monkeypatch.setattr(lines, "BLOCK", request.param)


@pytest.mark.usefixtures("blocks")
@pytest.mark.parametrize(
    ("text", "numbers", "spanning"),
    [
        (b"a,b\nc,d\n", [1, 2], False),
        (b"a,b\nc,d", [1, 2], False),
        (b"a,b\r\nc,d\r\n", [1, 2], False),
        (b"a,b\rc,d\r", [1, 2], False),
        (b"a,b\n\n\r\nc,d\n", [1, 4], False),
        (b'a,"b\nb"\nc,d\n', [1, 3], True),
        (b'a,"b\r\n\r\nb"\r\nc,d\r\n', [1, 4], True),
        (b'"a","b"\n"","""x"""\n', [1, 2], False),
        (b'"a ""\n"" b",c\nd,e\n', [1, 3], True),
        (b"", [], False),
    ],
)
def test_records_are_numbered_by_the_line_they_begin_on(text, numbers, spanning, tmp_path):
    found = scan(io.BytesIO(text), 1, ",", tmp_path / "numbers", Progress())
    assert np.fromfile(tmp_path / "numbers", np.int64).tolist() == numbers
    assert (found.records, found.sound, found.spanning) == (len(numbers), True, spanning)


@pytest.mark.usefixtures("blocks")
@pytest.mark.parametrize(
    "text", [b'a,"b\nc,d\n', b'a,5" pipe\n', b'"a"b,c\n', b'a, "b"\n', b'"5 x,1\n"7 y",2\n', b'""a,b\n', b'"']
)
def test_a_quote_where_none_may_stand_is_not_sound(text, tmp_path):
    assert not scan(io.BytesIO(text), 1, ",", tmp_path / "numbers", Progress()).sound
