"""Group-time effects against what is published of mpdta, and two other programs."""

from __future__ import annotations

import gzip
import pickle
import warnings
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from bookload.base.errors import UsageError
from bookload.planning.impact.aggregate import band, by_group, dynamic, simple
from bookload.planning.impact.att import NEVER, Staggered, group_times
from bookload.planning.impact.two_way import two_way

FIRST = 2003
ITS_WORDS = {"regression": "reg", "weighting": "ipw", "doubly_robust": "dr"}
ITS_CONTROLS = {"never": "never_treated", "not_yet": "not_yet_treated"}


@pytest.fixture(scope="module")
def counties():
    """mpdta, the sample of Callaway and Sant'Anna (2021): teen employment by county.

    moderndid ships it; the file is read without the program, whose import takes seconds.
    """
    found = find_spec("moderndid")
    assert found
    assert found.origin
    with gzip.open(Path(found.origin).parent / "core" / "datasets" / "mpdta_long.pkl.gz") as stream:
        return pickle.load(stream)  # noqa: S301 - a locked package's own file


def staggered(counties, *covariates):
    wide = counties.pivot_table(index="countyreal", columns="year", values="lemp")
    of_county = counties.groupby("countyreal").first()
    first = of_county["first.treat"].to_numpy().astype(int)
    start = np.where(first > 0, first - FIRST, NEVER)
    return Staggered(wide.to_numpy(), start, of_county[list(covariates)].to_numpy())


def test_the_simple_average_of_mpdta_is_the_published_one(counties):
    # Published to five places, as the vignette of the authors' own R package prints it: -0.0400 (0.0120).
    found = simple(group_times(staggered(counties)))
    assert found.att == pytest.approx(-0.03995, abs=5e-6)
    assert found.se == pytest.approx(0.0120, abs=5e-5)


def test_two_way_fixed_effects_of_mpdta_are_the_published_ones(counties):
    assert two_way(staggered(counties)).att == pytest.approx(-0.0365, abs=5e-5)


@pytest.mark.prove  # to import the other program takes longer than all the rest
@pytest.mark.parametrize("controls", ["never", "not_yet"])
@pytest.mark.parametrize(
    ("way", "covariates"), [("regression", ()), ("regression", ("lpop",)), ("weighting", ("lpop",))]
)
def test_effects_are_those_of_diff_diff(counties, way, covariates, controls):
    import diff_diff

    other = diff_diff.CallawaySantAnna(control_group=ITS_CONTROLS[controls], estimation_method=ITS_WORDS[way])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = other.fit(
            counties,
            outcome="lemp",
            unit="countyreal",
            time="year",
            first_treat="first.treat",
            covariates=list(covariates) or None,
            aggregate="all",
        )
    ours = group_times(staggered(counties, *covariates), way=way, controls=controls)
    assert simple(ours).att == pytest.approx(theirs.overall_att, abs=1e-12)
    assert simple(ours).se == pytest.approx(theirs.overall_se, abs=1e-12)
    for since, average in dynamic(ours).items():
        assert average.att == pytest.approx(theirs.event_study_effects[since]["effect"], abs=1e-12)
        assert average.se == pytest.approx(theirs.event_study_effects[since]["se"], abs=1e-12)
    for group, average in by_group(ours)[1].items():
        assert average.att == pytest.approx(theirs.group_effects[group + FIRST]["effect"], abs=1e-12)


@pytest.mark.prove
def test_doubly_robust_effects_are_those_of_moderndid(counties):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import moderndid

        theirs = moderndid.att_gt(
            data=moderndid.load_mpdta(),
            yname="lemp",
            tname="year",
            idname="countyreal",
            gname="first.treat",
            xformla="~lpop",
            est_method="dr",
            boot=False,
        )
        overall = moderndid.aggte(theirs, type="simple")
    ours = group_times(staggered(counties, "lpop"))
    assert ours.att == pytest.approx(np.asarray(theirs.att_gt), abs=1e-12)
    assert simple(ours).att == pytest.approx(overall.overall_att, abs=1e-12)
    assert simple(ours).se == pytest.approx(overall.overall_se, abs=1e-12)


def test_influences_sum_to_nothing_and_a_band_is_wider_than_an_interval(counties):
    found = group_times(staggered(counties, "lpop"))
    assert np.abs(found.influence.mean(axis=0)).max() < 1e-10
    times = band(dynamic(found), np.random.default_rng(1))
    assert 1.96 < times < 4.0
    assert times == band(dynamic(found), np.random.default_rng(1))


def test_without_anybody_to_compare_with_it_says_so():
    seen = Staggered(np.zeros((4, 3)), np.ones(4, dtype=np.int64), np.zeros((4, 0)))
    with pytest.raises(UsageError, match="nobody is there to compare with"):
        group_times(seen)


def test_covariates_that_cannot_be_told_apart_are_refused(counties):
    seen = staggered(counties, "lpop")
    twice = Staggered(seen.outcome, seen.start, np.hstack([seen.covariates, seen.covariates]))
    with pytest.raises(UsageError, match="cannot be told apart"):
        group_times(twice, way="regression")
