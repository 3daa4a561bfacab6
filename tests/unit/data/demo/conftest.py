"""The sample company, made once for all tests of it."""

from __future__ import annotations

from datetime import date

import pytest

from bookload.data import demo


@pytest.fixture(scope="session")
def company() -> demo.Company:
    """The company that `bookload demo` makes."""
    return demo.generate()


@pytest.fixture(scope="session")
def other_company() -> demo.Company:
    """The company of another seed, whose figures nobody has looked at."""
    return demo.generate(seed=7)


@pytest.fixture(scope="session")
def later_company() -> demo.Company:
    """The company of yet another seed, on another day."""
    return demo.generate(seed=1, through=date(2027, 2, 28))
