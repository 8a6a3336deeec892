"""Resting in Slack: `/reviews rest`: a break for whoever asks, at once, without a reason, told to nobody."""

from datetime import datetime, timedelta

from sqlmodel import Session

from bot.cards import blocks
from bot.cards.my_day import duty_line
from bot.cards.wellbeing_card import resources
from bot.messenger import Block
from bot.rules.resting import SHORT, NoBreak, break_ends
from handlers.casework.duty import own_duty
from handlers.casework.unowned import came_back
from handlers.slack.door import Door
from handlers.slack.home import local_midnight
from scripts_library.wording import Token
from storage import case_lists, people

_MOST = 99


async def rest_reply(door: Door, user: str, typed: str) -> list[Block]:
    """New cases go to others until then; what they hold stays theirs."""
    desk = door.desk
    say, now = desk.look.say, desk.clock.now()
    try:
        until = break_ends(typed, now, local_midnight(door) + timedelta(days=1))
    except NoBreak:
        return [blocks.section(say.md("commands.usage_rest")), *resources(desk.look)]
    until, held = await desk.db.write(_signed_off, user, until, now)
    if until is None:
        duty = await desk.db.read(own_duty, desk, user, now)
        return [blocks.section(say.md("commands.rest_over", duty=Token(duty_line(duty, desk.look))))]
    return [blocks.section(_told(door, until, held))]


async def rest(door: Door, user: str) -> str:
    """Half an hour, by a button; what is said to it."""
    now = door.desk.clock.now()
    until, held = await door.desk.db.write(_signed_off, user, now + SHORT, now)
    assert until is not None  # half an hour has an end
    return _told(door, until, held)


def _told(door: Door, until: datetime, held: int) -> str:
    return door.desk.look.say.md("commands.rest", until=door.desk.look.day_time(until), held=held)


def _signed_off(session: Session, user: str, until: datetime | None, now: datetime) -> tuple[datetime | None, int]:
    """A break within a day off does not shorten it."""
    off = people.off_until(session, user, now)
    if until and off:
        until = max(until, off)
    if until:
        people.sign_off(session, user, until)
    else:
        came_back(session, user, now)
    return until, len(case_lists.cases_of(session, user, _MOST))
