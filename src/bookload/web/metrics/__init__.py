"""Metrics for whatever watches the server: how much is asked, how long it takes, what waits, how old all is.

Names of routes, kinds of work, counts, seconds and bytes; nothing of a customer, a person or an amount.
"""
