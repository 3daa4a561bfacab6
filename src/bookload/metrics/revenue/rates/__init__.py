"""Rates of exchange, and the factors that months convert by."""
