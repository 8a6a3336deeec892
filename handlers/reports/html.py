"""HTML: a report as one file that needs nothing beside it, for the meeting, for print, for an e-mail."""

from base64 import b64encode
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cards.look import Look
from bot.cards.measured import number
from bot.cards.period_card import report_title
from bot.cards.report_charts import Chart, report_charts
from bot.cards.report_tables import Cell, report_tables
from bot.rules.figures.report import Report
from scripts_library.wording import LOCALES

if TYPE_CHECKING:
    from jinja2 import Template

_TEMPLATE = Path(__file__).with_name("report_file.jinja")
_TWO_PLACES = 0.1
_LANGUAGES = {LOCALES[0]: "zh-CN", LOCALES[1]: "en"}


def report_html(report: Report, look: Look, made_at: datetime) -> str:
    """Charts are in it as pictures with their words; everything that came from outside is escaped."""
    say, figures = look.say, report.now
    return _template().render(
        language=_LANGUAGES[say.locale],
        title=report_title(figures, look),
        summary=say(
            "reports.summary", reviews=figures.reviews.total, negative=figures.reviews.negative, cases=figures.cases
        ),
        tables=report_tables(report, look),
        charts=[(one.alt, _as_address(one)) for one in report_charts(report, look)],
        note=say("reports.note"),
        made=made_at.astimezone(look.policy.zone).strftime("%Y-%m-%d %H:%M"),
        shown=_shown,
    )


def _shown(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float):
        return f"{cell:,.2f}" if cell >= _TWO_PLACES else number(cell)
    return f"{cell:,}" if isinstance(cell, int) else cell


def _as_address(chart: Chart) -> str:
    return f"data:image/png;base64,{b64encode(chart.draw()).decode()}"


@cache
def _template() -> "Template":
    from jinja2 import Environment  # loaded with the first report

    return Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string(_TEMPLATE.read_text("utf-8"))
