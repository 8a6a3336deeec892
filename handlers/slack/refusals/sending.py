"""Refusals in people's words: contact and texts on their way."""

from bot.rules.refusals import Refusal
from bot.rules.refusals.sending import ChannelClosed, DispatchEnded, LeftAlone, MayNotLeave, NoGateway, OnItsWay
from handlers.casework.desk import Desk
from handlers.slack.refusals.telling import told
from scripts_library.wording import Token


def about(refusal: Refusal, desk: Desk) -> Token | None:
    """The sentence; None for what is about something else."""
    say, look = desk.look.say, desk.look
    match refusal:
        case ChannelClosed(number, channel, why, opens_at, open_now):
            return told(
                desk,
                f"channel_closed_{why}",
                number=number,
                channel=say(f"words.channel.{channel}"),
                now=look.time(desk.clock.now()),
                opens=look.day_time(opens_at),
                others=say("words.joint.list").join(say(f"words.channel.{one}") for one in open_now),
            )
        case LeftAlone(number):
            return told(desk, "left_alone", number=number)
        case OnItsWay(number, outlet, by, at, is_unclear):
            facts = {"number": number, "outlet": say(f"words.outlet.{outlet}"), "by": look.name(by)}
            return told(desk, "on_its_way_unclear" if is_unclear else "on_its_way", at=look.time(at), **facts)
        case NoGateway(number, outlet):
            return told(desk, "no_gateway", number=number, outlet=say(f"words.outlet.{outlet}"))
        case MayNotLeave(number):
            return told(desk, "may_not_leave", number=number)
        case DispatchEnded(number, stand, at):
            when = look.day_time(at) if at else ""
            return told(desk, "dispatch_ended", number=number, stand=say(f"sending.stand_{stand}"), at=when)
    return None
