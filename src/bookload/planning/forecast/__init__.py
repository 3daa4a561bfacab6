"""Forecasts: accounts, ARR, hours and heads as simulated futures, and how far such forecasts held before."""

from bookload.planning.forecast.ahead import RoleAhead, StockAhead
from bookload.planning.forecast.backtest import Method, Score
from bookload.planning.forecast.draws import Band, Draws, bands
from bookload.planning.forecast.forecast import CHOICES, Choice, Forecast, forecast

__all__ = [
    "CHOICES",
    "Band",
    "Choice",
    "Draws",
    "Forecast",
    "Method",
    "RoleAhead",
    "Score",
    "StockAhead",
    "bands",
    "forecast",
]
