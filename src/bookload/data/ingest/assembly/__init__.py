"""From the rows of single sheets, and of the snapshot before, to the tables of the next snapshot."""
