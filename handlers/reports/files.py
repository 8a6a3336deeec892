"""Files: a report written for the meeting, HTML and XLSX beside each other."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from bot.cards.look import Look
from bot.rules.figures.period import Period
from handlers.reports.gathering import gather
from handlers.reports.html import report_html
from handlers.reports.spreadsheet import report_workbook
from handlers.tables import save, save_bytes
from storage.database import Database


def write_report(
    database: Database, look: Look, period: Period, now: datetime, folder: Path, step: Callable[[], None]
) -> list[Path]:
    """Both, whole or not at all; where they lie. Raises `Refused` where they cannot be written."""
    report = database.in_snapshot(gather, look.policy, period, now, step=step)
    name = f"report-{period.begin:%Y-%m}" if period == Period.month(period.begin) else f"report-{period.begin}"
    page, book = folder / f"{name}.html", folder / f"{name}.xlsx"
    save(report_html(report, look, now), page)
    save_bytes(report_workbook(report, look), book)
    return [page, book]
