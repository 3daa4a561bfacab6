"""The input tables, each defined once in `<table>.csv`."""

from bookload.data.tables.contract import (
    Column,
    Contract,
    arrow_schema,
    contract,
    contracts,
    empty,
    table_names,
    unbound,
)

__all__ = ["Column", "Contract", "arrow_schema", "contract", "contracts", "empty", "table_names", "unbound"]
