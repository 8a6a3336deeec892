"""Signals: the counts of a product's chats are looked at, topic by topic, and alerts open, go on or are over."""

from datetime import datetime, timedelta

from sqlmodel import Session

from bot.analysis import alarming_topics
from bot.rules import product_alerts as rules
from bot.rules.product_alerts import Alert, Finding
from bot.rules.signals import ALARM_WINDOW, BASELINE_DAYS, WINDOW, Seen, expected, level, rises
from handlers.casework import product_alerts as alerts
from handlers.casework.desk import Desk
from storage import chat_figures, product_alerts
from storage.chat_figures import ChatProduct, Days

_LONGEST_BACK = timedelta(days=BASELINE_DAYS + 2)


def look(session: Session, desk: Desk, number: int, now: datetime) -> None:
    """Look at a product's last 24 hours, unless another process did; the next look is when an alert may be over."""
    what = chat_figures.claim(session, number, now)
    if what is None:
        return
    last = product_alerts.last_of_each_topic(session, what.store, what.sku)
    lasting = {topic: one for topic, one in last.items() if one.ended_at is None}
    found = _seen(session, what, now)
    quiet = {topic: Seen(0, 0, 0) for topic in lasting.keys() - found.keys()}
    for topic, finding in _judged(session, desk, what, found | quiet, now).items():
        if topic in lasting:
            lasting[topic] = alerts.go_on(session, desk, lasting[topic], finding, now)
        elif finding.is_rising and _may_open(session, what, topic, last.get(topic), now):
            lasting[topic] = alerts.open_alert(session, desk, what, topic, finding, now)
    ends = [rules.over_at(one) for one in lasting.values() if one.ended_at is None]
    chat_figures.look_again(session, what, min(ends, default=None))


def _seen(session: Session, what: ChatProduct, now: datetime) -> dict[str, Seen]:
    """The last 24 hours by topic; of a danger also who mentioned it within seven days."""
    found = chat_figures.seen(session, what, (now - WINDOW, now))
    alarms = alarming_topics() & found.keys()
    week = chat_figures.seen(session, what, (now - ALARM_WINDOW, now)) if alarms else {}
    return {
        topic: Seen(seen.sessions, seen.mentions, seen.customers, week[topic].customers if topic in alarms else 0)
        for topic, seen in found.items()
    }


def _judged(
    session: Session, desk: Desk, what: ChatProduct, found: dict[str, Seen], now: datetime
) -> dict[str, Finding]:
    """By topic: what was seen, how many would be usual, and whether it rises."""
    if not found:
        return {}
    own, days, alarms = desk.policy.signals, _days(desk, now), alarming_topics()
    past = product_alerts.ended_since(session, what.store, what.sku, now - _LONGEST_BACK)
    usual = chat_figures.usual(session, what, set(found), days, rules.unusual_days(past, desk.policy.zone))
    bound = level(own, chat_figures.looks(session, days))
    return {
        topic: Finding(
            seen,
            expected(usual[topic]).share * seen.sessions,
            rises(seen, usual[topic], bound, own, alarming=topic in alarms),
        )
        for topic, seen in sorted(found.items())
    }


def _days(desk: Desk, now: datetime) -> Days:
    """Whole local days before the last 24 hours."""
    end = (now - WINDOW).astimezone(desk.policy.zone).date()
    return end - timedelta(days=BASELINE_DAYS), end


def _may_open(session: Session, what: ChatProduct, topic: str, last: Alert | None, now: datetime) -> bool:
    """Not while a dismissal holds, and only when somebody said it again since the last one was over."""
    if last is None or last.ended_at is None:
        return last is None
    said = chat_figures.last_at(session, what, topic, (now - WINDOW, now))
    return not rules.is_quiet(last, now) and said is not None and said > last.ended_at
