"""Strain: what a case that comes to somebody means for them; told to nobody else, and never to whoever decides on pay.

Every case comes to its owner through one of two doors: the intake opens it, or an order moves it.
"""

from datetime import datetime, timedelta

from sqlmodel import Session

from bot.analysis.abuse import is_abusive, tells_of_abuse
from bot.cards.notice_card import case_name
from bot.cards.wellbeing_card import Drawn, abuse_card, claimed_card, hard_card, soft_card
from bot.case import Case
from bot.rules.strain import Because, Pause, is_intense
from handlers.casework.desk import Desk
from scripts_library.wording import Token
from storage import case_files, outbox, strain, wellbeing
from storage.private import message_key

_ASKED_AFTER = timedelta(hours=1)


def came_to(session: Session, desk: Desk, case: Case, at: datetime, *, by_desk: bool, claimed: bool = False) -> None:
    """The case came to its owner, who may be told that it was a lot. Once for each person and case.

    `by_desk`: the rule chose them; `claimed`: they took it themselves. Called last in its transaction.
    """
    if case.owner is None:
        return
    intensity, words = strain.asked_of(session, case.id)
    intense = is_intense(intensity, case.grade, desk.policy.wellbeing)
    if not strain.add(session, case, at, intensity, intense=intense, by_desk=by_desk):
        return
    if is_abusive(words):
        _meet_abuse(session, desk, case, case.owner, at)
    if intense:
        _count(session, desk, case, at, claimed=claimed)


def heard(session: Session, desk: Desk, case: Case, user_id: str, note: str, at: datetime) -> None:
    """Somebody spoke with the customer, and notes what was said."""
    if tells_of_abuse(note):
        _meet_abuse(session, desk, case, user_id, at)


def _count(session: Session, desk: Desk, case: Case, at: datetime, *, claimed: bool) -> None:
    user, rules = str(case.owner), desk.policy.wellbeing
    person = wellbeing.lock(session, user)
    count = strain.intense_since(session, [user], at - rules.within)[user]
    pause = strain.pause_of(session, user, at)
    if pause:
        if claimed and pause.begun_at < at:
            drawn = claimed_card(_name(session, desk, case), pause.until, desk.look)
            _tell(session, user, f"claimed:{pause.id}", drawn, at)
    elif count >= rules.hard:
        begun = _pause(session, desk, user, at, Because.HARD_LIMIT)
        key = message_key(user, f"hard:{begun.episode}")
        drawn = hard_card(count, begun.until, key, desk.look)
        _tell(session, user, f"hard:{begun.episode}", drawn, at)
        if begun.episode != begun.id:  # told before in this episode: the message says until when, and is silent
            outbox.rewrite(session, key, text=drawn[0], blocks=drawn[1])
    elif count >= rules.soft and not _was_told(person.soft_told_at, at, rules.within):
        wellbeing.note_soft(session, user, at)
        key = message_key(user, f"soft:{at.isoformat()}")
        _tell(session, user, f"soft:{at.isoformat()}", soft_card(count, key, desk.look), at)


def _meet_abuse(session: Session, desk: Desk, case: Case, user_id: str, at: datetime) -> None:
    wellbeing.lock(session, user_id)
    pause = _pause(session, desk, user_id, at, Because.ABUSE)
    drawn = abuse_card(_name(session, desk, case), case.id, pause.until, desk.look)
    _tell(session, user_id, f"abuse:{case.id}", drawn, at)


def _pause(session: Session, desk: Desk, user_id: str, at: datetime, because: Because) -> Pause:
    """One that goes on is made longer. What follows another closely belongs to the same episode."""
    rules = desk.policy.wellbeing
    until = at + rules.pause
    if rules.checkin_day != "never":
        wellbeing.ask_at(session, [user_id], at + _ASKED_AFTER)
    if (pause := strain.pause_of(session, user_id, at)) is not None:
        return strain.lengthen(session, pause, until)
    last = strain.last_pause(session, user_id, at - rules.within)
    return strain.begin_pause(session, user_id, at, until, because, last.episode if last else None)


def _was_told(told_at: datetime | None, at: datetime, within: timedelta) -> bool:
    return told_at is not None and told_at > at - within


def _name(session: Session, desk: Desk, case: Case) -> Token:
    file = case_files.read_file(session, case.id)
    return case_name(file, desk.look, desk.link(file.card))


def _tell(session: Session, user_id: str, what: str, drawn: Drawn, at: datetime) -> None:
    """To this person alone, and no part of the case's story."""
    text, blocks = drawn
    outbox.enqueue(session, key=message_key(user_id, what), channel=user_id, text=text, blocks=blocks, now=at, rank=1)
