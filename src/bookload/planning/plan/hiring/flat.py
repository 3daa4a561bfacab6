"""What a flat rule would hire: so much ARR per CSM, whatever the work."""

from __future__ import annotations

from math import ceil

import numpy as np

from bookload.planning.plan.hiring.outcome import Starts
from bookload.planning.plan.hiring.terms import Floats, Terms


def flat(arr: Floats, there: Floats, arr_per_head: float, terms: Terms, role: int) -> Starts:
    """Return the starts (M, R) that a rule of ARR per head asks for in one role; none in the others.

    `arr` (M,) is the median ARR of the futures and `there` (M,) the mean ramped heads of today's team. A rule
    counts heads, so a hire counts whole from the first day, less those expected to have left; it hires as
    soon as a hire can start, and as many as may.
    """
    months, roles = arr.size, len(terms.roles)
    starts = np.zeros((months, roles), dtype=np.int64)
    stays = np.array([float(share) for share in terms.stays(months)])
    most = terms.roles[role].most
    for month in range(terms.roles[role].lead, months):
        hired = stays[: month + 1][::-1] @ starts[: month + 1, role]
        missing = ceil(float(arr[month]) / arr_per_head - float(there[month]) - hired - 1e-9)
        starts[month, role] = max(0, missing if most is None else min(missing, most))
    return starts
