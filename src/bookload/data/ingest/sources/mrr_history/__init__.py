"""MRR by month, a row an account and month."""
