"""The report as one HTML file that needs nothing else: no server, no script, no request."""

from bookload.report.page.page import render, write_page

__all__ = ["render", "write_page"]
