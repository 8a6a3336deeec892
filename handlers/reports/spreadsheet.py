"""Spreadsheet: a report as a workbook, a sheet for each table; numbers are numbers, and nothing becomes a formula."""

from io import BytesIO

from bot.cards.look import Look
from bot.cards.period_card import report_title
from bot.cards.report_tables import Cell, Table, report_tables
from bot.rules.figures.report import Report
from handlers.tables import safe_cell

_WIDEST, _NARROWEST = 40, 8
_SHEET_NAME = 31  # letters that a spreadsheet takes


def report_workbook(report: Report, look: Look) -> bytes:
    """As XLSX. The first row of a sheet says what is counted, the second names the columns."""
    from openpyxl import Workbook  # loaded with the first report

    book = Workbook()
    del book["Sheet"]
    for table in report_tables(report, look):
        _write(book.create_sheet(table.title[:_SHEET_NAME]), table, report_title(report.now, look))
    held = BytesIO()
    book.save(held)
    return held.getvalue()


def _write(sheet: "object", table: Table, title: str) -> None:
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.worksheet import Worksheet

    assert isinstance(sheet, Worksheet)
    sheet.append([_cell(f"{title} · {table.title}: {table.caption}")])
    sheet.append([_cell(name) for name in table.columns])
    for row in table.rows:
        sheet.append([_cell(cell) for cell in row])
    for cell in (sheet["A1"], *sheet[2]):
        cell.font = Font(bold=True)
    sheet.freeze_panes = "B3"
    for place in range(len(table.columns)):
        widest = max((_width(row[place]) for row in (table.columns, *table.rows)), default=_NARROWEST)
        sheet.column_dimensions[get_column_letter(place + 1)].width = min(_WIDEST, max(_NARROWEST, widest + 2))


def _cell(cell: Cell) -> Cell:
    return safe_cell(cell) if isinstance(cell, str) else cell


def _width(cell: Cell) -> int:
    """Chinese letters are twice as wide."""
    return sum(2 if letter > "\u2e80" else 1 for letter in str(cell if cell is not None else ""))
