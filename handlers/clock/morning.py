"""Morning: what the digest tells of a day, read in one go, and its chart, drawn apart from the database."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from bot.cards.digest_card import DigestCard, digest_card
from bot.cards.digest_decisions import MOST
from bot.charts import days as chart
from bot.charts.days import DayCases, Days
from bot.rules.figures import DayFigures
from bot.rules.figures.morning import Morning, Telling
from bot.rules.unusual import unusual
from handlers.casework.desk import Desk
from handlers.casework.duty import off_today
from storage import case_lists, figures, morning
from storage.pending import pending

_CHARTED, _FEWEST_CHARTED = 14, 7
_NEWS = 3


@dataclass(frozen=True)
class Page:
    """The digest before it is sent: its card, and the chart that stands in it, None where there is nothing to draw."""

    card: DigestCard
    chart: Days | None


def page_of(session: Session, desk: Desk, day: date, told: Telling) -> Page:
    """Everything of one local date, as things stand now."""
    facts = _morning(session, desk, day, told)
    named = {one.case_id for one in facts.pending if one.case_id}
    files = {file.case.id: (file, desk.link(file.card)) for file in case_lists.chosen(session, named)}
    return Page(digest_card(facts, desk.look, files, told), _chart(facts, desk, told))


def counted(session: Session, desk: Desk, day: date) -> DayFigures:
    """The day's own figures."""
    grace = desk.policy.deadlines.follow_up_grace
    return figures.day_figures(session, day, desk.policy.zone, desk.clock.now(), grace)


def drawn(page: Page, desk: Desk) -> tuple[bytes, str] | None:
    """The chart as a PNG, and in words. Takes a tenth of a second, the first time two: never on the event loop."""
    return (chart.draw(page.chart, desk.look.say), words_of(page, desk)) if page.chart else None


def words_of(page: Page, desk: Desk) -> str:
    """What the chart shows; nothing without one."""
    return chart.alt(page.chart, desk.look.say) if page.chart else ""


def _morning(session: Session, desk: Desk, day: date, told: Telling) -> Morning:
    zone, now = desk.policy.zone, told.now
    waits, waiting = pending(session, now.astimezone(zone).date(), MOST)
    known = morning.known_days(session, day, zone)
    charted = max(_FEWEST_CHARTED, min(_CHARTED, known + 2))
    return Morning(
        day=counted(session, desk, day),
        pending=waits,
        waiting=waiting,
        unusual=tuple(unusual(morning.often(session, day, known, zone), _NEWS)),
        days_known=known,
        fortnight=morning.fortnight(session, day, charted, zone),
        money=morning.money(session, day, zone),
        mood=morning.mood(session, day, zone),
        load=morning.load(session, off_today(session, desk, now)),
    )


def _chart(facts: Morning, desk: Desk, told: Telling) -> Days | None:
    days = tuple(DayCases(day, dict(by_grade)) for day, by_grade in facts.fortnight.items())
    if not any(one.count for one in days):
        return None
    return Days(days, told.now.astimezone(desk.policy.zone).date())
