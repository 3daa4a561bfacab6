import numpy as np
import pyarrow as pa
import pytest

from bookload.data.ingest.reading.flags import as_flags, as_mask


@pytest.mark.parametrize("length", [0, 1, 7, 8, 9, 1000])
def test_truth_values_go_there_and_back(length):
    mask = np.arange(length) % 3 == 0
    assert as_flags(mask).to_pylist() == mask.tolist()
    assert as_mask(as_flags(mask)).tolist() == mask.tolist()


def test_null_is_false_also_in_a_slice():
    flags = pa.array([True, None, False, True, None, True] * 3)
    assert as_mask(flags[2:15]).tolist() == [bool(flag) for flag in flags.to_pylist()[2:15]]
