"""The served company of the web's tests, for faults of the web."""

from web.conftest import _django, anew, as_role, asked_plans, company, lasting, own, served

__all__ = ["_django", "anew", "as_role", "asked_plans", "company", "lasting", "own", "served"]
