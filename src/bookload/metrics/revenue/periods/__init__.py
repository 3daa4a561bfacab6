"""Which rows are MRR, from when to when, and what each is worth a year: rows in, price periods out."""
