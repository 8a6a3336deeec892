"""People: customers who write and change their minds, agents who forget, leave and race, and supervisors."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from bot.case import Actor, Case, Order, RootCause
from bot.rules.lifecycle import possible
from bot.rules.refusals import Refusal
from bot.vocabulary import Action, Channel, Grade, Outcome, Role, Solution, Stage
from handlers.casework.carry_out import carry_out
from storage import people
from storage.cases import read_case
from tests.house.clock import SHANGHAI
from tests.simulation.world import World

_BAD = (
    "用了两天就坏了,烧不开水", "快递太慢了,等了十天", "客服态度很差,根本不理人", "插上电就冒烟了,差点着火",
    "收到就是破的,包装都烂了", "发错货了,少发一件", "和图片完全不一样", "降价了也不补差价",
)  # fmt: skip
_GOOD = ("很好用,下次还来", "质量不错,物流很快", "孩子很喜欢")
_LINES = ("厨房电器", "家居用品", "数码配件", "服饰鞋包", "美妆个护", "食品生鲜", "没人管的")
_STORES = ("home-cn", "beauty-cn", "fresh-cn")
_AGENTS = ("U0LI", "U0WANG", "U0SUN")
_CREW = (*(Actor(user, Role.AGENT) for user in _AGENTS), Actor("U0ZHAO", Role.LEAD), Actor("U0CHEN", Role.SUPERVISOR))
_FORGOTTEN, _RACED = 0.1, 0.1


@dataclass
class Crowd:
    """Everybody, acting on the world from its seed."""

    world: World
    reviews_a_day: float
    pressed: dict[str, int] = field(default_factory=lambda: {"done": 0, "refused": 0})
    _number: int = 0
    _sent: list[dict[str, Any]] = field(default_factory=list)

    @property
    def random(self) -> Random:
        return self.world.random

    def plans_a_day(self, day: datetime) -> None:
        """What will happen on this day: reviews by day and night, bursts, changes of mind, days off."""
        many = self._poisson(self.reviews_a_day)
        for _ in range(many):
            self.world.at(day + timedelta(seconds=self.random.triangular(0, 86_399, 50_000)), self._writes())
        if self.random.random() < 0.02:  # one product gone bad
            begin = day + timedelta(hours=self.random.uniform(8, 20))
            sku = f"sku-bad-{self.random.randrange(10_000)}"
            for _ in range(self.random.randint(20, 60)):
                self.world.at(begin + timedelta(seconds=self.random.uniform(0, 600)), self._writes(bad=True, sku=sku))
        for user in _AGENTS:
            if self.random.random() < 0.05:
                self.world.at(day + timedelta(hours=self.random.uniform(8, 18)), self._goes_home(user, day))

    def _writes(self, *, bad: bool | None = None, sku: str = "") -> Callable[[], Any]:
        async def write() -> None:
            self._number += 1
            is_bad = self.random.random() < 0.3 if bad is None else bad
            body = {
                "id": f"r-{self._number}",
                "store": self.random.choice(_STORES),
                "order": {"id": f"o-{self._number}", "paid": str(self.random.randint(10, 900))},
                "product": {
                    "sku": sku or f"sku-{self.random.randrange(500)}",
                    "name": "电热水壶 1.5L",
                    "line": self.random.choice(_LINES),
                },
                "customer": {"id": f"c-{self.random.randrange(5000)}", "name": "王小明", "tier": "gold"},
                "rating": self.random.choice((1, 1, 2, 3)) if is_bad else 5,
                "text": self.random.choice(_BAD if is_bad else _GOOD),
                "created_at": self.world.clock.now().isoformat(),
            }
            await self.world.push(body)
            self._sent.append(body)
            if is_bad:
                self._somebody_will_see(self._number)
            if self.random.random() < 0.15:
                self.world.at(self._after(1, 4000), self._changes_their_mind(body))

        return write

    def _changes_their_mind(self, body: dict[str, Any]) -> Callable[[], Any]:
        change = self.random.choice(
            (
                {"type": "updated", "text": self.random.choice(_BAD)},
                {"type": "updated", "rating": 5, "text": self.random.choice(_GOOD)},
                {"type": "appended", "text": "追评:" + self.random.choice(_BAD)},
                {"type": "deleted"},
                {"type": "updated", "useful": self.random.randint(1, 30)},
            )
        )
        return lambda: self.world.push(body | change)

    def _somebody_will_see(self, number: int) -> None:
        """Someone looks at the case some time later; some cases are forgotten until a reminder is heard."""
        later = self._after(60, 240) if self.random.random() < _FORGOTTEN else self._after(2, 45)
        self.world.at(later, lambda: self._handles(f"r-{number}", 0))
        if self.random.random() < _RACED:
            self.world.at(later, lambda: self._handles(f"r-{number}", 0))

    async def _handles(self, review: str, times: int) -> None:
        case = self._case_of(review)
        if case is None:
            if times < 20:  # not taken in yet, or a review that is no case
                self.world.at(self._after(5, 60), lambda: self._handles(review, times + 1))
            return
        if not (choices := sorted(possible(case))):
            return
        action = self._likely(case, choices)
        owner = next((one for one in _CREW if one.user_id == case.owner), None)
        by = owner if owner and self.random.random() < 0.8 else self.random.choice(_CREW)
        try:
            await carry_out(
                self.world.desk, case.id, [self._order(action, by)], once=f"p:{review}:{times}:{by.user_id}"
            )
            self.pressed["done"] += 1
        except Refusal:
            self.pressed["refused"] += 1
        if times < 12 and self.random.random() > 0.02:  # some leave in the middle
            self.world.at(self._next_look(case), lambda: self._handles(review, times + 1))

    def _likely(self, case: Case, choices: list[Action]) -> Action:
        forward = (
            Action.CLAIM, Action.CONTACT_REACHED, Action.SOLUTION, Action.RESOLVE, Action.FOLLOW_UP_GOOD,
        )  # fmt: skip
        if case.resolved_at and case.follow_up_due_at and self.world.clock.now() < case.follow_up_due_at:
            choices = [one for one in choices if not one.startswith("follow_up")] or choices
        if self.random.random() < 0.75:
            for action in reversed(forward):
                if action in choices:
                    return action
        rare = [one for one in choices if one not in (Action.DISMISS, Action.REOPEN)]
        return self.random.choice(rare if rare and self.random.random() < 0.9 else choices)

    def _next_look(self, case: Case) -> datetime:
        if case.follow_up_due_at and case.resolved_at:
            return case.follow_up_due_at + timedelta(minutes=self.random.uniform(-600, 3000))
        return self._after(5, 120)

    def _order(self, action: Action, by: Actor) -> Order:
        return Order(
            action,
            by,
            self.world.clock.now(),
            note="说明一下",
            channel=self.random.choice(list(Channel)),
            outcome=self.random.choice(list(Outcome)),
            solution=self.random.choice(list(Solution)),
            grade=self.random.choice(list(Grade)),
            to=self.random.choice(_AGENTS),
            cause=RootCause(Stage.PRODUCTION, "采购", ""),
            pause=timedelta(minutes=self.random.choice((15, 30, 60, 120))),
            satisfaction=self.random.randint(1, 5),
        )

    def _goes_home(self, user: str, day: datetime) -> Callable[[], Any]:
        return lambda: self.world.db.write(people.sign_off, user, day + timedelta(days=1))

    def _case_of(self, review: str) -> Case | None:
        number = self.world.db.in_snapshot(_number_of, review)
        return self.world.db.in_snapshot(read_case, number) if number else None

    def _after(self, least: float, most: float) -> datetime:
        """Some minutes from now; at night people sleep until half past eight."""
        moment = self.world.clock.now() + timedelta(minutes=self.random.uniform(least, most))
        local = moment.astimezone(SHANGHAI)
        if 8 <= local.hour < 22:
            return moment
        morning = local.replace(hour=8, minute=30) + timedelta(days=1 if local.hour >= 22 else 0)
        return (morning + timedelta(minutes=self.random.uniform(0, 30))).astimezone(moment.tzinfo)

    def _poisson(self, mean: float) -> int:
        return sum(1 for _ in range(int(mean * 4)) if self.random.random() < 0.25)


def _number_of(session: Any, review: str) -> int | None:
    from sqlalchemy import text  # the rows are asked directly: no screen shows a review's own id

    asked = text('SELECT c.id FROM "case" c JOIN review r ON r.id = c.review_id WHERE r.external_id = :id')
    found = session.connection().execute(asked, {"id": review}).first()
    return int(found[0]) if found else None
