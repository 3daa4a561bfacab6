"""MRR by month with a column a month."""
