"""The answer, rendered: terminal, JSON, page, workbook, and why each figure is what it is. Computes none."""
