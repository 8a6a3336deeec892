"""Downloads: what the page shows, as files for a meeting; the same that `app.py report --out` writes."""

from collections.abc import Callable
from enum import StrEnum

from starlette.responses import Response

from bot.page.asked import Asked
from bot.page.sheet import Counted
from bot.rules.figures.report import report_of
from handlers.casework.desk import Desk
from handlers.http.dashboard.answers import file_answer
from handlers.reports.html import report_html
from handlers.reports.spreadsheet import report_workbook


class FileKind(StrEnum):
    """How a report is written; the value is the ending of its name."""

    PAGE = "html"
    BOOK = "xlsx"


_MEDIA = {
    FileKind.PAGE: "text/html; charset=utf-8",
    FileKind.BOOK: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def written(kind: FileKind) -> Callable[[Asked, Counted, Desk], Response]:
    """The figures as such a file; charts are drawn, so it takes a second."""

    def write(asked: Asked, counted: Counted, desk: Desk) -> Response:
        report = report_of(counted.now, counted.before, desk.policy.targets)
        if kind is FileKind.PAGE:
            content = report_html(report, desk.look, counted.at).encode()
        else:
            content = report_workbook(report, desk.look)
        begin, last = asked.period.begin, asked.period.last
        return file_answer(content, _MEDIA[kind], f"report-{begin}-{last}.{kind}")

    return write
