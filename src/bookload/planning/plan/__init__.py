"""Plans: whom to hire and when, what to change, and what differs between scenarios."""
