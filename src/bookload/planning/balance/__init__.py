"""Which accounts should move to whom: the problem, a proven bound, a search, and moves with their reasons."""
