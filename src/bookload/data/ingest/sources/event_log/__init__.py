"""Logs of a process: cases, what was done, by whom, from when to when."""
