"""Calendars (iCalendar, RFC 5545), read inside the child process: one row a meeting that took place."""
