"""Outreach: whether a customer may be contacted this way now, and what the contact dialog starts from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlmodel import Session

from bot.cards.blocks import one_line
from bot.case import Case, Order
from bot.case_file import CaseFile
from bot.compliance.linter import SMS
from bot.masking import mask_text
from bot.rules.dispatch import DispatchStand
from bot.rules.experience import Tried
from bot.rules.incidents import Incident
from bot.rules.outreach import ContactRules, Planned, Touch, closed, outreach_plan, script_key
from bot.rules.refusals.sending import ChannelClosed
from bot.vocabulary import Channel, Manner
from handlers.casework.consequences import leave
from handlers.casework.desk import Desk
from handlers.casework.experience import best_manner, manners_tried
from handlers.casework.settling import settle
from scripts_library.scripts import Script, render
from storage import dispatches, touches
from storage.cases import append_event, load_case, save_case

_WORDS, _LATIN_WORDS, _NAME, _LATIN_NAME = 24, 70, 12, 28  # letters of a fact inside a script
_FIRST_THING, _EVENING = 10, 20  # o'clock: a promise is for hours in which somebody works
_PROMISE = timedelta(hours=2)
_HALF_HOUR = 30


@dataclass(frozen=True)
class Prepared:
    """What the contact dialog starts from: the plan, and the script for one channel and manner with its facts.

    `known` is what came of the manners in earlier cases.
    """

    plan: tuple[Planned, ...]
    channel: Channel
    manner: Manner
    script: Script
    text: str
    known: Mapping[Manner, Tried]


def ensure_open(session: Session, desk: Desk, case: Case, order: Order) -> None:
    """Raise `ChannelClosed` where quiet hours or caps forbid this channel now."""
    channel = order.channel
    if channel is None or _is_out(session, order):
        return
    rules, zone = desk.policy.contact, desk.policy.zone
    made = history(session, case.id, rules, order.at, besides=order.dispatch)
    shut = closed(channel, made, rules, order.at, zone)
    if shut:
        others = tuple(
            one for one in rules.plan if one is not channel and closed(one, made, rules, order.at, zone) is None
        )
        raise ChannelClosed(case.id, channel, shut.why, shut.opens_at, others)


def _is_out(session: Session, order: Order) -> bool:
    """Whether it tells of what the desk has sent: that counts, whatever the hour at which we hear of it."""
    one = dispatches.find(session, order.dispatch) if order.dispatch else None
    return one is not None and one.stand is DispatchStand.SENT


def history(session: Session, case_id: int, rules: ContactRules, now: datetime, *, besides: int = 0) -> list[Touch]:
    """The attempts that may count: caps look a few days back. `besides` is the dispatch that asks."""
    since = now - max(rules.touches_within, timedelta(days=1))
    return touches.touches_of(session, case_id, since, besides=besides)


def leave_alone_everywhere(session: Session, desk: Desk, case: Case, order: Order) -> None:
    """What a customer asked for once holds for all their cases; their clocks of contact end."""
    for other in touches.others_of_customer(session, case.id):
        before = load_case(session, other)
        if before.no_contact:
            continue
        after = replace(before, no_contact=True, version=before.version + 1)
        save_case(session, before, after)
        facts = {"case": case.id}
        leave(session, desk, after, order)
        append_event(
            session, after, "left_alone", at=order.at, actor=order.by.user_id, came_from=before.status, facts=facts
        )
        settle(session, desk, after, order.at)


def prepared(
    session: Session,
    desk: Desk,
    file: CaseFile,
    user_id: str,
    now: datetime,
    channel: Channel | None = None,
    manner: Manner | None = None,
) -> Prepared:
    """The plan for this customer now, and the script of the channel that is asked for or comes next.

    Without a `manner` it is the one that has done better in earlier cases, else the sincere one.
    """
    rules, zone = desk.policy.contact, desk.policy.zone
    plan = outreach_plan(file.case.id, history(session, file.case.id, rules, now), rules, now, zone)
    chosen = channel or _next(plan)
    known = manners_tried(session, desk, file, chosen)
    manner = manner or best_manner(known) or Manner.SINCERE
    script = desk.scripts[script_key(file.case.category, chosen, manner)]
    facts = facts_for(desk, file, user_id, now)
    if file.incident and (common := _common_text(desk, file.incident, chosen, facts)):
        script = Script(f"incident.{file.incident.id}", file.incident.script_version, "", "", 0)
        return Prepared(tuple(plan), chosen, manner, script, common, known)
    return Prepared(tuple(plan), chosen, manner, script, render(script, facts), known)


def _common_text(desk: Desk, one: Incident, channel: Channel, facts: Mapping[str, str]) -> str:
    """The text for all customers of an incident, with what is this one's own; none where it does not fit."""
    text, say = "" if one.is_closed else one.script, desk.look.say
    for name in ("customer", "agent", "words", "when"):
        text = text.replace(say(f"incidents.hole_{name}"), facts[name])
    return "" if channel is Channel.SMS and len(text) > SMS else text


def _next(plan: Sequence[Planned]) -> Channel:
    return next((step.channel for step in plan if step.is_next), plan[0].channel)


def facts_for(desk: Desk, file: CaseFile, user_id: str, now: datetime) -> dict[str, str]:
    """What a script to this customer can say, each clipped to what fits."""
    look, review = desk.look, file.review
    return {
        "shop": _named(look.policy.store_name(review.store)),
        "agent": desk.directory.name(user_id),
        "customer": _named(review.customer_name),
        "product": _named(review.product) or look.say("dialogs.contact.the_product"),
        "words": _quoted(review.text),
        "when": time_to_keep(desk, now),
        "slot": look.say("dialogs.contact.slot"),
    }


def _named(name: str) -> str:
    """A name, clipped to what fits; one in Latin letters needs more of them."""
    return one_line(name, _LATIN_NAME if name.isascii() else _NAME)


def _quoted(text: str) -> str:
    """The beginning of the customer's words; letters of an alphabet say less each than characters do."""
    return one_line(mask_text(text), _LATIN_WORDS if text.isascii() else _WORDS)


def time_to_keep(desk: Desk, now: datetime) -> str:
    """A promise that can be kept: in two hours, rounded up to the half hour, or tomorrow morning."""
    local = now.astimezone(desk.policy.zone)
    due = local + _PROMISE
    due += timedelta(minutes=-due.minute % _HALF_HOUR, seconds=-due.second, microseconds=-due.microsecond)
    if due.hour >= _EVENING or due.date() != local.date() or due.hour < _FIRST_THING:
        morning = local.date() + timedelta(days=0 if local.hour < _FIRST_THING - 2 else 1)
        day = "today" if morning == local.date() else "tomorrow"
        return desk.look.say(f"dialogs.contact.{day}", at=f"{_FIRST_THING}:00")
    return desk.look.say("dialogs.contact.today", at=due.strftime("%H:%M"))
