"""The team in Slack: who is on duty now, and what each holds; agents see the totals only."""

from collections import Counter, defaultdict
from datetime import datetime

from sqlmodel import Session

from bot.cards import blocks
from bot.cards.my_day import team_line
from bot.cards.rota_card import AtWork, Duty, team_card
from bot.messenger import Block
from bot.vocabulary import Grade, Role
from handlers.casework.desk import Desk
from handlers.casework.duty import local_day, off_duty, rota_at
from handlers.casework.team_strain import team_strain
from handlers.slack.door import Door
from handlers.slack.home import local_midnight
from storage import loads


async def team(door: Door, user: str, _rest: str) -> list[Block]:
    """`/reviews team`."""
    at_work, unowned = await door.desk.db.read(_at_work, door.desk, door.desk.clock.now(), local_midnight(door))
    leads = door.desk.policy.actor(user).is_at_least(Role.LEAD)
    drawn = team_card(at_work, unowned, door.desk.look, by_person=leads)
    if leads:
        together = await door.desk.db.read(team_strain, door.desk, door.desk.clock.now())
        drawn.append(blocks.context(team_line(together, door.desk.look)))
    return drawn


def _at_work(session: Session, desk: Desk, now: datetime, midnight: datetime) -> tuple[list[AtWork], int]:
    """Agents, and whoever else holds or has resolved something; and how many cases are nobody's."""
    policy = desk.policy
    grades: dict[str | None, Counter[Grade]] = defaultdict(Counter)
    weight, late = Counter[str | None](), Counter[str | None]()
    held = loads.held_by_all(session, now, policy.deadlines.follow_up_grace, policy.assignment.weights)
    for owner, grade, cases, weighs, overdue in held:
        grades[owner][grade] += cases
        weight[owner] += weighs
        late[owner] += overdue
    resolved, off = loads.resolved_since(session, midnight), off_duty(session, desk, now)
    users = {*policy.roles.agents, *resolved, *(owner for owner in grades if owner)}
    rota, today = rota_at(session, desk, now), local_day(desk, now)
    people = [
        AtWork(
            desk.directory.name(user),
            _duty(desk, user, off),
            rota.on(user, today).shift,
            _limit(desk, user),
            grades[user],
            weight[user],
            late[user],
            resolved.get(user, 0),
        )
        for user in users
    ]
    return people, sum(grades[None].values())


def _limit(desk: Desk, user: str) -> int | None:
    who = desk.policy.people.get(user)
    return who.limit if who else None


def _duty(desk: Desk, user: str, off: set[str]) -> Duty:
    if user in desk.directory.gone:
        return Duty.GONE
    return Duty.OFF if user in off or desk.policy.actor(user).role is None else Duty.ON
