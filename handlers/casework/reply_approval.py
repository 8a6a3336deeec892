"""Reply approval: a public reply is asked for, read by somebody above, and decided; each step one transaction."""

from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from bot.cards.actions import Press
from bot.cards.notice_card import case_name
from bot.cards.reply_request_card import decided_blocks, request_blocks, request_line
from bot.case import Actor, Case, Order
from bot.case_file import CaseFile
from bot.masking import mask_text
from bot.rules.public_reply import needs_approval
from bot.rules.refusals.cases import UnknownCase
from bot.rules.reply_request import ReplyRequest, ReplyStand, decided
from bot.vocabulary import Role
from handlers.casework.desk import Desk
from handlers.casework.public_reply import ensure_may_reply
from handlers.casework.settling import Telling, record, redraw, tell
from scripts_library.wording import Token
from storage import case_files, outbox, reply_requests
from storage.cases import count_once, load_case


def is_to_be_read_first(session: Session, desk: Desk, order: Order, case_id: int) -> bool:
    """Whether this very text needs somebody above who has not approved it yet."""
    file = case_files.read_file(session, case_id)
    last = reply_requests.last_of(session, case_id)
    approved = last is not None and last.stand is ReplyStand.APPROVED and last.text == order.said
    return needs_approval(file.case, order.by, desk.policy.public_reply) and not approved


async def ask(desk: Desk, case_id: int, order: Order, *, once: str) -> None:
    """Ask for this text, in place of what was asked before. Raises the `Refusal` that applies."""
    await desk.db.write(_ask, desk, case_id, order, once)
    desk.to_send.set()


async def decide(desk: Desk, number: int, by: Actor, *, approve: bool, reason: str = "", once: str) -> ReplyRequest:
    """Approve or send back, committed before this returns. Raises the `Refusal` that applies."""
    after = await desk.db.write(_decide, desk, number, by, approve, reason, once)
    desk.to_send.set()
    return after


def message_key(session: Session, desk: Desk, number: int) -> str:
    """The name of the message that asks for a decision. Raises `UnknownCase`."""
    one = reply_requests.find(session, number)
    if one is None:
        raise UnknownCase(0)
    return _key(desk, one)


def _ask(session: Session, desk: Desk, case_id: int, order: Order, once: str) -> None:
    count_once(session, once, order.at)
    case = load_case(session, case_id)
    ensure_may_reply(session, desk, case, order)
    last = reply_requests.last_of(session, case_id)
    file = case_files.read_file(session, case_id)
    if last and last.stand is ReplyStand.ASKED:
        replaced = replace(last, stand=ReplyStand.REPLACED)
        reply_requests.save(session, replaced)
        _close(session, desk, file, replaced)
    needs = desk.policy.public_reply.approved_by
    one = ReplyRequest(0, case_id, order.said, order.script, order.by.user_id, order.at, needs)
    one = reply_requests.add(session, one)
    _note(session, desk, case, one, "reply_asked", order.by.user_id, order.at)
    line = request_line(one, file, desk.look, desk.link(file.card))
    outbox.enqueue(
        session,
        key=_key(desk, one),
        channel=_room(desk, one),
        text=line,
        blocks=request_blocks(one, line, desk.look),
        now=order.at,
        case_id=case_id,
        rank=case.grade.rank,
    )
    redraw(session, desk, case, order.at)


def _decide(
    session: Session, desk: Desk, number: int, by: Actor, approve: bool, reason: str, once: str
) -> ReplyRequest:
    at = desk.clock.now()
    count_once(session, once, at)
    known = reply_requests.find(session, number)
    if known is None:
        raise UnknownCase(0)
    case = load_case(session, known.case_id)  # locks: from here on the request is nobody else's
    one = reply_requests.find(session, number)
    assert one is not None
    after = decided(one, by, at, approve=approve, reason=reason)
    reply_requests.save(session, after)
    _note(session, desk, case, after, f"reply_{after.stand}", by.user_id, at)
    file = case_files.read_file(session, case.id)
    _close(session, desk, file, after)
    name = case_name(file, desk.look, desk.link(file.card))
    text = desk.look.say.md(f"reply_approval.dm_{after.stand}", case=name, **_said(desk, after))
    tell(session, desk, case, Telling(f"reply_request:{one.id}", one.asked_by, text, Press.REPLY), at)
    redraw(session, desk, case, at)
    return after


def _close(session: Session, desk: Desk, file: CaseFile, one: ReplyRequest) -> None:
    """What asked for a decision says what became of it, and has no more buttons for it."""
    line = request_line(one, file, desk.look, desk.link(file.card))
    outcome = desk.look.say.md(f"reply_approval.outcome_{one.stand}", **_said(desk, one))
    text = Token(f"{line}\n{outcome}")
    outbox.rewrite(session, _key(desk, one), text=text, blocks=decided_blocks(one, text, desk.look))


def _note(session: Session, desk: Desk, case: Case, one: ReplyRequest, what: str, by: str, at: datetime) -> None:
    line = desk.look.say.md(f"reply_approval.thread_{one.stand}", **_said(desk, one))
    record(session, case, what, line, at, by=by, facts={"said": one.text, "note": one.reason})


def _said(desk: Desk, one: ReplyRequest) -> dict[str, object]:
    look = desk.look
    return {
        "asker": look.name(one.asked_by),
        "by": look.name(one.decided_by) if one.decided_by else "",
        "role": look.say(f"words.role.{one.needs}"),
        "reason": mask_text(one.reason),
    }


def _key(desk: Desk, one: ReplyRequest) -> str:
    return f"to:{_room(desk, one)}:reply_request:{one.id}"


def _room(desk: Desk, one: ReplyRequest) -> str:
    shop = desk.policy.shop
    return shop.managers_channel if one.needs is Role.MANAGER else shop.supervisors_channel
