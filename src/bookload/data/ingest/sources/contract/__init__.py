"""A sheet that is one of the tables of data/tables, under whatever headers."""
