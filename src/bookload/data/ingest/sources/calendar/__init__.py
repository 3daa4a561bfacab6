"""Meetings of a calendar: whose time, for which accounts."""
