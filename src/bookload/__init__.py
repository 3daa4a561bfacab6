"""Bookload: from billing rows to ARR per CSM and the heads that a customer success team needs."""
