"""Steps of the database of kept plans, in order."""
