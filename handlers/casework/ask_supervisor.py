"""Asking a supervisor: a request for what the asker may not do, with everything it takes to decide it."""

from dataclasses import replace

from sqlmodel import Session

from bot.cards.actions import Press
from bot.cards.notice_card import case_name
from bot.case import Order
from bot.masking import mask_text
from bot.rules.lifecycle import ensure_possible
from handlers.casework.desk import Desk
from handlers.casework.settling import Telling, tell, tell_thread
from storage import case_files
from storage.cases import append_event, count_once, load_case


async def ask_supervisor(desk: Desk, case_id: int, order: Order, *, once: str) -> None:
    """Tell every supervisor privately, and the thread; the case itself does not change.

    Raises the `Refusal` that applies when there is nothing left to regrade.
    """
    await desk.db.write(_ask, desk, case_id, order, once)
    desk.to_send.set()


def _ask(session: Session, desk: Desk, case_id: int, order: Order, once: str) -> None:
    count_once(session, once, order.at)
    case, say = load_case(session, case_id), desk.look.say
    ensure_possible(case, replace(order, grade=None))  # the grade is what the supervisor is asked for
    facts = {"grade_before": case.grade, "grade_after": order.grade, "note": order.note}
    event_id = append_event(
        session,
        case,
        "asked_supervisor",
        at=order.at,
        actor=order.by.user_id,
        came_from=case.status,
        facts=facts,
    )
    file = case_files.read_file(session, case_id)
    said = {
        "by": desk.directory.name(order.by.user_id),
        "grade": say(f"words.grade.{order.grade}"),
        "note": mask_text(order.note),
    }
    tell_thread(session, case, f"event:{event_id}", say.md("story.thread.asked_supervisor", **said), order.at)
    text = say.md("story.dm.ask_supervisor", case=case_name(file, desk.look, desk.link(file.card)), **said)
    for supervisor in desk.policy.roles.supervisors or (desk.policy.shop.supervisors_channel,):
        tell(session, desk, case, Telling(f"event:{event_id}", supervisor, text, Press.REGRADE), order.at)
