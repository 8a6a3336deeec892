"""Sending: a report in the managers' channel, with its pictures."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from bot.cards.period_card import period_card, period_title
from bot.cards.report_charts import report_charts
from bot.rules.figures.period import Period
from bot.rules.figures.report import Report
from handlers.casework.desk import Desk
from handlers.delivery.pictures import picture_block
from handlers.reports.gathering import gather
from storage import outbox

_RANK = 1


@dataclass(frozen=True)
class Drawn:
    """A report, counted and drawn, ready to be put in the outbox: each picture with its words."""

    report: Report
    pictures: Sequence[tuple[str, bytes, str]]


def drawn(session: Session, desk: Desk, period: Period, step: Callable[[], None] = lambda: None) -> Drawn:
    """Takes seconds where there are millions of cases; it belongs into a read transaction, off the event loop."""
    report = gather(session, desk.policy, period, desk.clock.now(), step=step)
    names = f"report-{period.begin}"
    pictures = [(f"{names}-{one.name}.png", one.draw(), one.alt) for one in report_charts(report, desk.look)]
    return Drawn(report, pictures)


def put_in_the_outbox(session: Session, desk: Desk, key: str, one: Drawn) -> None:
    """Once per key."""
    now = desk.clock.now()
    blocks = [picture_block(session, *picture, now) for picture in one.pictures]
    text, card = period_card(one.report, desk.look, blocks)
    channel = desk.policy.shop.managers_channel
    outbox.enqueue(session, key=key, channel=channel, text=text, blocks=card, now=now, rank=_RANK)


def title_of(desk: Desk, period: Period) -> str:
    """As the report is headed."""
    return period_title(period, desk.look)
