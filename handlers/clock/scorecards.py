"""Scorecards by the month: the sample for quality checks on the first, everybody's card frozen a week later."""

from datetime import date, datetime, timedelta

from sqlmodel import Session

from bot.rules.scorecard import month_after, month_before
from handlers.casework import scorecards
from handlers.casework.desk import Desk
from handlers.casework.quality_checks import offer_sample
from handlers.casework.scorecard_windows import LATEST, freezing_at
from handlers.clock import digest
from storage import occurrences

FROZEN, SAMPLED = "scorecards", "quality_sample"
_SAMPLE_LATE = timedelta(days=3)


async def publish_due(desk: Desk) -> int:
    """Offer the sample and freeze last month's cards where due and not done; how many cards were sent.

    What was missed is made up for: a sample for three days, cards for ten.
    """
    if not desk.policy.scorecard.monthly:
        return 0
    now, last = desk.clock.now(), month_before(digest.local_date(desk).replace(day=1))
    if _is_due(_sampling_at(desk, last), now, _SAMPLE_LATE) and not await desk.db.read(
        occurrences.is_done, SAMPLED, last
    ):
        await desk.db.write(_sample, desk, last)
        desk.to_send.set()
    if not _is_due(freezing_at(desk, last), now, LATEST) or await desk.db.read(occurrences.is_done, FROZEN, last):
        return 0
    everybody = await desk.db.read(scorecards.made, desk, last)  # nobody's write waits for the counting
    sent = await desk.db.write(_freeze, desk, last, everybody)
    desk.to_send.set()
    return sent


def next_due(desk: Desk) -> datetime | None:
    """When the next sample is offered, or cards are frozen."""
    if not desk.policy.scorecard.monthly:
        return None
    this = digest.local_date(desk).replace(day=1)
    moments = (at(desk, month) for month in (month_before(this), this) for at in (_sampling_at, freezing_at))
    return min(at for at in moments if at > desk.clock.now())


def _sampling_at(desk: Desk, month: date) -> datetime:
    return digest.due_at(desk, month_after(month))


def _is_due(at: datetime, now: datetime, patience: timedelta) -> bool:
    return at <= now < at + patience


def _sample(session: Session, desk: Desk, month: date) -> None:
    if occurrences.win(session, SAMPLED, month, desk.clock.now()):
        offer_sample(session, desk, month)


def _freeze(session: Session, desk: Desk, month: date, everybody: scorecards.Made) -> int:
    now = desk.clock.now()
    return scorecards.freeze(session, desk, everybody, now) if occurrences.win(session, FROZEN, month, now) else 0
