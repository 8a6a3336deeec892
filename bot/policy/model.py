"""The policy's model: every key that the shop may set, typed, with the trade's defaults."""

import re
from datetime import date, datetime, time, timedelta
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationInfo,
    field_validator,
)

from bot.case import Actor
from bot.duration import Duration
from bot.names import Name
from bot.policy.gateways import Gateways, WebAddress
from bot.rules.assignment import AssignmentRules, Line, UserId
from bot.rules.audience import Team
from bot.rules.care import CareRules
from bot.rules.causes import CauseRules
from bot.rules.deadlines import Deadlines
from bot.rules.drills import DrillRules
from bot.rules.escalation import EscalationRules, rests_until
from bot.rules.experience import ExperienceRules
from bot.rules.figures.headlines import Targets
from bot.rules.grading import GradingRules
from bot.rules.improvements import ImprovementRules
from bot.rules.ladder import LadderRules
from bot.rules.likeness import IncidentRules
from bot.rules.outreach import ContactRules
from bot.rules.page_pass import PageRules
from bot.rules.public_reply import ReplyRules
from bot.rules.repurchase import RepurchaseRules
from bot.rules.scorecard import ScorecardRules
from bot.rules.shifts import WEEKDAYS, Shift, Weekday
from bot.rules.signals import SignalRules
from bot.rules.strain import WellbeingRules
from bot.rules.tasks import TaskRules
from bot.rules.working_days import Calendar
from bot.time_of_day import TimeOfDay
from bot.vocabulary import Grade, Role

_SHORTEST_KEPT, _LONGEST_KEPT = timedelta(days=30), timedelta(days=3650)
_CHANNEL_ID = re.compile(r"[CG][A-Z0-9]{2,}")


def _channel_id(value: str) -> str:
    if not _CHANNEL_ID.fullmatch(value):
        raise ValueError(f"a Slack channel id such as C0REVIEWS, not {value!r}")
    return value


SourceName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_-]+$")]
SkillName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]*$")]
CalendarName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
ChannelId = Annotated[str, AfterValidator(_channel_id)]


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)  # built once, as parts of the policy


class Shop(_Section):
    """The shop as a whole; channels are Slack channel ids."""

    timezone: str = "Asia/Shanghai"
    default_channel: ChannelId = "C0REVIEWS"
    supervisors_channel: ChannelId = "C0SUPERVISE"
    managers_channel: ChannelId = "C0MANAGERS"
    departments: tuple[Name, ...] = Field(default=(), max_length=100)

    @field_validator("departments")
    @classmethod
    def _each_once(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        if len(set(names)) < len(names):
            raise ValueError("a list in which every department stands once")
        return names

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError) as unknown:
            raise ValueError(f"a time zone name such as Asia/Shanghai, not {name!r}") from unknown
        return name


class Store(_Section):
    """One store and the channel of its alerts; the default channel where none is named."""

    name: Name
    channel: ChannelId | None = None


class Department(_Section):
    """Where a department is asked whether a cause is its own; its name is that of the causes."""

    channel: ChannelId


class Person(_Section):
    """What the shop knows of a member beyond Slack: a name for quiet mentions, when they work, and what they can do.

    `limit` is how many open cases they are to hold at most; `calendar` is what calendars call them; `buddy` is asked
    first when they want to talk.
    """

    name: str = ""
    weekly_off: tuple[Weekday, ...] = ()
    days_off: tuple[date, ...] = ()
    shift: str | None = None
    limit: int | None = Field(default=None, ge=1, le=500)
    skills: tuple[SkillName, ...] = ()
    calendar: tuple[CalendarName, ...] = Field(default=(), max_length=20)
    buddy: UserId | None = None

    def is_off(self, day: date) -> bool:
        """Whether this is one of their days off."""
        return WEEKDAYS[day.weekday()] in self.weekly_off or day in self.days_off


class Roles(_Section):
    """Slack user ids by authority; the highest list that names a person counts.

    `admins` hear of what is to be mended; it gives no authority over cases.
    """

    agents: tuple[UserId, ...] = ()
    leads: tuple[UserId, ...] = ()
    supervisors: tuple[UserId, ...] = ()
    managers: tuple[UserId, ...] = ()
    admins: tuple[UserId, ...] = ()


class Digest(_Section):
    """When the managers' morning digest is sent, in the shop's zone."""

    at: TimeOfDay = time(9, 0)


class Reports(_Section):
    """Which reports come by themselves, at the digest's time: last week's on Mondays, last month's on the first."""

    weekly: bool = True
    monthly: bool = True


class Privacy(_Section):
    """How long contact details are kept after the last word and step; then they are masked for good."""

    contact_details: Duration = timedelta(days=180)

    @field_validator("contact_details")
    @classmethod
    def _outlives_the_call_back(cls, kept: timedelta) -> timedelta:
        if not _SHORTEST_KEPT <= kept <= _LONGEST_KEPT:
            raise ValueError("a length from 30d to 3650d")
        return kept


class Storm(_Section):
    """When more wait for one place in Slack than it bears: how many cards, and notices of a kind, go out singly."""

    cards: int = Field(default=30, ge=1, le=200)
    notices: int = Field(default=10, ge=1, le=200)


class Source(_Section):
    """A place where reviews come from, and how it signs; its secret is WEBHOOK_SECRET_<NAME>.

    `reply_url` takes public replies, signed with the same secret.
    """

    signature: Literal["standard"] = "standard"
    reply_url: WebAddress | None = None


class Policy(_Section):
    """The whole policy. Look-ups that need more than one section live here."""

    shop: Shop = Shop()
    stores: dict[str, Store] = Field(default_factory=dict)
    lines: dict[str, Line] = Field(default_factory=dict)
    calendar: Calendar = Calendar()
    shifts: dict[str, Shift] = Field(default_factory=dict)  # above people, who name them
    assignment: AssignmentRules = AssignmentRules()
    people: dict[UserId, Person] = Field(default_factory=dict)
    roles: Roles = Roles()
    deadlines: Deadlines = Deadlines()
    escalation: EscalationRules = EscalationRules()
    grading: GradingRules = GradingRules()
    contact: ContactRules = ContactRules()
    public_reply: ReplyRules = ReplyRules()
    ladder: LadderRules = LadderRules()
    tasks: TaskRules = TaskRules()
    care: CareRules = CareRules()
    causes: CauseRules = CauseRules()
    incidents: IncidentRules = IncidentRules()
    improvements: ImprovementRules = ImprovementRules()
    departments: dict[Name, Department] = Field(default_factory=dict)
    signals: SignalRules = SignalRules()
    repurchase: RepurchaseRules = RepurchaseRules()
    digest: Digest = Digest()
    reports: Reports = Reports()
    drills: DrillRules = DrillRules()
    experience: ExperienceRules = ExperienceRules()
    wellbeing: WellbeingRules = WellbeingRules()
    scorecard: ScorecardRules = ScorecardRules()
    targets: Targets = Targets()
    page: PageRules = PageRules()
    storm: Storm = Storm()
    gateways: Gateways = Field(default_factory=dict)
    privacy: Privacy = Privacy()
    sources: dict[SourceName, Source] = Field(default_factory=lambda: {"standard": Source()})

    @field_validator("people")
    @classmethod
    def _shifts_are_known(cls, people: dict[str, Person], info: ValidationInfo) -> dict[str, Person]:
        shifts = info.data.get("shifts") or {}
        for user, who in people.items():
            if who.shift is not None and who.shift not in shifts:
                named = ", ".join(shifts) or "none yet"
                raise ValueError(f"a shift of [shifts] ({named}) for {user}, not {who.shift!r}")
        return people

    @property
    def zone(self) -> ZoneInfo:
        """The shop's time zone."""
        return ZoneInfo(self.shop.timezone)

    def channel_of(self, store: str) -> str:
        """Where alerts of a store go."""
        known = self.stores.get(store)
        return (known.channel if known else None) or self.shop.default_channel

    def store_name(self, store: str) -> str:
        """The store's name for people; the key itself where the policy does not know it."""
        known = self.stores.get(store)
        return known.name if known else store

    def actor(self, user_id: str) -> Actor:
        """The person with the highest role the policy gives them."""
        return Actor(user_id, self._role(user_id))

    def team(self) -> list[str]:
        """Everyone with a role, once, agents first."""
        roles = self.roles
        return list(dict.fromkeys((*roles.agents, *roles.leads, *roles.supervisors, *roles.managers)))

    def levels(self) -> Team:
        """Who is told when a missed deadline rises."""
        roles, shop = self.roles, self.shop
        rooms = (shop.supervisors_channel, shop.managers_channel)
        return Team(roles.leads, roles.supervisors, roles.managers, *rooms)

    def rests_until(self, grade: Grade, moment: datetime) -> datetime | None:
        """Until when nobody is disturbed by a missed deadline of this grade; None where it may be told now."""
        return rests_until(grade, moment, self.escalation, self.zone, self.calendar.is_worked)

    @property
    def keeps_a_rota(self) -> bool:
        """Whether cases are shared among the team by who is on duty and has the least to do."""
        return bool(self.shifts) or any(who.limit is not None for who in self.people.values())

    def _role(self, user_id: str) -> Role | None:
        for role, members in (
            (Role.MANAGER, self.roles.managers),
            (Role.SUPERVISOR, self.roles.supervisors),
            (Role.LEAD, self.roles.leads),
            (Role.AGENT, self.roles.agents),
        ):
            if user_id in members:
                return role
        return None
