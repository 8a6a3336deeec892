"""Refusals in people's words: invitations and public replies."""

from bot.rules.refusals import Refusal
from bot.rules.refusals.reviews import (
    AlreadyInvited,
    AlreadyReplied,
    InviteBarred,
    InviteLater,
    OwnReply,
    ReplyClosedByAppend,
    ReplyDecided,
    ReplyTooLate,
)
from handlers.casework.desk import Desk
from handlers.slack.refusals.telling import decided, told
from scripts_library.wording import Token


def about(refusal: Refusal, desk: Desk) -> Token | None:
    """The sentence; None for what is about something else."""
    say, look = desk.look.say, desk.look
    match refusal:
        case InviteLater(number):
            return told(desk, "invite_later", number=number)
        case AlreadyInvited(number, by, at):
            return told(desk, "already_invited", number=number, by=look.name(by) if by else "", at=look.day_time(at))
        case InviteBarred(number):
            return told(desk, "invite_barred", number=number)
        case AlreadyReplied(number, by, at):
            return told(desk, "already_replied", number=number, by=look.name(by) if by else "", at=look.day_time(at))
        case OwnReply(number):
            return told(desk, "own_reply", number=number)
        case ReplyDecided(number, stand, by, at):
            return told(
                desk, "reply_decided", number=number, stand=say(f"words.reply_stand.{stand}"), **decided(by, at, look)
            )
        case ReplyClosedByAppend(number):
            return told(desk, "reply_closed_by_append", number=number)
        case ReplyTooLate(number, closed_at):
            return told(desk, "reply_too_late", number=number, at=look.day_time(closed_at))
    return None
