"""Approval by a second person: of a plan, of moves between books, of whatever stands on documents."""
