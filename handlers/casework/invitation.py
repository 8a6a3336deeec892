"""Invitation: a customer is asked once to update the review as they see it, when everything else is done."""

from datetime import datetime

from sqlmodel import Session

from bot.case import Case, Order
from bot.case_file import CaseFile
from bot.rules.lifecycle import ensure_possible
from bot.rules.outreach import closed
from bot.rules.refusals.reviews import InviteBarred
from bot.vocabulary import Channel, Outcome
from handlers.casework import compensation, tasks
from handlers.casework.desk import Desk
from handlers.casework.outreach import ensure_open, facts_for, history
from scripts_library.scripts import Script, render


def ensure_may_invite(session: Session, desk: Desk, case: Case, order: Order) -> None:
    """An invitation comes after everything else: resolved, nothing left to pay, nothing refused, at a fit hour."""
    ensure_possible(case, order)
    compensation.ensure_settled(session, case)
    tasks.ensure_no_care_open(session, case)
    made = history(session, case.id, desk.policy.contact, order.at)
    if any(one.case_id == case.id and one.outcome is Outcome.REFUSED for one in made):
        raise InviteBarred(case.id)
    ensure_open(session, desk, case, order)


def invitation(
    session: Session, desk: Desk, file: CaseFile, user_id: str, now: datetime
) -> tuple[Channel, Script, str]:
    """The channel that is open, Wangwang before SMS, with its script filled in."""
    made = history(session, file.case.id, desk.policy.contact, now)
    shut = closed(Channel.WANGWANG, made, desk.policy.contact, now, desk.policy.zone)
    channel = Channel.SMS if shut else Channel.WANGWANG
    script = desk.scripts[f"amend.{channel}"]
    return channel, script, render(script, facts_for(desk, file, user_id, now))
