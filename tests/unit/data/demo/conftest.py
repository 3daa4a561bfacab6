"""The sample company, made once for all tests of it."""

from __future__ import annotations

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
