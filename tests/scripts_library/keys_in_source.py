"""Keys in source: which wording keys the program asks for, read from its own text, and the families that grow."""

import ast
import re
from collections.abc import Iterable, Iterator
from enum import StrEnum
from importlib import import_module
from itertools import chain
from pathlib import Path
from pkgutil import iter_modules

from bot.analysis.chat_topics import topic_ids
from bot.cards.actions import Dialog, Lists, Press
from bot.cards.dialogs.handling import DEPARTMENTS
from bot.cards.dispatch_card import BY_DESK, BY_HAND
from bot.cards.rota_card import Duty
from bot.compliance.rulebook import INCENTIVE, rulebook
from bot.page.asked import SpanKind
from bot.policy.rota import Off, What
from bot.rules import refusals
from bot.rules.assignment import ENGLISH, NOBODY, SAFETY
from bot.rules.cause_catalogue import STAGE_OF
from bot.rules.causes import CauseStand
from bot.rules.check_ins import Mood
from bot.rules.dispatch import ON_ITS_WAY, DispatchStand, Dropped
from bot.rules.drill_rubric import Part
from bot.rules.drills import SCORED
from bot.rules.figures.headlines import Result
from bot.rules.figures.morning import Matter
from bot.rules.firewall import Breach
from bot.rules.improvement_rates import Metric
from bot.rules.improvement_rates import Verdict as WhetherHeld
from bot.rules.improvements import ItemStand
from bot.rules.incidents import LegalEnd, StopSale
from bot.rules.ladder import Stand
from bot.rules.living import Advice
from bot.rules.outreach import Why as WhyClosed
from bot.rules.owed import Owed
from bot.rules.product_alerts import AlertStand
from bot.rules.quality_checks import MOST, Criterion
from bot.rules.reply_request import ReplyStand
from bot.rules.scorecard import Part as ScorePart
from bot.rules.scorecard import Third
from bot.rules.scorecard_contests import ContestStand
from bot.rules.script_outcomes import Verdict
from bot.rules.strain import Fullness
from bot.rules.tasks import Reminder, TaskStand
from bot.vocabulary import (
    Action,
    Category,
    Channel,
    Escalation,
    Grade,
    Kindness,
    Level,
    Manner,
    Occasion,
    Outcome,
    Outlet,
    ReviewChange,
    Role,
    Solution,
    Stage,
    Status,
    TaskKind,
    Tier,
    TimerKind,
)
from handlers.audit import COLUMNS as AUDITED
from handlers.delivery import outages
from handlers.ledger import _COLUMNS as LEDGER
from handlers.script_outcomes import _COLUMNS as OUTCOMES

ROOT = Path(__file__).parents[2]
_READING = ("bot/cards", "bot/charts", "bot/page", "handlers", "demo")
_CHANGES = (ReviewChange.UPDATED, ReviewChange.APPENDED)
_SCORES = range(1, 6)
_CLOCKS = ("start", "contact", "follow_up")
_WARNINGS = (TimerKind.START_WARN, TimerKind.CONTACT_WARN)
_TO_SUPERVISORS = (TimerKind.START_OVERDUE, TimerKind.CONTACT_OVERDUE, TimerKind.FOLLOW_UP_OVERDUE)
_TO_OWNER = (TimerKind.CONTACT_OVERDUE, TimerKind.FOLLOW_UP, TimerKind.SNOOZE_OVER)
_COMPENSATED = [f"compensation_{one}" for one in ("asked", "granted", "approved", "rejected", "executed", "lapsed")]
_ENDED = [one for one in CauseStand if one not in (CauseStand.ASKED, CauseStand.UNASKED)]
_CAUSED = [f"cause_{one}" for one in _ENDED]
_IMPROVED = (ItemStand.IN_EFFECT, ItemStand.GIVEN_UP, ItemStand.REOPENED, ItemStand.CLOSED)
_READ = ("reply_asked", "reply_approved", "reply_rejected")
_TASKED = [f"task_{one}" for one in ("made", "done", "dropped", "moved", "overdue")]
_BESIDES_ACTIONS = (
    "opened",
    "revised",
    "appointed",
    "asked_supervisor",
    "left_alone",
    "revealed",
    *("send_asked", "not_sent", "send_unclear", "texted"),
    "bought_again",
    *_COMPENSATED,
    *_TASKED,
    *_READ,
    *_CAUSED,
    "improvement_made",
    "quality_checked",
    "incident_joined",
    "escalated",
)
_INCIDENT_STORY = (
    *("opened", "joined", "woken", "unsafe", "quiet", "left", "claimed", "scripted", "stop_asked", "stopped"),
    *("declined", "legal", "closed", "evidence", "buyers", "reached_out"),
)
_TABLES = ("results", "products", "lines", "heat", "causes", "departments", "levels", "cheaper", "days")
_REPORT_COLUMNS = (
    *("result", "now", "spread", "before", "target", "product", "store", "line", "reviews", "negative", "orders"),
    *("rate", "rating", "cause", "stage", "department", "count", "part", "level", "grade", "carried_out", "cost"),
    *("each", "resolved", "content", "dearer", "dearer_resolved", "cheaper", "cheaper_resolved", "saved", "day"),
    *("cases", "cases_rate", "unusual"),
)
_SHOWING = ("more", "timeline", "memory", "full_text", "tasks", "wordings")
_INCIDENT_DIALOGS = [
    one for one in Dialog if one.startswith(("incident_", "drill_", "hand_one", "scorecard_"))
]  # about no case: titles of their own
_STEPS = set(Press) - {
    Press.APPROVE,
    Press.REJECT,
    Press.EXECUTE,
    Press.DISPATCH_SENT,
    Press.DISPATCH_LOST,
    Press.REVEAL,
    Press.SCRIPT,
    Press.PREVIEW,
    Press.FOLLOW_UP_SCRIPT,
    Press.REPLY_APPROVE,
    Press.REPLY_REJECT,
    Press.REPORT_PUBLISH,
    Press.IMPROVE_CAUSE,
    Press.IMPROVEMENT_EFFECT,
    Press.IMPROVEMENT_DROP,
    Press.CAUSE_ACCEPT,
    Press.CAUSE_DISPUTE,
    Press.CAUSE_UPHOLD,
    Press.CAUSE_CHANGE,
    Press.INCIDENT,
    Press.ALERT_TAKE,
    Press.ALERT_DISMISS,
    Press.ALERT_IMPROVE,
    Press.TASK_DONE,
    Press.TASK_DROP,
    Press.PROMISE,
    Press.CARE,
    Press.DRILL_START,
    Press.DRILL_REPLY,
    Press.DRILL_END,
    Press.SHOW,
    Press.GO,
    Press.LIST,
    Press.DECIDE,
    Press.FIGURES,
    Press.SCORECARD,
    Press.SCORECARD_CASES,
    Press.SCORECARD_CONTEST,
    Press.SCORECARD_SHARE,
    Press.SCORECARD_DECIDE,
    Press.DEPARTED,
    Press.NEXT_SHIFT,
    Press.ROTA,
    Press.ROTA_HAND_ON,
    Press.REST,
    Press.BUDDY,
    Press.BUDDY_COMES,
    Press.BUDDY_CANNOT,
    Press.HAND_ONE,
    Press.WELL,
    Press.CHECK_IN,
    Press.CHECK_IN_FORGET,
    Press.OFF_DUTY,
    Press.ON_DUTY,
}
_DECIDED = (ContestStand.KEPT, ContestStand.LEFT_OUT)
_SILENT = {"already_done"}  # a repeated press is not answered at all


def sentences_for_refusals() -> Iterator[str]:
    """Every way to refuse has its sentence; a missing role has one for each role."""
    subjects = (import_module(f"{refusals.__name__}.{one.name}") for one in iter_modules(refusals.__path__))
    kinds = {kind for subject in subjects for kind in vars(subject).values() if isinstance(kind, type)}
    names = {
        re.sub(r"(?<=[a-z])(?=[A-Z])", "_", kind.__name__).lower()
        for kind in kinds
        if issubclass(kind, refusals.Refusal) and kind is not refusals.Refusal
    }
    yield from names - {"role_needed", "channel_closed", "compensation_open", "incident_needs"} - _SILENT
    yield from ("compensation_open_asked", "compensation_open_approved", "on_its_way_unclear")
    yield from ("incident_needs_lead", "incident_needs_supervisor")
    yield from (f"channel_closed_{why}" for why in WhyClosed)
    yield from (f"role_needed_{role}" for role in Role)


NOTICES = ("closed", "not_yours", "asked_wrong", "broken")
PAGE_HEADS = (
    *("day", "cases", "orders", "value", "limits", "product", "line", "negative", "share", "rate", "rating", "sum"),
    *("cause", "findings", "together", "department", "mostly", "level", "carried_out", "cost", "each", "resolved"),
    *("content", "item", "stand", "owner", "figures", "topic", "asked", "since"),
)
LINTED = {rule.id for rule in rulebook().rule} | {INCENTIVE, "personal_data", "too_long", "empty"}

# What stands in the hole of each f-string that is a key. A new f-string needs its line here.
FAMILIES: dict[str, Iterable[str]] = {
    "buttons.{}": chain(_STEPS, Lists),
    "buttons.task_done_{}": TaskKind,
    "card.{}": chain(_CHANGES, (f"{one}_stars" for one in _CHANGES), (ReviewChange.DELETED,)),
    "decisions.{}": Matter,
    "decisions.kind.{}": Matter,
    "delivery.remedy_{}": chain(outages.MEND_CHANNEL, ("person", "rights")),
    "delivery.why_{}": chain(outages.MEND_CHANNEL, outages.MEND_PERSON),
    "demo.try_{}": "123",
    "drills.advice_{}": (f"{part}_{level}" for part in Part for level in ("full", "some", "none")),
    "drills.part_{}": Part,
    "drills.stand_{}": SCORED,
    "incidents.did_{}": _INCIDENT_STORY,
    "incidents.end_{}": chain(LegalEnd, (StopSale.ASKED,)),
    "incidents.hole_{}": ("customer", "agent", "words", "when"),
    "incidents.stop_{}": set(StopSale) - {StopSale.NONE},
    "ledger.{}": LEDGER,
    "linter.{}.advice": LINTED,
    "linter.{}.law": LINTED,
    "linter.{}.name": LINTED,
    "card.compensation_{}": set(Stand) - {Stand.REPLACED},
    "dialogs.solution.owed_{}": Owed,
    "dialogs.reveal.{}": ("name", "phone", "email", "order"),
    "dialogs.contact.{}": ("today", "tomorrow"),
    "dialogs.follow_up.score_{}": map(str, _SCORES),
    "dialogs.more.{}": _STEPS,
    "dialogs.what.{}": chain(Action, TimerKind, _BESIDES_ACTIONS),
    "dialogs.{}.title": chain(
        (one.removesuffix("_dialog") for one in Dialog if one not in _INCIDENT_DIALOGS), _SHOWING
    ),
    "doctor.{}": (),
    "doctor.{}_{}": (),
    "lists.empty_{}": Lists,
    "lists.{}": Lists,
    "lists.{}_due": _CLOCKS,
    "lists.{}_late": _CLOCKS,
    "quality.{}": Criterion,
    "quality.ask_{}": Criterion,
    "quality.mark_{}": map(str, range(MOST + 1)),
    "quality.missing_{}": ("rule", "quote"),
    "reasons.{}": (),
    "refusals.{}": sentences_for_refusals(),
    "story.dm.{}": chain(_WARNINGS, _TO_OWNER, (f"compensation_{one}" for one in ("approved", "rejected", "lapsed"))),
    "story.room.{}": chain(_WARNINGS, _TO_SUPERVISORS, NOBODY),
    "story.thread.change_{}": ReviewChange,
    "story.thread.compensation_{}": Stand,
    "story.thread.{}": chain(Action, TimerKind, _COMPENSATED),
    "rota.skill_{}": (ENGLISH, SAFETY),
    "rota.why_{}": NOBODY,
    "rota.duty_{}": Duty,
    "rota.off_{}": Off,
    "rota.told_{}": What,
    "storm.together_{}": chain(TimerKind, NOBODY, Escalation),
    "escalation.ask_{}": ("owner_claim", "owner_contact", "others_claim", "others_contact"),
    "escalation.level_{}": Level,
    "escalation.reached_{}": Level,
    "escalation.together_{}": Level,
    "escalation.{}": (Escalation.START, Escalation.CONTACT),
    "audit.breach_{}": Breach,
    "audit.column_{}": AUDITED,
    "audit.rule_{}": Breach,
    "causes.card_{}": (CauseStand.ASKED, CauseStand.DISPUTED),
    "causes.outcome_{}": _ENDED,
    "causes.thread_{}": _ENDED,
    "words.cause_stand.{}": CauseStand,
    "improvements.quote_{}": ("planned", "done"),
    "improvements.metric_{}": Metric,
    "improvements.stand_{}": ItemStand,
    "improvements.told_{}": chain(("made", "start_passed", "start_passed_again"), _IMPROVED, WhetherHeld),
    "improvements.became_{}": (ItemStand.IN_EFFECT, ItemStand.GIVEN_UP),
    "improvements.why_{}": set(WhetherHeld) - {WhetherHeld.HELD},
    "improvements.month.{}": range(1, 13),
    "living.change_{}": ReviewChange,
    "living.{}": Advice,
    "reply_approval.card_{}": set(ReplyStand) - {ReplyStand.REPLACED},
    "reply_approval.dm_{}": (ReplyStand.APPROVED, ReplyStand.REJECTED),
    "reply_approval.outcome_{}": set(ReplyStand) - {ReplyStand.ASKED},
    "reply_approval.thread_{}": set(ReplyStand) - {ReplyStand.REPLACED},
    "words.reply_stand.{}": ReplyStand,
    "figures.result_{}": Result,
    "scorecard.answer_{}": _DECIDED,
    "scorecard.contest_{}": _DECIDED,
    "scorecard.decide_{}": _DECIDED,
    "scorecard.mine_{}": ContestStand,
    "scorecard.part_{}": ScorePart,
    "scorecard.third_{}": Third,
    "search.{}": ("today", "yesterday", "this_week", "last_week", "this_month", "last_month"),
    "reports.{}": _TABLES,
    "reports.{}_what": _TABLES,
    "reports.column_{}": _REPORT_COLUMNS,
    "sending.card_{}": ON_ITS_WAY,
    "sending.dropped_{}": Dropped,
    "sending.how_{}": (BY_DESK, BY_HAND),
    "sending.stand_{}": DispatchStand,
    "sending.thread_{}": ("not_sent", "send_unclear", "texted"),
    "wellbeing.after_{}": Mood,
    "wellbeing.buddy_{}": ("is_asked", "waits", "comes"),
    "wellbeing.level_{}": Fullness,
    "wellbeing.mark_{}": Mood,
    "wellbeing.mood_{}": Mood,
    "wellbeing.share_{}": ("none", "some", "half", "most"),
    "words.outlet.{}": set(Outlet) - {Outlet.PHONE},
    "page.alert_{}": AlertStand,
    "page.every_{}": ("store", "line", "grade"),
    "page.ask_{}": ("store", "line", "grade"),
    "page.head_{}": PAGE_HEADS,
    "page.how_{}": Result,
    "page.span_{}": SpanKind,
    "page.verdict_{}": ("good", "bad", "calm"),
    "page.{}": NOTICES,
    "page.{}_told": NOTICES,
    "signals.change.{}": topic_ids(),
    "signals.misread.{}": topic_ids(),
    "signals.topic.{}": topic_ids(),
    "scripts.column_{}": OUTCOMES,
    "scripts.{}": Verdict,
    "tasks.made_{}": TaskKind,
    "tasks.thread_{}": ("done", "done_late", "dropped"),
    "tasks.{}": ("done", "done_late", "dropped"),
    "tasks.made_dm_{}": (
        TaskKind.APOLOGY,
        TaskKind.CARE,
    ),  # a promise is for whoever holds the case, and is on its card
    "tasks.reminders.{}": (f"{what}_{kind}" for what in Reminder for kind in TaskKind),
    "words.task.{}": TaskKind,
    "words.task_stand.{}": TaskStand,
    "words.occasion.{}": Occasion,
    "words.kindness.{}": Kindness,
    "words.action.{}": Action,
    "words.category.{}": chain(Category, ("none",)),
    "words.channel.{}": Channel,
    "words.cause.{}": STAGE_OF,
    "words.department.{}": DEPARTMENTS,
    "words.grade.{}": Grade,
    "words.manner.{}": Manner,
    "words.mark.{}": Grade,
    "words.outcome.{}": Outcome,
    "words.platform.{}": (),
    "words.role.{}": Role,
    "words.solution.{}": Solution,
    "words.stand.{}": Stand,
    "words.stage.{}": Stage,
    "words.status.{}": Status,
    "words.tier.{}": Tier,
    "words.weekday.{}": map(str, range(7)),
    "words.{}.{}": (),  # grade and category again
}
# Families whose members come with data, each member asked for with `has` or watched over by a test of its own.
GROWING = ("words.platform.", "words.department.", "words.cause.", "reasons.", "doctor.")


def literal_keys(files: Iterable[str]) -> set[str]:
    """Every whole string in the source that starts like a key."""
    starts = tuple(f"{file}." for file in files)
    nodes = list(_nodes())
    parts = {id(part) for node in nodes if isinstance(node, ast.JoinedStr) for part in node.values}
    whole = (node.value for node in nodes if isinstance(node, ast.Constant) and id(node) not in parts)
    return {text for text in whole if isinstance(text, str) and _is_key(text, starts)}


def patterns(files: Iterable[str]) -> set[str]:
    """Every f-string in the source that starts like a key, its holes as {}."""
    starts = tuple(f"{file}." for file in files)
    written = {_pattern(node) for node in _nodes() if isinstance(node, ast.JoinedStr)}
    holes_only = {"words.{}.{}"}
    return {one for one in written if one.startswith(starts) and _is_key(one.replace("{}", "x"), starts)} | (
        written & holes_only
    )


def family_keys() -> set[str]:
    """Every key that some family has."""
    return {pattern.replace("{}", _text(member)) for pattern, members in _ALL.items() for member in members}


def _is_key(text: str, starts: tuple[str, ...]) -> bool:
    return text.startswith(starts) and re.fullmatch(r"[a-zA-Z_]+(\.[a-zA-Z0-9_]+)+", text) is not None


def _pattern(node: ast.JoinedStr) -> str:
    return "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)


def _nodes() -> Iterator[ast.AST]:
    paths = chain([ROOT / "app.py"], *((ROOT / folder).rglob("*.py") for folder in _READING))
    return (node for path in paths for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


def _text(member: object) -> str:
    return member.value if isinstance(member, StrEnum) else str(member)


_ALL = {pattern: tuple(members) for pattern, members in FAMILIES.items()}
