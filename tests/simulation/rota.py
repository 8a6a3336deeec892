"""Rota of a simulated shop: ten people on three shifts, as a policy file; and who works when, reckoned anew."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from tests.house.clock import SHANGHAI

_DAY = timedelta(days=1)
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
LIMIT = 6
# From, to, lunch; the night goes on past midnight.
SHIFTS = {
    "early": (time(8), time(17), (time(12), time(13))),
    "late": (time(12), time(22, 30), (time(16), time(17))),
    "night": (time(22), time(8, 30), (time(3), time(3, 30))),
}
LINES = ("厨房电器", "家居用品", "数码配件", "服饰鞋包", "美妆个护", "食品生鲜")


@dataclass(frozen=True)
class Hand:
    """One of the team."""

    user: str
    shift: str
    off: tuple[int, int]  # days of the week, 0 is Monday
    skills: tuple[str, ...] = ()


HANDS = (
    Hand("U0A1", "early", (5, 6), ("safety",)),
    Hand("U0A2", "early", (0, 1)),
    Hand("U0A3", "early", (2, 3), ("safety",)),
    Hand("U0A4", "early", (4, 5)),
    Hand("U0B1", "late", (5, 6), ("safety",)),
    Hand("U0B2", "late", (0, 1)),
    Hand("U0B3", "late", (2, 3), ("safety",)),
    Hand("U0B4", "late", (4, 5)),
    Hand("U0C1", "night", (5, 6), ("safety",)),
    Hand("U0C2", "night", (1, 2), ("safety",)),
)
SUPERVISOR = "U0CHEN"


@dataclass
class Absences:
    """Who is away beside the rota: breaks and days off that people took, and who left."""

    until: dict[str, datetime] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)


def works(hand: Hand, moment: datetime) -> bool:
    """Whether the rota has them at work at this moment: within a shift that began on none of their days off."""
    local = moment.astimezone(SHANGHAI).replace(tzinfo=None)
    begins, ends, lunch = SHIFTS[hand.shift]
    if lunch[0] <= local.time() < lunch[1]:
        return False
    for day in (local.date(), local.date() - _DAY):
        if day.weekday() in hand.off:
            continue
        begin, end = datetime.combine(day, begins), datetime.combine(day, ends)
        if begin <= local < (end if end > begin else end + _DAY):
            return True
    return False


def is_there(user: str, moment: datetime, away: Absences) -> bool:
    """Whether somebody may be given a case at this moment."""
    hand = next((one for one in HANDS if one.user == user), None)
    is_away = user in away.gone or away.until.get(user, moment) > moment
    return hand is not None and not is_away and works(hand, moment)


def shift_end(hand: Hand, day: date) -> datetime | None:
    """When the shift that begins on this day ends; None on a day off."""
    if day.weekday() in hand.off:
        return None
    begins, ends, _ = SHIFTS[hand.shift]
    end = datetime.combine(day if ends > begins else day + _DAY, ends)
    return end.replace(tzinfo=SHANGHAI)


def policy_file() -> str:
    """The same as the shop writes it."""
    lines = [f"agents = {[one.user for one in HANDS]}".replace("'", '"')]
    parts = ["[roles]", *lines, "leads = []", f'supervisors = ["{SUPERVISOR}"]', "managers = []"]
    for name, (begins, ends, lunch) in SHIFTS.items():
        parts += [f"[shifts.{name}]", f'from = "{begins:%H:%M}"', f'to = "{ends:%H:%M}"']
        parts += [f'lunch = ["{lunch[0]:%H:%M}", "{lunch[1]:%H:%M}"]', 'days = "every_day"']
    for one in HANDS:
        off = [_WEEKDAYS[day] for day in one.off]
        parts += [f"[people.{one.user}]", f'name = "{one.user}"', f'shift = "{one.shift}"', f"limit = {LIMIT}"]
        parts += [f"weekly_off = {off}".replace("'", '"'), f"skills = {list(one.skills)}".replace("'", '"')]
    for number, line in enumerate(LINES):
        owner, deputy = HANDS[number].user, HANDS[(number + 4) % 8].user
        parts += [f'[lines."{line}"]', f'owner = "{owner}"', f'deputy = "{deputy}"']
    return "\n".join(parts) + "\n"
