"""Case: one review being handled, as a value; and the people and orders that move it."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.vocabulary import Action, Category, Channel, Grade, Outcome, Role, Solution, Stage, Status

_ROLE_ORDER = [Role.AGENT, Role.LEAD, Role.SUPERVISOR, Role.MANAGER]


@dataclass(frozen=True)
class Actor:
    """Someone who acts. `role` is the highest the policy gives them, None for a guest."""

    user_id: str
    role: Role | None

    def is_at_least(self, role: Role) -> bool:
        """Whether they may do what `role` may do."""
        return self.role is not None and _ROLE_ORDER.index(self.role) >= _ROLE_ORDER.index(role)


@dataclass(frozen=True)
class RootCause:
    """Why the review came about: where in our process, which department, by name, and in words.

    `name` is a key of the catalogue or one of the shop's own; empty where it was found before causes had names.
    """

    stage: Stage
    department: str
    note: str = ""
    name: str = ""


@dataclass(frozen=True)
class Case:
    """A case as it is at one version. Times are UTC.

    `owner` answers for it, whether or not it is claimed yet. `…_kept` are the outcomes of the clocks, decided once,
    when the thing was done or its time ran out; None while undecided or where there was no such clock.
    """

    id: int
    version: int
    status: Status
    grade: Grade
    safety: bool
    opened_at: datetime
    contact_due_at: datetime
    start_due_at: datetime | None = None
    owner: str | None = None
    generation: int = 1
    claimed_at: datetime | None = None
    claimed_by: str | None = None
    first_claimed_at: datetime | None = None
    attempted_at: datetime | None = None
    attempted_by: str | None = None
    reached_at: datetime | None = None
    reached_by: str | None = None
    contact_channel: Channel | None = None
    contacts: int = 0
    solution: Solution | None = None
    solution_note: str = ""
    solved_at: datetime | None = None
    solved_by: str | None = None
    waiting_at: datetime | None = None
    waiting_by: str | None = None
    waited: timedelta = field(default=timedelta())
    snoozed_until: datetime | None = None
    snooze_reason: str = ""
    start_missed_at: datetime | None = None
    contact_missed_at: datetime | None = None
    resolved_at: datetime | None = None
    resolved_by: str | None = None
    cause: RootCause | None = None
    follow_up_due_at: datetime | None = None
    follow_up_asked_at: datetime | None = None
    closed_at: datetime | None = None
    closed_by: str | None = None
    satisfaction: int | None = None
    dismissed_at: datetime | None = None
    dismissed_by: str | None = None
    dismissed_reason: str = ""
    start_kept: bool | None = None
    contact_kept: bool | None = None
    reached_kept: bool | None = None
    follow_up_kept: bool | None = None
    reopened: int = 0
    category: Category | None = None
    no_contact: bool = False
    approval_until: datetime | None = None
    invited_at: datetime | None = None
    invited_by: str | None = None
    replied_at: datetime | None = None
    replied_by: str | None = None


@dataclass(frozen=True)
class Order:
    """What someone wants done to a case, with what the action needs; the rest stays at its default.

    `dispatch` is the number of the dispatch by which `said` goes out, 0 where a person says it. `because` is why the
    desk chose `to`; empty where a person did. With a `giver` it is handed over
    only while it is theirs, as one of several that the receiver reads of in one message.
    """

    action: Action
    by: Actor
    at: datetime
    note: str = ""
    channel: Channel | None = None
    outcome: Outcome | None = None
    said: str = ""
    script: str = ""
    amount_cents: int | None = None
    solution: Solution | None = None
    grade: Grade | None = None
    category: Category | None = None
    to: str | None = None
    cause: RootCause | None = None
    pause: timedelta | None = None
    satisfaction: int | None = None
    promise_broken: bool = False
    dispatch: int = 0
    because: str = ""
    giver: str | None = None
