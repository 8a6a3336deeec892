"""Home: the App Home tab, published when it is opened and after what is pressed in it."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from functools import partial
from typing import Any

from sqlmodel import Session

from bot.cards.actions import Press
from bot.cards.home_card import HomeFacts, home_view
from bot.cards.scorecard_card import team_line
from bot.cards.status_line import standing_line
from bot.case import Actor
from bot.case_file import CaseFile
from bot.incident_file import IncidentFile
from bot.rules.figures.report import Report
from bot.rules.improvements import Improvement
from bot.rules.ladder import Compensation
from bot.rules.refusals.cases import AlreadyDone
from bot.rules.reply_request import ReplyRequest
from bot.rules.scorecard import team_of
from bot.rules.tasks import Task
from bot.vocabulary import Role
from handlers.casework.duty import own_duty
from handlers.casework.team_strain import own_day, team_strain
from handlers.casework.unowned import came_back
from handlers.slack.door import Afterwards, Door
from handlers.slack.month import counted, counted_at_last
from handlers.slack.pressed import Pressed
from storage import (
    case_files,
    case_lists,
    compensations,
    improvements,
    incident_cases,
    incidents,
    people,
    reply_requests,
    scorecards,
    tasks,
)
from storage.cases import count_once

_MOST = 25
_DECISIONS = 8
_TASKS = 10


def register(door: Door) -> None:
    """Listen to the tab and to its duty switch."""

    async def opened(event: dict[str, Any], body: dict[str, Any]) -> None:
        if event.get("tab", "home") != "home":
            return
        try:  # Slack tells it again when our answer comes late
            await door.desk.db.write(count_once, f"event:{body.get('event_id')}", door.desk.clock.now())
        except AlreadyDone:
            return
        await publish_home(door, event["user"])

    door.app.event("app_home_opened")(opened)
    door.on_press(Press.OFF_DUTY, _switch(door, off=True))
    door.on_press(Press.ON_DUTY, _switch(door, off=False))


async def publish_home(door: Door, user_id: str) -> None:
    """Draw the person's page anew; figures that take long are drawn when they are counted."""
    has_figures = door.desk.policy.actor(user_id).is_at_least(Role.MANAGER)
    report = await counted(door) if has_figures else None
    await _publish(door, user_id, report, is_counting=has_figures and report is None)
    if has_figures and report is None and (report := await counted_at_last(door)):
        await _publish(door, user_id, report)


async def _publish(door: Door, user_id: str, report: Report | None, *, is_counting: bool = False) -> None:
    facts = replace(await _facts(door, user_id), month=report, is_counting=is_counting)
    await door.client.views_publish(user_id=user_id, view=home_view(facts, door.desk.look, door.desk.link))


async def _facts(door: Door, user_id: str) -> HomeFacts:
    desk, now = door.desk, door.desk.clock.now()
    person, grace = desk.policy.actor(user_id), desk.policy.deadlines.follow_up_grace
    leads = person.is_at_least(Role.LEAD)
    standing = await desk.db.read(case_lists.standing, now, local_midnight(door), grace) if leads else None
    return HomeFacts(
        person=person,
        now=now,
        mine=await desk.db.read(case_lists.cases_of, user_id, _MOST),
        unclaimed=await desk.db.read(case_lists.unclaimed, _MOST),
        approvals=await desk.db.read(_approvals, person) if leads else [],
        overdue=await desk.db.read(case_lists.overdue, now, grace, _MOST) if leads else [],
        duty=await desk.db.read(own_duty, desk, user_id, now),
        standing=standing_line(standing, desk.look) if standing else "",
        tasks=await desk.db.read(_tasks, user_id),
        replies=await desk.db.read(_replies, person) if leads else [],
        incidents=await desk.db.read(_incidents, door, now) if leads else [],
        improvements=(items := await desk.db.read(_improvements, person)),
        quoted=await desk.db.read(improvements.quoted, [one.id for one in items]) if items else {},
        own_day=await desk.db.read(own_day, desk, user_id, now, local_midnight(door)) if person.role else None,
        team=await desk.db.read(team_strain, desk, now) if leads else None,
        team_month=await desk.db.read(_team_month, door) if person.is_at_least(Role.SUPERVISOR) else "",
    )


def _approvals(session: Session, person: Actor) -> list[tuple[Compensation, CaseFile]]:
    """What this person may decide: not their own, and not above their role."""
    theirs = [
        one
        for one in compensations.waiting(session, _MOST)
        if person.is_at_least(one.needs) and one.asked_by != person.user_id
    ]
    return [(one, case_files.read_file(session, one.case_id)) for one in theirs[:_DECISIONS]]


def _replies(session: Session, person: Actor) -> list[tuple[ReplyRequest, CaseFile]]:
    """The public replies that this person may approve."""
    theirs = [
        one
        for one in reply_requests.waiting(session, _MOST)
        if person.is_at_least(one.needs) and one.asked_by != person.user_id
    ]
    return [(one, case_files.read_file(session, one.case_id)) for one in theirs[:_DECISIONS]]


def _incidents(session: Session, door: Door, now: datetime) -> list[IncidentFile]:
    """What goes on, those of safety first."""
    zone = door.desk.policy.zone
    return [
        incident_cases.read_incident_file(session, one, now, zone, whole=False)
        for one in incidents.going_on(session, _DECISIONS)
    ]


def _team_month(session: Session, door: Door) -> str:
    """The means of the last month whose cards are settled; nothing where somebody could be told apart in them."""
    month = scorecards.last_closed(session) if door.desk.policy.scorecard.monthly else None
    team = team_of(month, scorecards.of_month(session, month)) if month else None
    return team_line(team, door.desk.look) if team and team.is_tellable else ""


def _improvements(session: Session, person: Actor) -> list[Improvement]:
    """All that are not over for whoever leads; their own for others."""
    if person.is_at_least(Role.LEAD):
        return improvements.live(session, _MOST)
    return improvements.of_person(session, person.user_id, _MOST)


def _tasks(session: Session, user_id: str) -> list[tuple[Task, CaseFile]]:
    """What this person has to do by a date; what is due first comes first."""
    return [(one, case_files.read_file(session, one.case_id)) for one in tasks.of_person(session, user_id, _TASKS)]


def local_midnight(door: Door) -> datetime:
    """When the shop's day began."""
    zone = door.desk.policy.zone
    return datetime.combine(door.desk.clock.now().astimezone(zone).date(), time(), zone)


def _switch(door: Door, *, off: bool) -> Any:
    async def handle(pressed: Pressed) -> Afterwards:
        door.ensure_on_the_team(pressed.user_id)
        if off:
            await door.desk.db.write(people.sign_off, pressed.user_id, local_midnight(door) + timedelta(days=1))
        else:
            await door.desk.db.write(came_back, pressed.user_id, door.desk.clock.now())
        return partial(publish_home, door, pressed.user_id)

    return handle
