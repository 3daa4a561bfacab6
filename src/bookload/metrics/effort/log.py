"""The log in memory: one row an activity and account, as columns of numbers and the names behind them."""

from __future__ import annotations

from dataclasses import dataclass

import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from bookload.data.reader import Reader
from bookload.metrics.effort.segments import with_segment
from bookload.metrics.effort.shared import shared

NONE = -1
"""The index of what is not stated, and the minutes that are not known."""


@dataclass(frozen=True)
class Log:
    """One row for each activity and account that it was for; columns are of equal length.

    account, person, kind, stage, segment (of the account at the end of the month) and place are indices into
    the names, which are sorted; `NONE` where not stated. `month` is its ordinal. `minutes` are x 10^4, the
    account's share, `NONE` where not known; `whole` the activity's; `among` is how many accounts share it.
    `first` marks one row of each activity, so that they can be counted; `playbook` is whether one was
    followed.
    """

    account: NDArray[np.int32]
    person: NDArray[np.int32]
    kind: NDArray[np.int32]
    stage: NDArray[np.int32]
    segment: NDArray[np.int32]
    place: NDArray[np.int32]
    month: NDArray[np.int32]
    minutes: NDArray[np.int64]
    whole: NDArray[np.int64]
    among: NDArray[np.int64]
    first: NDArray[np.bool_]
    playbook: NDArray[np.bool_]
    accounts: tuple[str, ...]
    people: tuple[str, ...]
    kinds: tuple[str, ...]
    stages: tuple[str, ...]
    segments: tuple[str, ...]
    places: tuple[str, ...]

    @property
    def known(self) -> NDArray[np.bool_]:
        """Whether the minutes of each row are known."""
        return np.not_equal(self.minutes, NONE)

    def __len__(self) -> int:
        """Return how many rows there are."""
        return len(self.minutes)


def read_log(reader: Reader, spells: ir.Table | None = None) -> Log:
    """Return the log by `as_of`, rows in no order; needs the right to the time of single people.

    `spells` says which stage an account was in where an activity does not; see `shared`.
    """
    rows = with_segment(shared(reader, spells), reader)
    table = reader.collect(
        rows.select(
            "account_id",
            "person_id",
            "kind",
            "stage",
            "segment",
            "place",
            "month",
            "minutes",
            "whole_minutes",
            "among",
            "activities",
            playbook=rows.playbook.notnull(),
        )
    ).table
    account, accounts = _indexed(table["account_id"])
    person, people = _indexed(table["person_id"])
    kind, kinds = _indexed(table["kind"])
    stage, stages = _indexed(table["stage"])
    segment, segments = _indexed(table["segment"])
    place, places = _indexed(table["place"])
    return Log(
        account=account, person=person, kind=kind, stage=stage, segment=segment, place=place,
        month=table["month"].to_numpy().astype(np.int32),
        minutes=pc.fill_null(table["minutes"], NONE).to_numpy(),
        whole=pc.fill_null(table["whole_minutes"], NONE).to_numpy(),
        among=table["among"].to_numpy(),
        first=table["activities"].to_numpy() == 1,
        playbook=np.asarray(table["playbook"].to_numpy(), np.bool_),
        accounts=accounts, people=people, kinds=kinds, stages=stages, segments=segments, places=places,
    )  # fmt: skip


def _indexed(column: pa.ChunkedArray) -> tuple[NDArray[np.int32], tuple[str, ...]]:
    """Return each value's place among the sorted names that occur; `NONE` for null."""
    names = pc.unique(column).drop_null()
    names = names.take(pc.sort_indices(names))
    index = pc.index_in(column, value_set=names)
    return pc.fill_null(index, NONE).to_numpy().astype(np.int32), tuple(names.to_pylist())
