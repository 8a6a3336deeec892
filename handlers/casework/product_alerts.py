"""Product alerts: one message while a topic rises; somebody takes it, or says why it is no problem."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from bot.analysis import alarming_topics
from bot.cards.alert_card import alert_blocks, alert_line, product_name
from bot.cards.dialogs.improvement import Beginning
from bot.case import Actor
from bot.messenger import Block
from bot.rules import product_alerts as rules
from bot.rules.assignment import assign
from bot.rules.improvements import Improvement, Scope
from bot.rules.product_alerts import Alert, Finding
from bot.rules.refusals.alerts import UnknownAlert
from bot.rules.signals import ALARM_WINDOW, WINDOW
from handlers.casework.desk import Desk
from handlers.casework.duty import off_duty
from handlers.casework.improvement_beginnings import from_alert
from scripts_library.wording import Token
from storage import chat_figures, outbox, product_alerts
from storage.cases import count_once
from storage.chat_figures import ChatProduct

_EXAMPLES, _SHOWN = 3, 5
_RANK, _ALARM_RANK = 1, 2
Change = Callable[[Alert, datetime], Alert]


def open_alert(session: Session, desk: Desk, what: ChatProduct, topic: str, finding: Finding, now: datetime) -> Alert:
    """A new one, in the store's channel, with the owner of the product line named on it."""
    owner = assign(what.line, desk.policy.lines, off_duty(session, desk, now)).owner
    began = chat_figures.first_at(session, what, topic, (now - WINDOW, now)) or now
    one = product_alerts.add(session, rules.began(what.store, what.sku, topic, finding, began, now, owner))
    text, drawn = _drawn(session, desk, one, now)
    channel, rank = desk.policy.channel_of(one.store), _ALARM_RANK if _is_alarm(one) else _RANK
    outbox.enqueue(session, key=message_key(one.id), channel=channel, text=text, blocks=drawn, now=now, rank=rank)
    return one


def go_on(session: Session, desk: Desk, one: Alert, finding: Finding, now: datetime) -> Alert:
    """It rises still, or is over; its message says so where it stands."""
    if finding.is_rising:
        after = rules.went_on(one, finding, now)
    elif now >= rules.over_at(one):
        after = rules.ended(one, now)
    else:
        return one
    product_alerts.save(session, after)
    if after.customers != one.customers or after.ended_at:
        _show(session, desk, after, now)
    return after


def lasting_alerts(session: Session) -> tuple[list[Alert], list[str], int]:
    """The first few that last, the names of their products, and how many there are."""
    alerts = product_alerts.lasting(session, _SHOWN)
    names = [chat_figures.product(session, one.store, one.sku).name for one in alerts]
    return alerts, names, product_alerts.count_lasting(session)


def message_key(number: int) -> str:
    """The name of its message."""
    return f"alert:{number}"


async def take(desk: Desk, number: int, by: Actor, *, once: str) -> Alert:
    """Somebody looks into it. Raises the `Refusal` that applies."""
    return await _change(desk, number, lambda one, at: rules.taken(one, by, at), once)


async def dismiss(desk: Desk, number: int, by: Actor, reason: str, *, once: str) -> Alert:
    """It is no problem, and why. Raises the `Refusal` that applies."""

    def decide(one: Alert, at: datetime) -> Alert:
        return rules.dismissed(one, by, at, reason, desk.policy.signals, alarming=_is_alarm(one))

    return await _change(desk, number, decide, once)


def propose(session: Session, desk: Desk, number: int, by: str) -> Beginning:
    """The dialog of an improvement item, filled in with the page's proposed change. Raises `UnknownAlert`."""
    one = product_alerts.find(session, number)
    if one is None:
        raise UnknownAlert(number)
    what = chat_figures.product(session, one.store, one.sku)
    name = product_name(one, what.name)
    sold = Scope(one.sku, what.line or None, one.store, name)
    return from_alert(session, desk, one, sold, desk.look.say(f"signals.change.{one.topic}", product=name), by)


def note_improvement(session: Session, item: Improvement, *, desk: Desk, number: int) -> None:
    """An item came out of the alert, which says so from now on."""
    one = product_alerts.find(session, number)
    if one is not None:
        after = replace(one, improvement=item.id)
        product_alerts.save(session, after)
        _show(session, desk, after, desk.clock.now())


async def _change(desk: Desk, number: int, decide: Change, once: str) -> Alert:
    after = await desk.db.write(_changed, desk, number, decide, once)
    desk.to_send.set()
    return after


def _changed(session: Session, desk: Desk, number: int, decide: Change, once: str) -> Alert:
    at = desk.clock.now()
    count_once(session, once, at)
    one = product_alerts.find(session, number)
    if one is None:
        raise UnknownAlert(number)
    after = decide(one, at)
    product_alerts.save(session, after)
    _show(session, desk, after, at)
    return after


def _show(session: Session, desk: Desk, one: Alert, now: datetime) -> None:
    text, drawn = _drawn(session, desk, one, now)
    outbox.rewrite(session, message_key(one.id), text=text, blocks=drawn)


def _drawn(session: Session, desk: Desk, one: Alert, now: datetime) -> tuple[Token, list[Block]]:
    """An alert that is over quotes nobody any more: lines are kept for a short time."""
    what = chat_figures.product(session, one.store, one.sku)
    line = alert_line(one, what.name, desk.look)
    since = (now - ALARM_WINDOW, now)
    examples = [] if one.ended_at else chat_figures.examples(session, what, one.topic, since, _EXAMPLES)
    return line, alert_blocks(one, what.name, line, examples, desk.look, is_alarm=_is_alarm(one))


def _is_alarm(one: Alert) -> bool:
    return one.topic in alarming_topics()
