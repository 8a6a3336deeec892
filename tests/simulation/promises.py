"""Promises: what must hold after every step of a shop's life, each with the moment at which it was broken."""

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from bot.rules.deadlines import is_to_be_heard
from bot.rules.escalation import is_still_missed
from bot.vocabulary import Escalation, TimerKind
from handlers.clock import digest
from storage import occurrences
from storage.cases import read_case
from tests.simulation.slack import Message
from tests.simulation.world import World

_ALERT = timedelta(minutes=5)
_TICK = timedelta(seconds=5)
_PATIENCE = timedelta(hours=1)
_REPAIR = timedelta(minutes=20)  # after bad time: the longest distance between two probes, and what had queued up
_PER_FAULT = timedelta(seconds=135)  # the longest pause after a fault, and the settling
_NUMBERS = re.compile(r"#(\d+)(?:–#(\d+))?")
_TIMERS = ", ".join(f"'{kind}'" for kind in TimerKind)


class Broken(AssertionError):
    """A promise does not hold."""


@dataclass
class Promises:
    """The watch. It hears what comes to stand in Slack, and reads the rows after every step."""

    world: World
    visible: set[int] = field(default_factory=set)
    waiting: dict[int, tuple[datetime, str]] = field(default_factory=dict)  # case → opened, channel
    at: dict[int, str] = field(default_factory=dict)  # case → status as its timeline tells
    last_event: int = 0
    digests: Counter[str] = field(default_factory=Counter)
    slowest_alert: timedelta = timedelta()

    def __post_init__(self) -> None:
        self.world.slack.told = self.hears
        self.begun = self.world.clock.now()

    def look(self) -> None:
        """After every step."""
        self.world.db.in_snapshot(self._look)

    def hears(self, _channel: str, message: Message, is_new: bool) -> None:
        """Something came to stand, or was redrawn."""
        if message.key.startswith("card:"):
            self._is_visible(int(message.key[5:]))
        elif message.key.startswith("summary:"):
            for first, last in _NUMBERS.findall(message.words):
                for number in range(int(first), int(last or first) + 1):
                    self._is_visible(number)
        elif message.key.startswith("to:") and is_new:
            self.world.db.in_snapshot(self._is_not_moot, message)
        elif message.key.startswith("digest:"):
            self.digests[message.key] += is_new

    def in_the_end(self) -> None:
        """Once all has come to rest."""
        self.look()
        self.world.db.in_snapshot(self._every_message_stands_once)
        self.world.db.in_snapshot(self._every_timer_fired_once)
        self.world.db.in_snapshot(self._every_step_told_once)
        self.world.db.in_snapshot(self._every_date_had_its_digest)
        if self.waiting:
            raise Broken(f"alert: cases {list(self.waiting)[:5]} never became visible")

    def _look(self, session: Session) -> None:
        self._timeline_is_whole(session)
        self._alerts_are_in_time()
        self._nobody_is_forgotten(session)
        self._nothing_is_stuck(session)

    def _timeline_is_whole(self, session: Session) -> None:
        asked = "SELECT id, case_id, what, from_status, to_status FROM event WHERE id > :last ORDER BY id"
        touched = set()
        for event, case, what, before, after in _rows(session, asked, last=self.last_event):
            if what == "opened":
                self._opened(session, case)
            elif before != self.at.get(case):
                raise Broken(f"timeline: case {case} went from {self.at.get(case)} to {before} without an event")
            self.at[case], self.last_event = after, event
            touched.add(case)
        for case in touched:
            ((status,),) = _rows(session, 'SELECT status FROM "case" WHERE id = :case', case=case)
            if status != self.at[case]:
                raise Broken(f"timeline: case {case} is {status}, its timeline ends at {self.at[case]}")

    def _opened(self, session: Session, case: int) -> None:
        asked = "SELECT channel FROM message WHERE key = :key"
        found = _rows(session, asked, key=f"card:{case}")
        if not found:
            raise Broken(f"alert: case {case} has no card to come")
        if case not in self.visible:
            self.waiting[case] = (self.world.clock.now(), found[0][0])

    def _alerts_are_in_time(self) -> None:
        now, slack = self.world.clock.now(), self.world.slack
        for case, (opened, channel) in self.waiting.items():
            bad = slack.weather.bad_time(channel, opened - _REPAIR, now)
            allowed = _ALERT + bad + (_REPAIR if bad else timedelta()) + 2 * _PER_FAULT
            if now - opened > allowed:
                raise Broken(f"alert: case {case} of {channel} is not visible {now - opened} after it was opened")

    def _is_visible(self, case: int) -> None:
        self.visible.add(case)
        if case in self.waiting:
            opened, channel = self.waiting.pop(case)
            now = self.world.clock.now()
            if not self.world.slack.weather.bad_time(channel, opened - _REPAIR, now):
                self.slowest_alert = max(self.slowest_alert, now - opened)

    def _nobody_is_forgotten(self, session: Session) -> None:
        """Started or escalated, contacted or escalated, called back or asked for it: by the rows of this moment."""
        late = self.world.clock.now() - _TICK
        for promise, condition in (
            ("start", "status = 'open' AND start_missed_at IS NULL AND start_due_at < :late"),
            (
                "contact",
                "status IN ('open', 'claimed', 'solving') AND attempted_at IS NULL AND contact_missed_at IS NULL "
                "AND contact_due_at < :late AND NOT no_contact",  # who asked to be left alone is owed none
            ),
            (
                "follow-up",
                "status = 'resolved' AND follow_up_due_at < :late AND snoozed_until IS NULL "
                "AND (follow_up_asked_at IS NULL OR follow_up_asked_at < resolved_at)",
            ),
            (
                "escalation",
                "id IN (SELECT case_id FROM escalation_step WHERE settled_at IS NULL AND tell_at < :late)",
            ),
        ):
            asked = f'SELECT id FROM "case" WHERE {condition}'  # noqa: S608  # the conditions above
            forgotten = _rows(session, asked, late=late.replace(tzinfo=None))
            if forgotten:
                raise Broken(f"{promise}: nobody heard of case {forgotten[0][0]}")

    def _nothing_is_stuck(self, session: Session) -> None:
        now, weather = self.world.clock.now(), self.world.slack.weather
        asked = (
            "SELECT key, channel FROM message WHERE pending AND sent_version = 0 AND gathered_in IS NULL "
            "AND NOT in_thread AND created_at < :long_ago"
        )
        for key, channel in _rows(session, asked, long_ago=(now - _PATIENCE).replace(tzinfo=None)):
            if not weather.bad_time(channel, now - _PATIENCE - _REPAIR, now):
                raise Broken(f"messages: {key} has been waiting for an hour")

    def _is_not_moot(self, session: Session, message: Message) -> None:
        asked = "SELECT about, generation, case_id FROM message WHERE key = :key"
        for about, generation, case_id in _rows(session, asked, key=message.key):
            if about in list(Escalation) and not is_still_missed(about, read_case(session, case_id)):
                raise Broken(f"moot: case {case_id} was escalated although somebody acted")
            if about in list(TimerKind):
                case = read_case(session, case_id)
                if case.generation != generation or not is_to_be_heard(case, TimerKind(about)):
                    raise Broken(f"moot: {about} of case {case_id} was said although it is {case.status}")

    def _every_message_stands_once(self, session: Session) -> None:
        stands = Counter(message.key for room in self.world.slack.rooms.values() for message in room.values())
        swept = {key for (key,) in _rows(session, "SELECT key FROM message WHERE sweep_at IS NOT NULL")}
        twice = [key for key, times in stands.items() if times > 1 and key not in swept]
        if twice:
            raise Broken(f"messages: {twice[:5]} stand more than once")
        missing = [case for (case,) in _rows(session, 'SELECT id FROM "case"') if not stands[f"card:{case}"]]
        missing = [case for case in missing if f"card:{case}" not in self.world.slack.deleted]
        if missing:
            raise Broken(f"messages: cases {missing[:5]} have no card")
        pending = _rows(session, "SELECT key FROM message WHERE pending")
        if pending:
            raise Broken(f"messages: {[key for (key,) in pending][:5]} are still to be sent")

    def _every_timer_fired_once(self, session: Session) -> None:
        fired = "SELECT case_id, kind, count(*) FROM timer WHERE outcome = 'fired' GROUP BY case_id, kind"
        told = f"SELECT case_id, what, count(DISTINCT at) FROM event WHERE what IN ({_TIMERS}) GROUP BY case_id, what"  # noqa: S608
        rows = {(case, kind): many for case, kind, many in _rows(session, fired)}
        events = {(case, kind): many for case, kind, many in _rows(session, told)}
        silent = {key for key in rows if rows[key] > events.get(key, 0)}
        if silent:
            raise Broken(f"reminders: {list(silent)[:5]} fired and were not told")
        again = f"SELECT case_id, what, at FROM event WHERE what IN ({_TIMERS}) GROUP BY 1, 2, 3 HAVING count(*) > 1"  # noqa: S608
        twice = _rows(session, again)
        if twice:
            raise Broken(f"reminders: {twice[:5]} were told twice")

    def _every_step_told_once(self, session: Session) -> None:
        told = "SELECT case_id, count(*) FROM escalation_step WHERE outcome = 'told' GROUP BY case_id"
        events = dict(_rows(session, "SELECT case_id, count(*) FROM event WHERE what = 'escalated' GROUP BY case_id"))
        steps = dict(_rows(session, told))
        if steps != events:
            raise Broken(f"escalation: {list(set(steps.items()) ^ set(events.items()))[:5]} were not told once")
        again = "SELECT case_id, missed_at, reached FROM escalation_step WHERE reached IS NOT NULL"
        twice = [one for one, times in Counter(_rows(session, again)).items() if times > 1]
        if twice:
            raise Broken(f"escalation: {twice[:5]} reached the same people twice")

    def _every_date_had_its_digest(self, session: Session) -> None:
        zone = self.world.desk.policy.zone
        day, now = self.begun.astimezone(zone).date() + timedelta(days=1), self.world.clock.now()
        done = occurrences.done_since(session, digest.NAME, day)
        while digest.due_at(self.world.desk, day) < now - timedelta(days=1):
            if day not in done:
                raise Broken(f"digest: {day} had none")
            day += timedelta(days=1)
        twice = [key for key, times in self.digests.items() if times > 2]
        if twice:
            raise Broken(f"digest: {twice} were sent again and again")


def _rows(session: Session, asked: str, **values: Any) -> list[Any]:
    return [tuple(row) for row in session.connection().execute(text(asked), values).all()]
