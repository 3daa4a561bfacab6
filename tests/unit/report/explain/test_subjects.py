"""A figure of something that is not there is an error with the way out, and never 0."""

from datetime import date

import pytest

from bookload.base.access import Access
from bookload.base.errors import UsageError
from bookload.report.explain import explain, metrics_of
from bookload.workspace import memory

TABLES: dict[str, list[dict[str, object]]] = {
    "accounts": [{"account_id": "A-0001", "name": "Acme"}, {"account_id": "A-0002", "name": "Bolt"}],
    "people": [{"person_id": "P1", "name": "Ada Lind", "hire_date": date(2020, 1, 1), "role": "csm"}],
    "ownership": [{"account_id": "A-0001", "owner_id": "P1", "start_date": date(2020, 1, 1)}],
}


def company(access=None):
    return memory(TABLES, as_of=date(2026, 6, 30), access=access)


@pytest.mark.parametrize(
    ("metric", "subject", "words"),
    [
        ("arr", "A-001", "did you mean 'A-0001' (Acme)"),
        ("mrr", "acme", "did you mean 'A-0001' (Acme)"),
        ("churn", "Z", "there is no account 'Z' among those that you may see; 2 have an id"),
        ("nrr", "A-0003", "did you mean"),
        ("committed_arr", "A-1", "there is no account 'A-1'"),
        ("csms", "ada", "did you mean 'P1' (Ada Lind)"),
        ("arr_per_csm", "A-0001", "is of the company as a whole"),
        ("top_10_share", "A-0001", "is of the company as a whole"),
    ],
)
def test_what_is_not_there_is_named_with_what_is_close(metric, subject, words):
    with pytest.raises(UsageError) as refused:
        explain(company(), metric, subject)
    assert words in str(refused.value)


def test_what_is_another_s_looks_as_if_it_were_not_there():
    ada = company(Access.of("csm", "P1"))
    assert explain(ada, "arr", "A-0001").value == "0.00"
    for hidden, nowhere in (("A-0002", "A-0009"), ("Bolt", "Bonk")):
        told = []
        for subject in (hidden, nowhere):
            with pytest.raises(UsageError) as refused:
                explain(ada, "arr", subject)
            told.append(str(refused.value).replace(subject, "X"))
        assert told[0] == told[1]
        assert "Bolt" not in told[0]


def test_who_may_not_see_pay_is_told_of_no_figure_that_comes_from_it():
    for role, named in (("operations", False), ("csm", False), ("head", True), ("finance", True)):
        access = Access.of(role, "P1" if role == "csm" else None)
        with pytest.raises(UsageError) as refused:
            explain(company(access), "nonsense")
        for metric in ("arr_per_ote", "cost_to_serve", "cost_of_accounts"):
            assert (metric in str(refused.value)) is named, (role, metric)
            assert (metric in metrics_of(access)) is named
