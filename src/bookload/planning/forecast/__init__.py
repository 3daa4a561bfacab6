"""Forecasts: accounts, ARR, hours and heads as simulated futures, and how far such forecasts held before."""

from bookload.planning.forecast.draws import Band, Draws, bands

__all__ = ["Band", "Draws", "bands"]
