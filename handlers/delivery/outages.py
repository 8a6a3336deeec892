"""Outages: what a refusal says about the place or the message, and telling an admin once, with the remedy."""

from collections.abc import Iterator
from datetime import datetime

from sqlmodel import Session

from bot.cards.blocks import place
from bot.messenger import Rejected
from handlers.casework.desk import Desk
from storage import errands, outbox, places
from storage.errands import Errand
from storage.places import WORKSPACE
from storage.private import is_private

# Slack's words for a place that takes nothing: https://docs.slack.dev/reference/methods/chat.postMessage#errors
MEND_CHANNEL = frozenset({"is_archived", "channel_not_found", "not_in_channel"})
MEND_PERSON = frozenset({"user_not_found", "user_disabled", "cannot_dm_bot", "messages_tab_disabled", "is_bot"})
_MEND_RIGHTS = frozenset(
    {"restricted_action", "restricted_action_read_only_channel", "not_allowed", "ekm_access_denied"}
)
PLACE_FAULTS = MEND_CHANNEL | MEND_PERSON | _MEND_RIGHTS
_RANK = 9  # above every grade: until it is mended no card gets through


def is_the_places_fault(why: Exception) -> bool:
    """Whether any message would be refused there."""
    return isinstance(why, Rejected) and why.code in PLACE_FAULTS


def note_broken(session: Session, desk: Desk, errand: Errand, why: Rejected, now: datetime) -> None:
    """The place takes nothing: what is for it waits, and an admin is told once."""
    if not places.note_broken(session, errand.channel, why.code, now):
        return
    say = desk.look.say
    text = say.md(
        "delivery.place_broken",
        place=place(errand.channel),
        why=_why(desk, why.code),
        code=why.code,
        remedy=say(f"delivery.remedy_{_remedy(why.code)}"),
    )
    _tell_admins(session, desk, f"broken:{errand.channel}:{now.isoformat()}", text, now)


def note_well(session: Session, desk: Desk, errand: Errand, now: datetime) -> None:
    """Something got through: whoever was told of the trouble hears that it is over."""
    for channel in places.note_well(session, (errand.channel, WORKSPACE)):
        text = desk.look.say.md("delivery.place_well", place=place(channel))
        _tell_admins(session, desk, f"well:{channel}:{now.isoformat()}", text, now)


def note_dead(session: Session, desk: Desk, errand: Errand, why: Exception, now: datetime) -> None:
    """Slack takes this one message never: it is set aside, and an admin is told."""
    errands.bury(session, errand, str(why), now)
    if is_private(errand.key):
        return  # that there was one is between the desk and its reader
    case = f"#{errand.case_id}" if errand.case_id else errand.key
    text = desk.look.say.md("delivery.message_dead", case=case, place=place(errand.channel), why=str(why)[:300])
    _tell_admins(session, desk, f"dead:{errand.id}:{now.isoformat()}", text, now)


def note_no_pictures(session: Session, desk: Desk, code: str, now: datetime) -> None:
    """Messages go out without their pictures: an admin is told once of each reason."""
    remedy = desk.look.say("delivery.pictures_scope" if code == "missing_scope" else "delivery.pictures_other")
    text = desk.look.say.md("delivery.no_pictures", code=code, remedy=remedy)
    _tell_admins(session, desk, f"pictures:{code}", text, now)


def _tell_admins(session: Session, desk: Desk, key: str, text: str, now: datetime) -> None:
    for to in _admins(session, desk):
        outbox.enqueue(session, key=f"to:{to}:{key}", channel=to, text=text, blocks=[], now=now, rank=_RANK)


def _admins(session: Session, desk: Desk) -> Iterator[str]:
    """The policy's admins; without one the first common channel that can be written to."""
    out_of_order = {one.channel for one in places.broken(session)}
    if admins := [one for one in desk.policy.roles.admins if one not in out_of_order]:
        yield from admins
        return
    shop = desk.policy.shop
    channels = (shop.supervisors_channel, shop.default_channel, shop.managers_channel)
    yield from [one for one in channels if one not in out_of_order][:1]


def _remedy(code: str) -> str:
    if code in MEND_CHANNEL:
        return code
    return "person" if code in MEND_PERSON else "rights"


def _why(desk: Desk, code: str) -> str:
    is_told = code in MEND_CHANNEL | MEND_PERSON
    return desk.look.say(f"delivery.why_{code}") if is_told else desk.look.say("delivery.why_other")
