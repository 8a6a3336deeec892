"""Check-ins: people are asked in private how they are, when they are at work, once a day at most."""

from datetime import datetime, timedelta

from sqlmodel import Session

from bot.cards.wellbeing_card import answered_card, check_in_card
from bot.rules.check_ins import Mood
from bot.rules.outreach import quiet_until
from bot.rules.working_days import DAY
from handlers.casework.desk import Desk
from handlers.casework.duty import local_day, off_duty, rota_at
from storage import check_ins, outbox, private, wellbeing

_AGAIN = timedelta(minutes=15)
_ASKS_FOR = timedelta(hours=6)


def ask(session: Session, desk: Desk, number: int, now: datetime) -> None:
    """Whose row this is is asked now, or a little later today when they are not at work, or not at all."""
    person, policy = wellbeing.whose(session, number), desk.policy
    user, today = person.user_id, now.astimezone(policy.zone).date()
    is_member = policy.actor(user).role is not None
    if not is_member or person.asked_on == today or policy.wellbeing.checkin_day == "never":
        wellbeing.ask_no_more(session, user)
    elif _is_at_work(session, desk, user, now):
        wellbeing.asked(session, user, today)
        text, blocks = check_in_card(today.isoformat(), desk.look)
        key = private.question_key(user, today.isoformat())
        outbox.enqueue(session, key=key, channel=user, text=text, blocks=blocks, now=now)
    elif (now + _AGAIN).astimezone(policy.zone).date() == today:
        wellbeing.try_again(session, user, now + _AGAIN)
    else:
        wellbeing.ask_no_more(session, user)


def answered(session: Session, desk: Desk, user_id: str, mood: Mood) -> None:
    """Keep it for its person alone. Neither a press nor a line of a log is kept of it."""
    today = desk.clock.now().astimezone(desk.policy.zone).date()
    check_ins.keep(session, user_id, today, mood)


def thanked(session: Session, desk: Desk, user_id: str, day: str) -> None:
    """The question loses its buttons."""
    text, blocks = answered_card(desk.look)
    private.close_question(session, private.question_key(user_id, day), text=text, blocks=blocks)


def close_unanswered(session: Session, desk: Desk, limit: int) -> int:
    """Questions that stood there for hours lose their buttons as if they were answered: nobody can tell; how many."""
    text, blocks = answered_card(desk.look)
    keys = private.open_questions(session, desk.clock.now() - _ASKS_FOR, limit)
    for key in keys:
        private.close_question(session, key, text=text, blocks=blocks)
    return len(keys)


def forget_all(session: Session, user_id: str) -> None:
    """Nothing that they ever answered is left, nor the questions."""
    check_ins.forget_all(session, user_id)
    private.forget_questions_of(session, user_id)


def _is_at_work(session: Session, desk: Desk, user_id: str, now: datetime) -> bool:
    """Who has no shift is not asked at night."""
    if user_id in off_duty(session, desk, now):
        return False
    rota, today = rota_at(session, desk, now), local_day(desk, now)
    has_shift = any(rota.on(user_id, day).shift for day in (today, today - DAY))  # a night's began yesterday
    return has_shift or not quiet_until(desk.policy.contact, now, desk.policy.zone)
