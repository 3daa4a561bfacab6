from __future__ import annotations

import pytest

from bookload.data.tables.titles import Roles, role_word, spellings, standard_role


@pytest.mark.parametrize(
    ("title", "role"),
    [
        ("Customer Success Manager", "csm"),
        ("CSM", "csm"),
        ("Enterprise CSM", "csm"),
        ("Kundenbetreuer (m/w/d)", "csm"),
        ("Client Success Manager", "csm"),
        ("Customer Success Manager II - Mid-Market", "csm"),
        ("Senior Customer Success Manager", "senior_csm"),
        ("Sr. CSM", "senior_csm"),
        ("Senior Customer Success Manager, EMEA", "senior_csm"),
        ("senior_csm", "senior_csm"),
        ("Manager, Customer Success", "manager"),
        ("Senior Manager, Customer Success", "manager"),
        ("CSM Team Lead", "manager"),
        ("Director, Customer Success", "director"),
        ("Head of Customer Success", "director"),
        ("Head, Customer Success", "director"),
        ("VP CS", "director"),
        ("Onboarding Specialist", "onboarding"),
        ("Support Engineer", "support"),
        ("Client Partner", None),
        ("Account Manager", None),
        ("Customer Success Operations Manager", None),
        ("Sales Manager", None),
        ("Enterprise", None),
        ("Senior", None),
    ],
)
def test_the_fields_titles_mean_its_roles_and_no_other_means_any(title: str, role: str | None) -> None:
    assert standard_role(title) == role


def test_a_title_that_nobody_knows_stays_itself() -> None:
    assert role_word(" Client  Partner") == role_word("client-partner") == "client_partner"


def test_the_policy_goes_before_the_table() -> None:
    roles = Roles(titles={"Head of Customer Success": "csm", "Client Partner": "Senior CSM"})
    assert [roles.role(title) for title in ("head of customer-success", "client_partner", "VP CS")] == [
        "csm",
        "senior_csm",
        "director",
    ]
    assert roles.counts("Client Partner")
    assert roles.knows("director")
    assert not roles.knows("Solution Architect")
    assert Roles(csm=("csm", "Solution Architect")).counts("solution architect")


def test_the_spellings_of_a_role_are_those_of_the_table_and_its_own() -> None:
    assert {"csm", "customer_success_manager"} <= spellings("Customer Success Manager")
    assert spellings("account manager") == {"account_manager"}
