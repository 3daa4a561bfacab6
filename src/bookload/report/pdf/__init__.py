"""Results on paper: PDF with selectable text, tagged, the same bytes for the same answer."""

from bookload.report.pdf.paper import heading, topic_pdf, write_pdf
from bookload.report.pdf.typeset import concrete, typeset_within

__all__ = ["concrete", "heading", "topic_pdf", "typeset_within", "write_pdf"]
