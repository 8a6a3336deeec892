"""Drills: begun, replied in, stopped, left alone; each step one transaction, and nothing of the real work in it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlmodel import Session

from bot.cards.drill_card import Drawn, answer_card, lapsed_card, opening_card, score_card, taken_up_card
from bot.rules.drill_hearing import Heard, heard
from bot.rules.drill_rubric import Mark, marks_of, total
from bot.rules.drill_talk import talk
from bot.rules.drills import (
    LAPSES_AFTER,
    SCORED,
    Drill,
    DrillStand,
    begun,
    chosen,
    ensure_going,
    seed_of,
    told_story,
)
from bot.rules.refusals.drills import DrillOver
from bot.vocabulary import Channel, Manner
from handlers.casework.desk import Desk
from handlers.casework.outreach import time_to_keep
from scripts_library.drills import Persona, personas
from scripts_library.scripts import render
from storage import drill_offers, drill_patterns, drills, outbox
from storage.cases import count_once

_LATELY = timedelta(days=90)
_EARLIER = 4


async def start(desk: Desk, user_id: str, wanted: Persona | None = None, *, once: str = "") -> tuple[Drill, bool]:
    """A new one in this person's direct messages; the one that goes on, and False, where there is one."""
    begun_now = await desk.db.write(_start, desk, user_id, wanted, once)
    desk.to_send.set()
    return begun_now


async def reply(desk: Desk, number: int, user_id: str, turn: int, text: str, *, once: str) -> None:
    """The customer answers; `turn` is how many replies the writer knew of. Raises what `ensure_going` raises."""
    ears, now = await desk.db.read(_listened, desk, number, user_id, text)  # reading takes long: nobody's write waits
    await desk.db.write(_reply, desk, number, user_id, turn, ears, now, once)
    desk.to_send.set()


async def stop(desk: Desk, number: int, user_id: str, *, once: str) -> None:
    """The trainee ends it: what was said so far is scored."""
    ears, now = await desk.db.read(_listened, desk, number, user_id, None)
    await desk.db.write(_stop, desk, number, user_id, ears, now, once)
    desk.to_send.set()


def lapse(session: Session, desk: Desk, number: int, now: datetime) -> None:
    """Nobody replied for a day: it ends without a score."""
    drill = drills.load(session, number)
    if drill is None or drill.stand is not DrillStand.GOING:
        return
    drills.save(session, replace(drill, stand=DrillStand.LAPSED, wakes_at=None, ended_at=now))
    _quiet(session, desk, drill)
    _tell(session, drill, "lapsed", lapsed_card(_persona(desk, drill), desk.look), now)


def everyone(desk: Desk) -> dict[str, Persona]:
    """The personas in the desk's language."""
    return dict(personas(desk.look.say.locale))


def offer_key(user_id: str, month: date, *, again: bool) -> str:
    """The key of the message that offers a month's drill, or reminds of it."""
    return f"drill_offer:{user_id}:{month.isoformat()}:{'again' if again else 'first'}"


def script_for(desk: Desk, drill: Drill, now: datetime) -> str:
    """What the contact dialog would offer for such a case."""
    persona, say = _persona(desk, drill), desk.look.say
    facts = {
        "shop": next((store.name for store in desk.policy.stores.values()), say("drills.shop")),
        "agent": desk.directory.name(drill.user_id),
        "customer": say("drills.customer"),
        "product": drill.story.product,
        "words": drill.story.words,
        "when": time_to_keep(desk, now),
        "slot": say("dialogs.contact.slot"),
    }
    key = f"contact.{persona.category}.{Channel.WANGWANG}.{Manner.SINCERE}"
    return render(desk.scripts[key], facts)


def last_answer(session: Session, desk: Desk, drill: Drill) -> str:
    """What the customer said last."""
    said = drills.said_in(session, drill.id)
    return said[-1][2] if said else talk(_persona(desk, drill), drill.story, drill.seed, ()).opening


def _start(session: Session, desk: Desk, user_id: str, wanted: Persona | None, once: str) -> tuple[Drill, bool]:
    now = desk.clock.now()
    if once:
        count_once(session, once, now)
    seed, last = seed_of(user_id, now), drills.last_of(session, user_id)
    persona = wanted or chosen(everyone(desk), seed, last.persona if last else None)
    latin = desk.look.say.locale == "en"
    lately = drill_patterns.recent(
        session, persona.category, now - _LATELY, safety=persona.safety, latin=latin, untold=persona.untold
    )
    new = drills.begin(session, begun(user_id, persona, told_story(persona, seed, lately), seed, now))
    if new is None:
        there = drills.going(session, user_id)
        assert there is not None
        return there, False
    opening = talk(persona, new.story, seed, ()).opening
    _take_up(session, desk, user_id)
    _tell(session, new, "0", opening_card(new, persona, opening, desk.look), now)
    return new, True


def _take_up(session: Session, desk: Desk, user_id: str) -> None:
    """The month's offer, and the reminder of it, lose their button."""
    month = drill_offers.take_up(session, user_id)
    if month is None:
        return
    text, blocks = taken_up_card(desk.look)
    for again in (False, True):
        outbox.rewrite(session, offer_key(user_id, month, again=again), text=text, blocks=blocks)


def _listened(
    session: Session, desk: Desk, number: int, user_id: str, text: str | None
) -> tuple[tuple[Heard, ...], datetime]:
    """All that was said in it, and what is being said now."""
    drill, now = drills.find(session, number), desk.clock.now()
    if drill is None:
        raise DrillOver(number)
    ensure_going(drill, user_id)
    said = [(words, at) for words, at, _ in drills.said_in(session, number)]
    said += [(text, now)] if text is not None else []
    persona, slot, zone = _persona(desk, drill), desk.look.say("dialogs.contact.slot"), desk.policy.zone
    ears = (heard(one, persona, drill.story, script_for(desk, drill, at), slot, at, zone) for one, at in said)
    return tuple(ears), now


def _reply(
    session: Session,
    desk: Desk,
    number: int,
    user_id: str,
    turn: int,
    ears: Sequence[Heard],
    now: datetime,
    once: str,
) -> None:
    count_once(session, once, now)
    drill = _going(session, number, user_id, turn)
    persona = _persona(desk, drill)
    played = talk(persona, drill.story, drill.seed, ears)
    answer = played.answers[-1]
    _quiet(session, desk, drill)
    drills.add_turn(session, number, drill.turns + 1, ears[-1].said, now, answer.words)
    after = replace(drill, turns=drill.turns + 1, wakes_at=now + LAPSES_AFTER, stand=played.stand)
    is_over = after.stand is not DrillStand.GOING
    card = answer_card(after, persona, answer.words, desk.look, ears[-1].said, is_open=not is_over)
    _tell(session, after, str(after.turns), card, now)
    if is_over:
        _end(session, desk, after, ears, now)
    else:
        drills.save(session, after)


def _stop(
    session: Session, desk: Desk, number: int, user_id: str, ears: Sequence[Heard], now: datetime, once: str
) -> None:
    count_once(session, once, now)
    drill = _going(session, number, user_id, len(ears))
    _quiet(session, desk, drill)
    _end(session, desk, replace(drill, stand=DrillStand.STOPPED), ears, now)


def _end(session: Session, desk: Desk, drill: Drill, ears: Sequence[Heard], now: datetime) -> None:
    """Scored where anything was said."""
    marks: tuple[Mark, ...] = marks_of(ears, drill.stand) if ears and drill.stand in SCORED else ()
    after = replace(
        drill,
        wakes_at=None,
        ended_at=now,
        marks={one.part: one.points for one in marks},
        total=total(marks) if marks else None,
    )
    drills.save(session, after)
    earlier = drills.scored_of(session, drill.user_id, drill.id, _EARLIER)
    _tell(session, after, "score", score_card(after, _persona(desk, after), marks, earlier, desk.look), now)


def _going(session: Session, number: int, user_id: str, turn: int) -> Drill:
    drill = drills.load(session, number)
    if drill is None:
        raise DrillOver(number)
    ensure_going(drill, user_id, turn)
    return drill


def _quiet(session: Session, desk: Desk, drill: Drill) -> None:
    """The newest message keeps its words and loses its buttons."""
    said = drills.said_in(session, drill.id)
    persona, look = _persona(desk, drill), desk.look
    if said:
        words, _, answered = said[-1]
        text, blocks = answer_card(drill, persona, answered, look, words, is_open=False)
    else:
        text, blocks = opening_card(drill, persona, last_answer(session, desk, drill), look, is_open=False)
    outbox.rewrite(session, _key(drill, str(drill.turns)), text=text, blocks=blocks)


def _persona(desk: Desk, drill: Drill) -> Persona:
    return everyone(desk)[drill.persona]


def _tell(session: Session, drill: Drill, what: str, drawn: Drawn, now: datetime) -> None:
    text, blocks = drawn
    outbox.enqueue(session, key=_key(drill, what), channel=drill.user_id, text=text, blocks=blocks, now=now)


def _key(drill: Drill, what: str) -> str:
    return f"drill:{drill.id}:{what}"
