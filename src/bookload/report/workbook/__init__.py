"""The report as a workbook that finance can go on with: live formulas, with their values."""

from bookload.report.workbook.topic import write_topic
from bookload.report.workbook.workbook import workbook_bytes, write_workbook

__all__ = ["workbook_bytes", "write_topic", "write_workbook"]
