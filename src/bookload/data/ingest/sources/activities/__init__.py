"""Logs of work: calendars, event logs, time sheets."""
