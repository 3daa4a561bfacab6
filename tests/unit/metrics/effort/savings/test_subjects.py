from __future__ import annotations

import pytest

from bookload.data.tables import unbound
from bookload.metrics.effort.savings.subjects import alike
from logged import company, deed


def made_alike(subject):
    rows = unbound("activities")
    ws = company([deed(subject=subject)])
    return ws.collect(rows.select(subject=alike(rows.subject))).rows()[0]["subject"]


@pytest.mark.parametrize(
    ("subject", "left"),
    [
        ("Usage report 05/2026", "usage report"),
        ("  USAGE   Report (Q2)  ", "usage report q"),
        ("Re: Usage report", "usage report"),
        ("AW: Übersicht Müller", "übersicht müller"),
        ("Review of renewals", "review of renewals"),
        ("2026-05", None),
        (None, None),
    ],
)
def test_a_subject_loses_what_changes_from_time_to_time(subject, left):
    assert made_alike(subject) == left
