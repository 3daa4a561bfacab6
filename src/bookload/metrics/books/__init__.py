"""Books: who carried which account when, what the month did to it, and what one person's book looks like."""
