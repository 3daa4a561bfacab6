"""People who own and count for nothing, in months that are known and in those that are not."""

from datetime import date
from fractions import Fraction

import pytest

from bookload.base.period import Month
from bookload.metrics.ratios.uncounted import uncounted_owners, unknown_roles
from bookload.workspace import Workspace, memory

AS_OF = date(2025, 6, 30)
START = date(2025, 1, 1)


@pytest.fixture(scope="module")
def reader() -> Workspace:
    return memory(
        {
            "accounts": [{"account_id": "A1", "name": "Acme"}],
            "subscriptions": [
                {
                    "subscription_id": "S1",
                    "account_id": "A1",
                    "start_date": START,
                    "amount": 100,
                    "interval": "month",
                }
            ],
            "people": [
                {"person_id": "ED", "name": "Ed", "hire_date": START, "role": "Client Partner"},
                {"person_id": "FAY", "name": "Fay", "hire_date": START, "role": "csm"},
            ],
            "ownership": [
                {"account_id": "A1", "owner_id": "ED", "start_date": START, "share": "0.5"},
                {"account_id": "A1", "owner_id": "FAY", "start_date": START, "share": "0.5"},
            ],
        },
        as_of=AS_OF,
    )


def test_an_owner_in_an_unknown_role_is_told_with_what_they_own(reader: Workspace) -> None:
    (ed,) = uncounted_owners(reader, Month.of(AS_OF))
    assert ed.head.person_id == "ED"
    assert ed.accounts == Fraction(1, 2)
    assert unknown_roles(reader, Month.of(AS_OF)) == {"client_partner": 1}


def test_a_month_that_is_not_known_has_none(reader: Workspace) -> None:
    assert uncounted_owners(reader, Month.of(AS_OF) + 1) == ()
    assert unknown_roles(reader, Month.of(AS_OF) + 1) == {}
