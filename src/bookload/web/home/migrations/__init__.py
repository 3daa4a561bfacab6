"""The history of the table of visits."""
