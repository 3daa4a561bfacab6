"""Webhooks: what happened, told to addresses that somebody gave, signed, and only to public ones."""
