"""How much of what was there a period kept, and how cohorts lasted."""
