"""The report as one HTML file that needs nothing else: no server, no script, no request."""

from bookload.report.page.content import content
from bookload.report.page.page import (
    STYLE,
    render,
    render_board,
    render_few,
    render_inside,
    render_lists,
    render_opened,
    render_why,
    write_page,
    write_topic,
)
from bookload.report.page.topic import Chart, topic

__all__ = [
    "STYLE",
    "Chart",
    "content",
    "render",
    "render_board",
    "render_few",
    "render_inside",
    "render_lists",
    "render_opened",
    "render_why",
    "topic",
    "write_page",
    "write_topic",
]
