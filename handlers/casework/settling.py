"""Settling: what follows from every change of a case, in the same transaction: its timers, its card, the telling."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlmodel import Session

from bot.cards.actions import Press
from bot.cards.notice_card import notice_blocks
from bot.case import Case
from bot.rules.assignment import Why
from bot.rules.deadlines import timers_for
from bot.rules.escalation import ladder_for, miss_of, steps_due, told_at
from bot.vocabulary import Escalation, TimerKind
from handlers.casework.desk import Desk
from storage import case_files, escalations, outbox, timers
from storage.cases import append_event, save_case


@dataclass(frozen=True)
class Telling:
    """One sentence to somebody about a case. `key` makes it unique; `mrkdwn` is finished text; `step` is asked for.

    `about` is what it speaks for, a timer, a missed deadline or that nobody is there: once that is moot, it is not
    sent any more. Who `assigns` can hand the case to somebody from there; in the supervisors' channel everybody can.
    """

    key: str
    to: str
    mrkdwn: str
    step: Press | None = None
    about: TimerKind | Why | Escalation | None = None
    assigns: bool = False


def settle(session: Session, desk: Desk, case: Case, at: datetime, *, since: datetime | None = None) -> None:
    """Bring timers, steps of escalation and card in step with the case as it is now.

    `since` is when this should have happened, where the program is known to be late.
    """
    timers.keep_in_step(session, case.id, case.generation, timers_for(case, desk.policy.deadlines), at)
    _keep_climbing(session, desk, case, at, since)
    channel = desk.policy.channel_of(case_files.store_of(session, case.id))
    outbox.want_card(session, case.id, channel, version=case.version, rank=case.grade.rank, now=at)


def _keep_climbing(session: Session, desk: Desk, case: Case, at: datetime, since: datetime | None) -> None:
    """A case keeps the steps of its day; another grade brings those of the policy now."""
    if case.opened_at == at:
        return  # its steps were written with it, and nothing is missed yet
    policy, ladder = desk.policy, escalations.ladder_of(session, case.id)
    if ladder is None or ladder.grade is not case.grade:
        ladder = ladder_for(case.grade, policy.escalation, at)
        escalations.note_ladder(session, case.id, ladder)
    due = steps_due(case, ladder)
    wanted = {level: (moment, _told_at(desk, case, moment)) for level, moment in due.items()}
    escalations.keep_in_step(session, case.id, miss_of(case), wanted, at, since=since)


def _told_at(desk: Desk, case: Case, due_at: datetime) -> datetime:
    moment = told_at(case.grade, due_at)
    return desk.policy.rests_until(case.grade, moment) or moment


def redraw(session: Session, desk: Desk, case: Case, at: datetime, *, before: Case | None = None) -> None:
    """Something beside the case changed that its card shows: it is one version on. `before` is the row, if another."""
    after = replace(case, version=case.version + 1)
    save_case(session, before or case, after)
    settle(session, desk, after, at)


def record(
    session: Session, case: Case, what: str, line: str, at: datetime, *, by: str | None, facts: Mapping[str, Any]
) -> None:
    """A row in the timeline, and a quiet line in the thread; facts that say nothing are left out."""
    kept = {name: value for name, value in facts.items() if value not in (None, "")}
    event = append_event(session, case, what, at=at, actor=by, came_from=case.status, facts=kept)
    tell_thread(session, case, f"event:{event}", line, at)


def tell_thread(session: Session, case: Case, key: str, mrkdwn: str, at: datetime) -> None:
    """A quiet line in the thread of the case's card."""
    outbox.enqueue(
        session,
        key=f"thread:{key}",
        channel=case_files.card_channel(session, case.id),
        text=mrkdwn,
        blocks=[],
        now=at,
        case_id=case.id,
        rank=case.grade.rank,
        in_thread=True,
    )


def tell(session: Session, desk: Desk, case: Case, telling: Telling, at: datetime) -> None:
    """A message to a person or a room, with the buttons to go on from there.

    What speaks for a timer holds in its generation; a missed deadline outlives a snooze.
    """
    file = case_files.read_file(session, case.id)
    link = desk.link(file.card)
    assigns = telling.assigns or telling.to == desk.policy.shop.supervisors_channel
    outbox.enqueue(
        session,
        key=f"to:{telling.to}:{telling.key}",
        channel=telling.to,
        text=telling.mrkdwn,
        blocks=notice_blocks(telling.mrkdwn, file, desk.look, link, telling.step, assigns=assigns),
        now=at,
        case_id=case.id,
        rank=case.grade.rank,
        about=telling.about,
        generation=case.generation if telling.about and not isinstance(telling.about, Escalation) else None,
    )
