"""The report as a workbook that finance can go on with: live formulas, with their values."""

from bookload.report.workbook.sheet import Sheet, SheetFullError
from bookload.report.workbook.tables import number_of, tables_bytes
from bookload.report.workbook.topic import topic_bytes, write_topic
from bookload.report.workbook.workbook import workbook_bytes, write_workbook

__all__ = [
    "Sheet",
    "SheetFullError",
    "number_of",
    "tables_bytes",
    "topic_bytes",
    "workbook_bytes",
    "write_topic",
    "write_workbook",
]
