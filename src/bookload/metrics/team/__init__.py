"""The team: who works as what, since when, on what pay, and how many hours a month they have."""
