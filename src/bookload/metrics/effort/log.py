"""The log in memory: one row an activity and account, as columns of numbers and the names behind them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

import ibis
import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from bookload.data.reader import Reader
from bookload.metrics.effort.segments import with_segment
from bookload.metrics.effort.shares import Place, shared

NONE = -1
"""The index of what is not stated, and the minutes that are not known."""
PLACES: tuple[Place, ...] = get_args(Place)


@dataclass(frozen=True)
class Log:
    """One row for each activity and account that it was for; columns are of equal length.

    account, person, kind, stage and segment (of the account at the end of the month) are indices into the
    names, which are sorted; `NONE` where not stated. `place` is one into `places`, which are all there are.
    `month` is its ordinal. `minutes` are x 10^4, the account's share, `NONE` where not known; `whole` the
    activity's; `among` is how many accounts share it. `first` marks one row of each activity, so that they
    can be counted; `playbook` is whether one was followed.
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
    places: tuple[Place, ...]

    @property
    def known(self) -> NDArray[np.bool_]:
        """Whether the minutes of each row are known."""
        return np.not_equal(self.minutes, NONE)

    @property
    def sold(self) -> NDArray[np.bool_]:
        """Whether each row is for an account."""
        return np.equal(self.place, self.places.index("account"))

    def __len__(self) -> int:
        """Return how many rows there are."""
        return len(self.minutes)


def read_log(reader: Reader, spells: ir.Table | None = None, *, segments: bool = True) -> Log:
    """Return the log by `as_of`, rows in no order; needs the right to the time of single people.

    `spells` says which stage an account was in where an activity does not; see `shared`. Without `segments`
    no row has one: the accounts' are not read.
    """
    rows = shared(reader, spells)
    rows = with_segment(rows, reader) if segments else rows.mutate(segment=ibis.null("string"))
    place = ibis.cases(*((rows.place == name, number) for number, name in enumerate(PLACES)))
    table = reader.collect(
        rows.select(
            "account_id",
            "person_id",
            "kind",
            "stage",
            "segment",
            "month",
            "minutes",
            "whole_minutes",
            "among",
            "activities",
            place=place.cast("int64"),
            playbook=rows.playbook.notnull(),
        )
    ).table
    account, accounts = _indexed(table["account_id"])
    person, people = _indexed(table["person_id"])
    kind, kinds = _indexed(table["kind"])
    stage, stages = _indexed(table["stage"])
    segment, segments_ = _indexed(table["segment"])
    return Log(
        account=account, person=person, kind=kind, stage=stage, segment=segment,
        place=table["place"].to_numpy().astype(np.int32),
        month=table["month"].to_numpy().astype(np.int32),
        minutes=pc.fill_null(table["minutes"], NONE).to_numpy(),
        whole=pc.fill_null(table["whole_minutes"], NONE).to_numpy(),
        among=table["among"].to_numpy(),
        first=table["activities"].to_numpy() == 1,
        playbook=np.asarray(table["playbook"].to_numpy(), np.bool_),
        accounts=accounts, people=people, kinds=kinds, stages=stages, segments=segments_, places=PLACES,
    )  # fmt: skip


def _indexed(column: pa.ChunkedArray) -> tuple[NDArray[np.int32], tuple[str, ...]]:
    """Return each value's place among the sorted names that occur; `NONE` for null."""
    coded = column.dictionary_encode().unify_dictionaries()
    names = coded.chunk(0).dictionary if coded.num_chunks else pa.array([], pa.string())
    order = np.asarray(pc.sort_indices(names).to_numpy())
    place = np.full(len(names) + 1, NONE, np.int32)
    place[order] = np.arange(len(names))
    codes = [pc.fill_null(each.indices, len(names)).to_numpy() for each in coded.chunks]
    index = place[np.concatenate(codes)] if codes else np.empty(0, np.int32)
    return index, tuple(names.take(pa.array(order)).to_pylist())
