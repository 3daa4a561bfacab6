"""The report as one HTML file that needs nothing else: no server, no script, no request."""

from bookload.report.page.page import render, write_page, write_topic
from bookload.report.page.topic import Chart

__all__ = ["Chart", "render", "write_page", "write_topic"]
