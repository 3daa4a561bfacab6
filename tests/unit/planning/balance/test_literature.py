"""Files of generalised assignment, and problems drawn by the literature's recipes."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from time import monotonic

import numpy as np
import pytest

from bookload.base.errors import UsageError
from bookload.planning.balance import exactly, solving
from bookload.planning.balance.literature import drawn, read_problems
from bookload.planning.balance.problem import Problem
from bookload.planning.balance.search import Walk, cost_of
from bookload.planning.balance.solving import balanced, compile_loops

ONE = """2 3
5 1 9
4 8 2
 1 2 3
 3 2 1
4 4
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "some.txt"
    path.write_text(text)
    return path


def least(of: Problem) -> float:
    """Return the least cost of all solutions, each tried."""
    jobs, agents, (room,) = len(of.units), len(of.takers), of.resources
    cost, use = of.cost.reshape(jobs, agents), room.use.reshape(jobs, agents)
    best = float("inf")
    for chosen in product(range(agents), repeat=jobs):
        load = np.bincount(chosen, use[np.arange(jobs), chosen], minlength=agents)
        if (load <= room.room).all():
            best = min(best, float(cost[np.arange(jobs), chosen].sum()))
    return best


def test_costs_uses_and_rooms_are_where_the_format_has_them(tmp_path: Path) -> None:
    (of,) = read_problems(written(tmp_path, ONE))
    assert (of.units, of.takers) == (("1", "2", "3"), ("1", "2"))
    assert of.cost.reshape(3, 2).tolist() == [[5, 4], [1, 8], [9, 2]]
    assert of.resources[0].use.reshape(3, 2).tolist() == [[1, 3], [2, 2], [3, 1]]
    assert of.resources[0].room.tolist() == [4, 4]


def test_a_file_of_several_begins_with_their_number(tmp_path: Path) -> None:
    several = read_problems(written(tmp_path, "2\n" + ONE + ONE.replace("\n", " ")))
    assert [each.cost.tolist() for each in several] == [several[0].cost.tolist()] * 2


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "holds no problem"),
        ("1\n2 3\n5 1\n", "problem 1 of 1 ends early"),
        ("1\n" + ONE + "7\n", "1 numbers follow the last of 1"),
        ("2 3\nfive 1 9\n", "line 2: 'five' is no whole number"),
    ],
)
def test_a_damaged_file_is_refused_with_its_place(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        read_problems(written(tmp_path, text))


@pytest.mark.parametrize("kind", ["C", "D", "E"])
def test_a_drawn_problem_is_of_its_type_and_solved_as_all_solutions_tried(kind: str) -> None:
    of = drawn(kind, 3, 8, np.random.default_rng(4))  # type: ignore[arg-type]
    use = of.resources[0].use
    if kind == "C":
        assert (use.min() >= 5, use.max() <= 25, of.cost.min() >= 10, of.cost.max() <= 50) == (True,) * 4
    elif kind == "D":
        assert (np.abs(of.cost + use - 111) <= 10).all()
    else:
        assert (np.abs(of.cost - 1000 / use + 5) <= 6).all()
    found = balanced(of, seconds=10, rng=np.random.default_rng(0), now=monotonic, enough=0)
    best = least(of)
    assert (found.objective, found.bound) == ((None, found.bound) if best == float("inf") else (best, best))


def test_an_unknown_type_is_an_error() -> None:
    with pytest.raises(UsageError, match="C, D, E"):
        drawn("F", 3, 8, np.random.default_rng(4))  # type: ignore[arg-type]


def test_where_the_bound_does_not_rise_two_cores_walk_and_the_best_counts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    of, walks = drawn("D", 6, 60, np.random.default_rng(1)), []
    begin = Walk.__init__
    compile_loops()

    def counted(self: Walk, *given: object) -> None:
        walks.append(self)
        begin(self, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(Walk, "__init__", counted)
    for place, limit in ((solving, "SMALL"), (solving, "LARGEST"), (exactly, "LARGEST")):
        monkeypatch.setattr(place, limit, 0)
    found = balanced(of, seconds=3, rng=np.random.default_rng(2), now=monotonic, enough=0)

    assert len(walks) == 3
    reached = [cost_of(of, each.best) for each in walks if each.best is not None]
    assert found.objective == pytest.approx(min(reached))
    assert found.gap is not None
    assert found.gap < 0.01
