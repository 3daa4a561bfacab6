from __future__ import annotations

import numpy as np
import pytest

from bookload.base.errors import UsageError
from bookload.base.period import Month
from bookload.planning.forecast import Draws, bands


def draws(hours=None, head=(100.0, 0.0)):
    return Draws(
        months=(Month(24_000), Month(24_001)),
        segments=("SMB",),
        roles=("csm",),
        accounts=np.ones((3, 2, 1)),
        arr=np.ones((3, 2, 1)),
        hours=np.full((3, 2, 1), 150.0) if hours is None else hours,
        supply=np.ones((3, 2, 1)),
        head_hours=np.array(head).reshape(2, 1),
    )


def test_heads_are_hours_over_those_of_one_head_and_not_a_number_where_it_has_none():
    found = draws().heads
    assert (found[:, 0] == 1.5).all()
    assert np.isnan(found[:, 1]).all()


def test_arrays_of_another_shape_are_refused_by_name():
    with pytest.raises(UsageError, match=r"draws of hours have shape \(3, 1, 2\), not \(3, 2, 1\)"):
        draws(hours=np.ones((3, 1, 2)))


def test_bands_are_the_tenth_fiftieth_and_ninetieth_percentile():
    (band,) = bands(np.arange(101.0)[:, None])
    assert (band.low, band.middle, band.high) == (10.0, 50.0, 90.0)
