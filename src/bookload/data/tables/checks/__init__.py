"""What can be wrong with the rows: one check a problem, one module a table.

A function named `check_for_<problem>` in the module of a table (or in `every_table`) is a
check by being there; `run` finds it.
"""

from bookload.data.tables.checks.discovery import BY_POLICY, Check, all_checks, run
from bookload.data.tables.checks.given import BuiltInRate, Origin, Origins, Tables

__all__ = ["BY_POLICY", "BuiltInRate", "Check", "Origin", "Origins", "Tables", "all_checks", "run"]
