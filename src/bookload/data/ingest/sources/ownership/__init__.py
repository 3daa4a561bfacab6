"""Who carries which account."""
