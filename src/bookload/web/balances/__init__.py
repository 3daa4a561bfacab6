"""Balances: moves that are proposed, accepted one by one, and approved by a second person."""
