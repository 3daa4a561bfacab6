"""The first rung: one sheet with accounts, owners and what they pay."""
