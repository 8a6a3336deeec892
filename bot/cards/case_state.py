"""Case state: the lines that say where a case stands and what is next."""

from datetime import datetime

from bot.cards.approval_card import compensation_line
from bot.cards.blocks import joined, mention, one_line
from bot.cards.cause_card import cause_brief, cause_stand
from bot.cards.dispatch_card import dispatch_lines
from bot.cards.look import Look
from bot.cards.reply_request_card import stand_line
from bot.cards.task_card import task_lines
from bot.case import Case
from bot.case_file import CaseFile
from bot.rules.assignment import NOBODY, Why
from bot.rules.ladder import Stand
from bot.rules.public_reply import window_of
from bot.rules.reply_request import ReplyStand
from bot.vocabulary import Status
from scripts_library.wording import Token
from slack_rules.text import escape

_SETTLED = (Status.RESOLVED, Status.CLOSED)
_NO_REPLY = (Status.OPEN, Status.CLOSED, Status.DISMISSED)


def state_lines(file: CaseFile, look: Look) -> list[str]:
    """What is, who has it, what is due; one to three lines."""
    lines = {
        Status.OPEN: _open,
        Status.CLAIMED: _claimed,
        Status.CONTACTED: _contacted,
        Status.SOLVING: _solving,
        Status.WAITING: _waiting,
        Status.RESOLVED: _resolved,
        Status.CLOSED: _closed,
        Status.DISMISSED: _dismissed,
    }[file.case.status](file, look)
    case = file.case
    if case.status in _SETTLED:
        lines += _afterwards(file, look)
    else:
        lines += _compensation(file, look) + _reply(file, look)
    lines += dispatch_lines(file, look) + task_lines(file, look)
    if case.no_contact and case.status not in (Status.CLOSED, Status.DISMISSED):
        lines.append(look.say.md("card.no_contact"))
    if case.snoozed_until and case.status not in (Status.CLOSED, Status.DISMISSED):
        lines.append(
            look.say.md("card.snoozed", until=look.day_time(case.snoozed_until), reason=look.brief(case.snooze_reason))
        )
    if case.reopened and case.status not in (Status.CLOSED, Status.DISMISSED):
        lines.append(look.say.md("card.reopened", count=case.reopened))
    return lines


def owner_line(file: CaseFile, look: Look) -> Token:
    """Who answers for it; the one live mention on a new card."""
    owner = file.case.owner
    if owner is None:
        return _nobody(file, look)
    if file.assigned_because == Why.LEAST_LOAD:
        return Token(look.say.md("rota.card_least_load", owner=mention(owner)))
    duty = look.policy.lines.get(file.review.line)
    if duty is None or owner not in (duty.owner, duty.deputy):
        key = "card.owner_plain"
    else:
        key = "card.owner" if owner == duty.owner else "card.owner_deputy"
    return Token(look.say.md(key, owner=mention(owner), line=one_line(file.review.line, 60)))


def _nobody(file: CaseFile, look: Look) -> Token:
    """With the reason, where the desk looked for somebody."""
    if file.assigned_because not in NOBODY:
        return Token(look.say.md("card.owner_none"))
    return Token(look.say.md("rota.card_nobody", why=look.say(f"rota.why_{file.assigned_because}")))


def _open(file: CaseFile, look: Look) -> list[str]:
    """What is due; what has run out is said above, and not asked for once more."""
    case = file.case
    start = None if case.start_missed_at else case.start_due_at
    contact = None if case.contact_missed_at or case.no_contact else case.contact_due_at
    lines = []
    if start and contact:
        lines.append(look.say.md("card.start_by", start=_due(start, file, look), contact=_due(contact, file, look)))
    elif contact:
        lines.append(look.say.md("card.contact_by", contact=_due(contact, file, look)))
    return [*lines, owner_line(file, look)]


def _due(at: datetime, file: CaseFile, look: Look) -> Token:
    """The time alone while it is of the day the case was opened on."""
    zone = look.policy.zone
    same_day = at.astimezone(zone).date() == file.case.opened_at.astimezone(zone).date()
    return look.time(at) if same_day else look.day_time(at)


def _claimed(file: CaseFile, look: Look) -> list[str]:
    case = file.case
    at = look.time(case.claimed_at or case.opened_at)
    if case.reached_at:
        return _contacted(file, look)
    if case.attempted_at:
        return [look.say.md("card.claimed_tried", owner=_holder(case, look), at=at, count=case.contacts)]
    contact = None if case.no_contact else look.time(case.contact_due_at)
    return [look.say.md("card.claimed", owner=_holder(case, look), at=at, contact=contact)]


def _contacted(file: CaseFile, look: Look) -> list[str]:
    """Who reached the customer; and who goes on from there, where that is another."""
    case = file.case
    by = case.reached_by or case.owner
    channel = look.say(f"words.channel.{case.contact_channel}") if case.contact_channel else ""
    at = look.time(case.reached_at or case.attempted_at or case.opened_at)
    reached = look.say.md("card.contacted", owner=_by(by, look), at=at, channel=channel)
    return [reached] if by == case.owner else [reached, look.say.md("card.owner_plain", owner=_holder(case, look))]


def _solving(file: CaseFile, look: Look) -> list[str]:
    case = file.case
    key = "card.solving" if case.attempted_at or case.no_contact else "card.solving_untried"
    solution = look.say(f"words.solution.{case.solution}") if case.solution else ""
    contact = look.time(case.contact_due_at)
    return [
        look.say.md(
            key, owner=_holder(case, look), solution=solution, note=look.brief(case.solution_note), contact=contact
        )
    ]


def _waiting(file: CaseFile, look: Look) -> list[str]:
    since = file.case.waiting_at or file.case.opened_at
    return [look.say.md("card.waiting", at=look.day_time(since), owner=_holder(file.case, look))]


def _resolved(file: CaseFile, look: Look) -> list[str]:
    case = file.case
    spent = (case.resolved_at or case.opened_at) - case.opened_at - case.waited
    first = look.say.md("card.resolved", owner=_by(case.resolved_by, look), spent=look.spent(spent))
    return [first, *_outcome(file, look)]


def _closed(file: CaseFile, look: Look) -> list[str]:
    case = file.case
    first = look.say.md("card.closed", owner=_by(case.closed_by, look), satisfaction=case.satisfaction)
    return [first, *_outcome(file, look)]


def _afterwards(file: CaseFile, look: Look) -> list[str]:
    """What is still to come and what was said since, in one line: a settled case takes little room."""
    case = file.case
    call_back = _follow_up(case, look) if case.status is Status.RESOLVED else []
    parts = [*call_back, *_invited(case, look), *_reply(file, look), *_bought_again(file, look)]
    return [joined(parts)] if parts else []


def _compensation(file: CaseFile, look: Look) -> list[str]:
    is_shown = file.compensation and file.case.status not in (Status.OPEN, Status.DISMISSED)
    return [compensation_line(file.compensation, look)] if is_shown and file.compensation else []


def _invited(case: Case, look: Look) -> list[str]:
    return [look.say.md("card.invited", at=look.day_time(case.invited_at))] if case.invited_at else []


def _bought_again(file: CaseFile, look: Look) -> list[str]:
    at = file.bought_again_at
    return [look.say.md("orders.card", day=look.day(at))] if at else []


def _reply(file: CaseFile, look: Look) -> list[str]:
    """What was said in public, or until when the platform takes it."""
    case = file.case
    if case.replied_at:
        return [look.say.md("card.replied", at=look.day_time(case.replied_at))]
    window = window_of(file.review, look.policy.public_reply)
    if case.status in _NO_REPLY:
        return []
    if file.reply_request and file.reply_request.stand is not ReplyStand.REPLACED:
        return [stand_line(file.reply_request, look)]
    if window.closes_at is None:
        return []
    if window.appended:
        return [look.say.md("card.reply_closed")]
    return [look.say.md("card.reply_until", at=look.day_time(window.closes_at))]


def _dismissed(file: CaseFile, look: Look) -> list[str]:
    case = file.case
    return [look.say.md("card.dismissed", by=_by(case.dismissed_by, look), reason=look.brief(case.dismissed_reason))]


def _outcome(file: CaseFile, look: Look) -> list[str]:
    case = file.case
    parts = []
    if case.cause:
        cause = look.say.md(
            "card.cause", department=look.department(case.cause.department), cause=cause_brief(case.cause, look)
        )
        parts.append(f"{cause} {escape(cause_stand(file.finding, look))}".rstrip())
    if case.solution:
        parts.append(look.say.md("card.with_solution", solution=look.say(f"words.solution.{case.solution}")))
    one = file.compensation
    if one and one.stand is Stand.EXECUTED:
        parts.append(look.say.md("card.with_compensation", level=one.level, amount=look.money(one.amount_cents)))
    return [joined(parts)] if parts else []


def _follow_up(case: Case, look: Look) -> list[str]:
    if case.no_contact:
        return []
    if case.follow_up_asked_at:
        return [look.say.md("card.follow_up_now", owner=_holder(case, look))]
    if case.follow_up_due_at:
        return [look.say.md("card.follow_up_on", day=look.time(case.follow_up_due_at, "{date_short}"))]
    return []


def _holder(case: Case, look: Look) -> Token:
    return _by(case.owner, look)


def _by(user_id: str | None, look: Look) -> Token:
    """On a card that is updated a mention is drawn, and pings nobody."""
    return mention(user_id) if user_id else Token(look.say.md("card.owner_none"))
