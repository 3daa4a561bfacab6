"""The template workbook: a sheet a table, with drop-downs, units and an example row; it imports as it is."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import xlsxwriter

from bookload.data.tables import Column, contract

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_SHEETS = """
accounts subscriptions mrr_history people ownership pools positions pay activities absences account_events
subscription_events discounts invoice_lines costs interventions fx_rates
"""
ORDER = tuple(_SHEETS.split())
"""Sheets from the first rung of the ladder upwards."""

ROWS = 1_000
"""How many rows have drop-downs."""
_LONGEST_NOTE = 255
_MADE = datetime(2020, 1, 1)  # noqa: DTZ001 - a workbook's own date has no zone; the same day gives the same bytes


def write_template(path: Path) -> None:
    """Write the template workbook; the same program writes the same bytes."""
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as workbook:
        workbook.set_properties({"created": _MADE, "title": "Bookload template"})
        formats = {
            "required": workbook.add_format({"bold": True, "bg_color": "#0B7A75", "font_color": "#FFFFFF"}),
            "optional": workbook.add_format({"bold": True, "bg_color": "#D5E8E7"}),
            "example": workbook.add_format({"italic": True, "font_color": "#777777", "num_format": "@"}),
            "text": workbook.add_format({"num_format": "@"}),
            "date": workbook.add_format({"num_format": "yyyy-mm-dd"}),
        }
        for table in ORDER:
            _sheet(workbook.add_worksheet(table), table, formats)


def _sheet(sheet: Worksheet, table: str, formats: dict[str, Format]) -> None:
    """Write one table: headers with what they mean as notes, the example row, drop-downs below."""
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(contract(table).columns):
        sheet.set_column(place, place, max(12, len(column.name) + 3), _cells(column, formats))
        sheet.write_string(0, place, column.name, formats["required" if column.required else "optional"])
        sheet.write_comment(0, place, _note(column), {"x_scale": 2})
        if column.example:
            sheet.write_string(1, place, column.example, formats["example"])
        _validate(sheet, place, column)


def _cells(column: Column, formats: dict[str, Format]) -> Format | None:
    if column.type == "date":
        return formats["date"]
    return formats["text"] if column.type in {"id", "text", "month", "list", "instant"} else None


def _note(column: Column) -> str:
    parts = [column.description]
    if column.unit:
        parts.append(f"In {column.unit}.")
    if column.default:
        parts.append(f"Where empty: {column.default}.")
    parts.append("Required." if column.required else "May be left empty.")
    return " ".join(parts)


def _validate(sheet: Worksheet, place: int, column: Column) -> None:
    title = column.name[:32]
    rule: dict[str, object] | None = None
    match column.type:
        case "enum":
            rule = {"validate": "list", "source": list(column.allowed)}
        case "boolean":
            rule = {"validate": "list", "source": ["true", "false"]}
        case "date":
            rule = {"validate": "date", "criteria": ">=", "value": date(1970, 1, 1)}
        case "money" | "number" | "rate" | "integer":
            rule = {"validate": "decimal", "criteria": "between", "minimum": -1e12, "maximum": 1e12}
    if rule is not None:
        said = {"input_title": title, "input_message": _note(column)[:_LONGEST_NOTE], "error_type": "warning"}
        sheet.data_validation(2, place, ROWS, place, {**rule, **said})
