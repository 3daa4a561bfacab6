"""What the rows say: revenue, team, books, ratios and effort, each from the tables alone."""
