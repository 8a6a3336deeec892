"""Drawings: everything the desk draws, each by its name, with one text in every field that people fill in."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from bot.cards import blocks, lists, wellbeing_card
from bot.cards.alert_card import alert_blocks, alert_line, alerts_line
from bot.cards.blocks import joined, mention
from bot.cards.case_card import card_summary, case_card
from bot.cards.day_card import day_view
from bot.cards.dialogs import handling, incident, more, steering, tasks
from bot.cards.dialogs.alert import dismiss_dialog
from bot.cards.dialogs.contact import contact_dialog
from bot.cards.dialogs.follow_up import follow_up_dialog
from bot.cards.dialogs.improvement import Beginning, drop_dialog, effect_dialog, improvement_dialog
from bot.cards.dialogs.invite import invite_dialog
from bot.cards.dialogs.preview import Draft
from bot.cards.dialogs.quality import quality_dialog
from bot.cards.dialogs.reply import reply_dialog
from bot.cards.dialogs.rota import DayPlan, Filled, RotaDay, Saved, own_view, rota_dialog
from bot.cards.dialogs.scorecard import Kept as KeptCard
from bot.cards.dialogs.scorecard import cases_view, contest_dialog, decide_dialog, scorecard_view, share_dialog
from bot.cards.digest_card import digest_card
from bot.cards.experience_card import like_cases_view
from bot.cards.home_card import HomeFacts, home_view
from bot.cards.improvement_card import report_lines
from bot.cards.incident_card import incident_card
from bot.cards.look import Look
from bot.cards.my_day import OwnDay, OwnDuty
from bot.cards.notice_card import case_name, notice_blocks
from bot.cards.quality_card import sample_card, told_card
from bot.cards.scorecard_card import Coming, answer_card, contest_card, scorecard_card, shared_card, team_line
from bot.cards.status_line import standing_line, status_card
from bot.cards.storm_card import together_card
from bot.case import Actor, Case, RootCause
from bot.case_file import CaseFile, Happening, InStorm, ReasonGiven
from bot.compliance import Sent, lint
from bot.incident_file import Buyers, IncidentFile, IncidentHappening
from bot.messenger import Posted
from bot.policy.model import Policy, Shop, Store
from bot.policy.rota import Change, Gap, Off, What
from bot.rules.assignment import Why
from bot.rules.batches import Batch
from bot.rules.care import CareSpent
from bot.rules.check_ins import CheckIn
from bot.rules.check_ins import Mood as Answer
from bot.rules.escalation import Reached
from bot.rules.experience import Tried
from bot.rules.figures import Backlog, BrokenPlace, Counted, DayFigures, Kept, Mean, Standing, WorstProduct
from bot.rules.figures.morning import Load, Matter, Money, Mood, Morning, Pending, Telling
from bot.rules.improvement_rates import Measured, Metric
from bot.rules.improvements import Improvement, ItemStand, Scope
from bot.rules.incidents import Incident, IncidentStand, LegalEnd, StopSale
from bot.rules.ladder import Basis, Compensation, Spent, Stand, terms
from bot.rules.outreach import Closed, Planned, Touch
from bot.rules.outreach import Why as WhyClosed
from bot.rules.product_alerts import Alert, AlertStand
from bot.rules.quality_checks import QualityCheck
from bot.rules.scorecard import (
    PARTS,
    Evidence,
    Part,
    Scorecard,
    ScorecardRules,
    Strike,
    TeamMonth,
    Third,
    scorecard_of,
)
from bot.rules.scorecard import Counted as Summed
from bot.rules.scorecard_contests import Contest, ContestStand
from bot.rules.scorecard_shrinking import Item, Tally
from bot.rules.strain import Fullness, Resource, TeamStrain
from bot.rules.tasks import Task, TaskStand
from bot.rules.unusual import Kind, Often
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
    Purpose,
    ReviewChange,
    Role,
    Solution,
    Stage,
    Status,
    TaskKind,
    Tier,
)
from scripts_library.scripts import scripts
from scripts_library.wording import Token, Wording
from slack_rules.text import tame
from tests.bot.cases import LEAD, LI, a_case, a_file, a_review_seen
from tests.house.clock import T0, at

LINK = "https://shop.slack.example/archives/C0HOME/p1700000000000100"
MANAGER = Actor("U0ZHOU", Role.MANAGER)
Payload = dict[str, Any]


@dataclass(frozen=True)
class Pen:
    """Draws in one language with one text wherever a customer, a colleague or the policy puts one.

    `words` stands where people write freely: the review, remarks, reasons; without it that is `text` too.
    """

    locale: str
    text: str
    words: str | None = None

    @property
    def free(self) -> str:
        return self.text if self.words is None else self.words

    @property
    def look(self) -> Look:
        shop = Shop.model_construct(
            departments=(tame(self.text)[:70].strip() or "部门", "仓储"), timezone="Asia/Shanghai"
        )
        policy = Policy(stores={"home-cn": Store.model_construct(name=self.text)}).model_copy(update={"shop": shop})
        return Look(Wording(self.locale), policy, lambda _user: self.text)

    def case(self, status: Status, **facts: Any) -> Case:
        said: dict[str, Any] = {"solution_note": self.free, "snooze_reason": self.free, "dismissed_reason": self.free}
        if status in (Status.RESOLVED, Status.CLOSED):
            said["cause"] = RootCause(Stage.WAREHOUSE, self.text, self.free, self.text)
        return a_case(status, **(said | facts))

    def file(self, status: Status = Status.OPEN, *, review: dict[str, Any] | None = None, **facts: Any) -> CaseFile:
        said = {
            "store": "home-cn",
            "platform": self.text,
            "product": self.text,
            "line": self.text,
            "order_id": self.text,
            "customer_name": self.text,
            "text": self.free,
            "previous_text": self.free,
        }
        around = {
            "review": a_review_seen(**(said | (review or {}))),
            "reasons": (ReasonGiven("safety.smoke", self.free), ReasonGiven("no.such.rule", self.free)),
        }
        return a_file(self.case(status, **facts), **around)

    def item(self, stand: ItemStand = ItemStand.PLANNED) -> Improvement:
        return Improvement(
            id=3 + list(ItemStand).index(stand),
            what=self.free,
            scope=Scope(sku="kettle-01", product=self.text),
            category=Category.PRODUCT_QUALITY,
            cause=self.text,
            department=self.text,
            owner=LI.user_id,
            start=T0.date(),
            metric=Metric.REVIEWS,
            target=0.004,
            made_by=LEAD.user_id,
            made_at=T0,
            case_id=1042,
            stand=stand,
            before=Measured(16, 2000),
            after=Measured(2, 1900),
            reason=self.free,
        )

    def many(self, count: int, status: Status = Status.OPEN) -> list[CaseFile]:
        files = [self.file(status, id=1000 + number) for number in range(count)]
        return [replace(file, card=None if file.case.id % 3 else file.card) for file in files]


Drawing = Callable[[Pen], Payload]
LATE: dict[str, Any] = {"start_missed_at": at(minutes=30), "contact_missed_at": at(hours=2)}
# Every state in which a card looks different.
STATES: dict[str, tuple[Status, dict[str, Any]]] = {
    "open": (Status.OPEN, {"safety": True}),
    "open_normal": (Status.OPEN, {"grade": Grade.NORMAL, "start_due_at": None, "category": None}),
    "open_nobody": (Status.OPEN, {"owner": None}),
    "open_late": (Status.OPEN, LATE | {"snoozed_until": at(hours=3)}),
    "open_reopened": (Status.OPEN, {"reopened": 2, "reached_at": at(minutes=5)}),
    "claimed": (Status.CLAIMED, {}),
    "claimed_tried": (Status.CLAIMED, {"attempted_at": at(minutes=9), "contacts": 2}),
    "claimed_reached": (Status.CLAIMED, {"attempted_at": at(minutes=9), "reached_at": at(minutes=9), "contacts": 1}),
    "contacted": (Status.CONTACTED, {}),
    "solving": (Status.SOLVING, {}),
    "solving_untried": (Status.SOLVING, LATE | {"attempted_at": None, "reached_at": None}),
    "waiting": (Status.WAITING, {"snoozed_until": at(hours=1)}),
    "resolved": (Status.RESOLVED, {"snoozed_until": at(hours=1)}),
    "resolved_asked": (Status.RESOLVED, {"follow_up_asked_at": at(days=7), "reopened": 1}),
    "resolved_plainly": (Status.RESOLVED, {"cause": None, "solution": None, "follow_up_due_at": None}),
    "closed": (Status.CLOSED, {}),
    "dismissed": (Status.DISMISSED, {}),
}
CHANGES: dict[str, dict[str, Any]] = {
    "updated": {"change": ReviewChange.UPDATED, "changed_at": at(hours=1), "previous_rating": 1, "rating": 4},
    "appended": {"change": ReviewChange.APPENDED, "changed_at": at(hours=1), "previous_rating": 1, "rating": 1},
    "deleted": {"change": ReviewChange.DELETED, "changed_at": at(hours=1), "previous_rating": 1, "rating": None},
    "neutral": {"rating": 3},
    "wordless": {"text": "", "customer_name": "", "product": "", "order_id": None},
}


def _contact(file: CaseFile, look: Look) -> Payload:
    """On the second channel, after a call that nobody took; short messages are closed for the night."""
    tried = Touch(at(minutes=9), Channel.PHONE, Outcome.NO_ANSWER, file.case.id)
    plan = (
        Planned(Channel.PHONE, tried, None),
        Planned(Channel.WANGWANG, None, None, is_next=True),
        Planned(Channel.SMS, None, Closed(WhyClosed.QUIET, at(hours=11))),
    )
    script = scripts(look.say.locale)["contact.logistics.wangwang.sincere"]
    known = {
        manner: Tried(f"{script.key}@1", Kept(30 - 20 * number, 40), Kept(12, 20))
        for number, manner in enumerate(Manner)
    }
    name, draft = f"{script.key}@1", _draft(script.text, look)
    return contact_dialog(file, look, plan, Channel.WANGWANG, Manner.SINCERE, name, script.text, draft, known=known)


def _draft(text: str, look: Look) -> Draft:
    """Something forbidden, something missing, and no room left."""
    findings = lint(text, Sent(Outlet.WANGWANG, Purpose.CONTACT)).findings
    return Draft(text, findings, look.say("dialogs.contact.slot"), look.say("dialogs.contact.slot_open"), 70)


def _follow_up(file: CaseFile, look: Look) -> Payload:
    text = f"{look.say('dialogs.contact.slot')} {file.review.text[:200]}"
    return follow_up_dialog(file, look, Channel.WANGWANG, "followup.wangwang@1", text, _draft(text, look))


def _invite(file: CaseFile, look: Look) -> Payload:
    text = f"{look.say('dialogs.contact.slot')} {file.review.text[:200]}"
    return invite_dialog(file, look, Channel.SMS, "amend.sms@1", text, _draft(text, look))


def _reply(file: CaseFile, look: Look) -> Payload:
    text = file.review.text[:400]
    return reply_dialog(file, look, "public_reply.logistics@1", text, _draft(text, look))


def _care(file: CaseFile, look: Look) -> Payload:
    return tasks.care_dialog(file, look, at(days=1), CareSpent(month=900_00), LI.user_id, file.review.text[:200])


def _task(file: CaseFile, number: int) -> Task:
    what = file.review.text[:300] or "退款到账"
    return Task(number, 1042, TaskKind.PROMISE, what, at(days=2), at(minutes=5), LI.user_id, remind_at=at(days=1))


def _with_tasks(file: CaseFile) -> CaseFile:
    """More than anybody has: open ones, kept ones, late ones, dropped ones, a letter."""
    letter = replace(_task(file, 1), kind=TaskKind.CARE, kindness=Kindness.LETTER, occasion=Occasion.WEDDING)
    late = replace(_task(file, 2), remind_at=None)
    ended = {"ended_by": LI.user_id, "reason": "记错了"}
    over = [
        replace(_task(file, 10 + number), stand=stand, ended_at=at(days=1 + 2 * number), **ended)
        for number, stand in enumerate((TaskStand.DONE, TaskStand.DONE, TaskStand.DROPPED))
    ]
    return replace(file, tasks=(letter, late, *over, *(_task(file, 20 + number) for number in range(20))))


def _tasks(file: CaseFile, look: Look) -> Payload:
    return tasks.tasks_view(_with_tasks(file), look)


def _task_drop(file: CaseFile, look: Look) -> Payload:
    return tasks.drop_dialog(file, look, _task(file, 7))


def _promise(file: CaseFile, look: Look) -> Payload:
    return tasks.promise_dialog(file, look, at(days=1))


def _solution(file: CaseFile, look: Look) -> Payload:
    """With what the ladder allows in an important case of a gold customer who paid 129 yuan."""
    basis = Basis(Grade.IMPORTANT, Tier.GOLD, file.case.category, 4, 2, 12900)
    tried = [Tried(one, Kept(30 - number, 40), Kept(12, 20), 4000) for number, one in enumerate(Solution)]
    return handling.solution_dialog(file, look, terms(basis, Spent(case=500), look.policy.ladder), tried)


def _resolve_on(file: CaseFile, look: Look) -> Payload:
    """With the department that was settled last for the cause."""
    cause = RootCause(Stage.WAREHOUSE, "warehouse", file.case.solution_note, "thin_packaging")
    return handling.resolve_dialog_on(file, look, cause, "warehouse")


def _reject(file: CaseFile, look: Look) -> Payload:
    return handling.reject_dialog(file, look, COMPENSATION)


COMPENSATION = Compensation(
    1, 1042, 3, Solution.PARTIAL_REFUND, 5160, Stand.ASKED, Role.LEAD, LI.user_id, at(minutes=20), reason="先换新"
)
DIALOGS = {
    "contact": _contact,
    "solution": _solution,
    "resolve": handling.resolve_dialog,
    "resolve_on": _resolve_on,
    "follow_up": _follow_up,
    "invite": _invite,
    "reply": _reply,
    "tasks": _tasks,
    "task_drop": _task_drop,
    "promise": _promise,
    "care": _care,
    "reject": _reject,
    "regrade": steering.regrade_dialog,
    "hand_over": steering.hand_over_dialog,
    "snooze": steering.snooze_dialog,
    "dismiss": steering.dismiss_dialog,
    "reopen": steering.reopen_dialog,
}


def _message(drawn: tuple[str, list[Payload]]) -> Payload:
    return {"channel": "C0HOME", "text": drawn[0], "blocks": drawn[1]}


def _card(status: Status, facts: dict[str, Any], review: dict[str, Any] | None = None) -> Drawing:
    def draw(pen: Pen) -> Payload:
        file = replace(
            pen.file(status, review=review, **facts),
            assigned_because=Why.DEPUTY if status is Status.OPEN else Why.LINE_OWNER,
        )
        return _message(case_card(file, pen.look))

    return draw


def _case_view(status: Status, facts: dict[str, Any]) -> Drawing:
    return lambda pen: more.case_view(pen.file(status, **facts), pen.look, LINK)


def _more(status: Status, facts: dict[str, Any]) -> Drawing:
    return lambda pen: more.more_dialog(pen.file(status, **facts), pen.look, MANAGER)


def _notice(status: Status, facts: dict[str, Any]) -> Drawing:
    def draw(pen: Pen) -> Payload:
        file = pen.file(status, **facts)
        name = case_name(file, pen.look, LINK)
        told = pen.look.say.md("story.dm.regrade", by=pen.text[:80], case=name, grade="紧急", note=pen.free[:500])
        return _message((told, notice_blocks(told, file, pen.look, LINK)))

    return draw


def _dialog(draw: Callable[[CaseFile, Look], Payload]) -> Drawing:
    return lambda pen: draw(pen.file(Status.SOLVING, contacts=3), pen.look)


def _list(count: int, link: str | None) -> Drawing:
    def draw(pen: Pen) -> Payload:
        say = pen.look.say
        title, empty = say.md("lists.found", words=pen.text[:100]), say.md("lists.empty_found", words=pen.text[:100])
        drawn = lists.case_list(title, pen.many(count), pen.look, lambda _card: link, at(hours=9), empty)
        return _message((title, drawn))

    return draw


def _rota(who: str | None, people: int) -> Drawing:
    """Everything there is to say, of a team too large for a line."""

    def draw(pen: Pen) -> Payload:
        days = [at(days=number) for number in range(14)]
        names = [pen.text] * people
        off = [(pen.text, Off.SICK)] * people
        plan = [DayPlan(day.date(), number % 2 == 0, {"": names}, off) for number, day in enumerate(days)]
        change = Change(T0, "U0LI", days[0].date(), days[3].date(), What.OFF, None, "U0CHEN")
        by_calendar = replace(change, by=None, calendar=pen.text, what=What.SHIFT, shift=pen.text)
        night = Gap(datetime(2026, 11, 23, 18), datetime(2026, 11, 24))
        saved = Saved(change, Off.SICK, [(day.date(), night) for day in days], holds=7, night=days[0].date())
        filled = Filled(T0.date(), who, 3, saved if who else None, [change, by_calendar, change])
        return rota_dialog(plan, filled, pen.look)

    return draw


def _own_rota(pen: Pen) -> Payload:
    days = [at(days=number).date() for number in range(7)]
    off = [RotaDay(day, True, False, kind=kind) for day, kind in zip(days, (*Off, None), strict=False)]
    return own_view([*off, *(RotaDay(day, False, True) for day in days[4:])], pen.look)


def _list_as_dialog(pen: Pen) -> Payload:
    drawn = _list(20, LINK)(pen)["blocks"]
    return blocks.modal(pen.look.say("lists.overdue"), drawn, close=pen.look.say("buttons.close"))


def _home(person: Actor, count: int, *, off: bool) -> Drawing:
    def draw(pen: Pen) -> Payload:
        facts = HomeFacts(
            person=person,
            now=at(hours=9),
            mine=pen.many(count, Status.CLAIMED),
            unclaimed=pen.many(count + 9)[count:],
            overdue=pen.many(count + 9)[count:],
            approvals=[(replace(COMPENSATION, id=n), file) for n, file in enumerate(pen.many(2))],
            duty=OwnDuty(at(hours=14) if off else None),
            standing=standing_line(Standing(3, 1, T0, 12, 2, 4, 17), pen.look),
            improvements=[pen.item(stand) for stand in ItemStand],
            quoted={3: 12},
            own_day=_own_day(paused=off),
            team=TeamStrain(9, 310.5, 4, 41.2, 38.0, 3),
        )
        return home_view(facts, pen.look, lambda card: LINK if card else None)

    return draw


def _own_day(*, paused: bool) -> OwnDay:
    answers = [CheckIn(date(2026, 11, 2 + day), mood) for day, mood in enumerate([*Answer] * 8)]
    return OwnDay(3, Fullness.HEAVY if paused else Fullness.LIGHT, at(hours=10) if paused else None, answers)


def _in_private(draw: Callable[[Look, Token], tuple[str, list[Payload]]]) -> Drawing:
    """With resources whose names are the pen's, and a case's name."""

    def drawn(pen: Pen) -> Payload:
        look, words = pen.look, tame(pen.text)[:70].strip() or "热线"
        named = tuple(Resource.model_construct(name=words, phone=words, url=url) for url in (None, LINK))
        rules = look.policy.wellbeing.model_copy(update={"resources": named * 2})
        policy = look.policy.model_copy(update={"wellbeing": rules})
        own = Look(look.say, policy, look.name)
        return _message(draw(own, case_name(pen.file(), own, LINK)))

    return drawn


PRIVATE: dict[str, Drawing] = {
    "soft": _in_private(lambda look, _: wellbeing_card.soft_card(3, "wellbeing:U0LI:soft:1", look)),
    "hard": _in_private(lambda look, _: wellbeing_card.hard_card(5, at(hours=1), "wellbeing:U0LI:hard:1", look)),
    "abuse": _in_private(lambda look, case: wellbeing_card.abuse_card(case, 12, at(hours=1), look)),
    "claimed": _in_private(lambda look, case: wellbeing_card.claimed_card(case, at(hours=1), look)),
    "well": _in_private(lambda look, _: wellbeing_card.well_card(look)),
    "check_in": _in_private(lambda look, _: wellbeing_card.check_in_card("2026-11-27", look)),
    "answered": _in_private(lambda look, _: wellbeing_card.answered_card(look)),
    "heavy": _in_private(lambda look, _: wellbeing_card.after_answer(Answer.HEAVY, look)),
    "buddy": _in_private(lambda look, _: wellbeing_card.buddy_card(look.name("U0LI"), 3, look)),
    "nobody": _in_private(lambda look, _: wellbeing_card.nobody_card(look)),
}


def _improvement(pen: Pen) -> Payload:
    begin = Beginning(
        scopes={"商品": [("sku:kettle-01", pen.text or "sku")], "全部": [("shop", "全店")]},
        where="sku:kettle-01",
        category=Category.PRODUCT_QUALITY,
        cause="weak_design",
        department=pen.text,
        owner=LI.user_id,
        start=T0.date(),
        metric=Metric.REVIEWS,
        now=Measured(16, 2000),
        days=30,
    )
    return improvement_dialog(begin, pen.look)


def _report_of_items(pen: Pen) -> Payload:
    items = [pen.item(stand) for stand in ItemStand]
    return {"text": "改进项", "blocks": report_lines(items, {3: 12}, pen.look)}


def _like_cases(pen: Pen) -> Payload:
    like = [(pen.file(satisfaction=5, resolved_at=at(days=2), reached_at=at(hours=1)), 5160)] * 3
    return like_cases_view(pen.file(), like, pen.look, lambda _: LINK)


def _escalated(status: Status, facts: dict[str, Any]) -> Drawing:
    def draw(pen: Pen) -> Payload:
        file = replace(pen.file(status, **facts), escalated=Reached(Level.SUPERVISOR, at(minutes=50)))
        return _message(case_card(file, pen.look))

    return draw


def _step_up(pen: Pen) -> Payload:
    """The longest that a step says."""
    say, file = pen.look.say, pen.file(Status.OPEN, start_missed_at=at(minutes=30))
    name = case_name(file, pen.look, LINK)
    what = {"case": name, "due": pen.look.day_time(T0), "late": "1 天 2 小时", "owner": pen.text[:80], "count": 12}
    told = say.md("escalation.escalated_start", **what, first=pen.look.time(T0))
    people = joined([mention(MANAGER.user_id)] * 20, " ")
    asked = say.md("escalation.ask_others_claim", people=people, absent=pen.text[:80], waited=True)
    text = f"{told}\n{asked}"
    return _message((text, notice_blocks(text, file, pen.look, LINK, assigns=True)))


def _steps_together(pen: Pen) -> Payload:
    people = joined([mention(MANAGER.user_id)] * 20, " ")
    told = pen.look.say.md("escalation.together_supervisor", people=people, absent=pen.text[:80], waited=True)
    cases = [InStorm(file.case, file.review.product) for file in pen.many(400)]
    return _message(together_card(Escalation.MANY, cases, pen.look, told))


def _timeline(pen: Pen) -> Payload:
    facts = {
        "note": pen.free,
        "channel": "phone",
        "outcome": "no_answer",
        "solution": "coupon",
        "grade_before": "normal",
        "grade_after": "urgent",
        "category_before": None,
        "category_after": "logistics",
        "to": "U0WANG",
        "escalated_to": "supervisor",
        "satisfaction": 2,
        "cause": {"stage": "warehouse", "department": pen.text, "note": pen.free},
        "until": at(hours=1).isoformat(),
        "late_minutes": 7,
        "change": "appended",
    }
    happened = [Happening(at(minutes=minute), "U0LI", action, facts) for minute, action in enumerate(Action)]
    opened = Happening(T0, None, "opened", {"grade_after": "urgent"})
    return more.timeline_view(pen.file(), pen.look, [opened, *happened * 3])


def _ask_supervisor(pen: Pen) -> Payload:
    return steering.ask_supervisor_dialog(pen.file(), pen.look, Grade.NORMAL, pen.free)


def _asked_regrade(pen: Pen) -> Payload:
    return steering.regrade_dialog(pen.file(category=None), pen.look, grade=Grade.NORMAL, reason=pen.free)


def _busy_day(pen: Pen) -> DayFigures:
    def counted(count: int) -> Counted:
        return Counted(count, tuple(range(1001, 1001 + min(count, 8))))

    return DayFigures(
        day=date(2026, 11, 22),
        reviews=900,
        negative=400,
        neutral=100,
        positive=400,
        cases=counted(500),
        by_grade={grade: counted(160) for grade in reversed(Grade)},
        by_category={category: counted(60) for category in (*Category, None)},
        urgent_started=Kept(159, 160),
        important_started=Kept(3, 4),
        attempted=Kept(480, 500),
        reached=Kept(400, 500),
        followed_up=Kept(0, 0),
        resolved=counted(300),
        still_open=counted(200),
        overdue=counted(11),
        worst=tuple(WorstProduct(pen.text, 9, tuple(range(1001, 1009))) for _ in range(3)),
        cases_week_before=440,
        risen={level: counted(40) for level in Level},
    )


def busy_morning(pen: Pen) -> Morning:
    """More of everything than fits, and every line there is."""
    item = {"sku": "k", "line": None, "store": None, "product": pen.text, "category": "logistics", "owner": "U0LI"}
    incident = {"product": pen.text, "sku": "k", "category": "product_quality"}
    facts: dict[Matter, dict[str, object]] = {
        Matter.UNSAFE: incident | {"due": T0},
        Matter.OUTCOME: incident,
        Matter.UNCLEAR: {"outlet": "sms"},
        Matter.COMPENSATION: {"amount_cents": 8000, "solution": "full_refund"},
        Matter.ALERT: {"topic": "size", "sku": pen.text, "name": pen.text},
        Matter.CAUSE: {"department": pen.text},
        Matter.NOT_HELD: item,
        Matter.NOT_STARTED: item | {"start": date(2026, 11, 20)},
    }
    of_no_case = (Matter.UNSAFE, Matter.OUTCOME, Matter.ALERT, Matter.NOT_HELD, Matter.NOT_STARTED)
    about: dict[Matter, int | None] = dict.fromkeys(of_no_case)
    often = [Often(Kind.SHOP, 500, 9000, 28), Often(Kind.CATEGORY, 60, 300, 28, category=Category.AFTER_SALES)]
    return Morning(
        day=_busy_day(pen),
        pending=tuple(
            Pending(matter, 1001 + number, T0, about.get(matter, 1001 + number), facts.get(matter, {}))
            for matter in Matter
            for number in range(6)
        ),
        waiting=dict.fromkeys(Matter, 11),
        unusual=(*often, Often(Kind.PRODUCT, 41, 33, 28, pen.text)),
        days_known=28,
        fortnight={},
        money=Money(123450, 17, 1987600),
        mood=Mood(Mean(1650, 500), Mean(9000, 3000), Kept(11, 19)),
        load=Load({f"U0{number:03}": 20 for number in range(30)} | {None: 9}, frozenset({"U0LI", "U0WANG"})),
    )


def _digest(**told: bool) -> Drawing:
    def draw(pen: Pen) -> Payload:
        return _digest_payload(busy_morning(pen), pen, Telling(at(days=1), **told))

    return draw


def _day(pen: Pen) -> Payload:
    links = {case_id: LINK for case_id in range(1001, 1009) if case_id % 4}
    return day_view(_busy_day(pen), pen.look, links, Telling(T0))


def _digest_payload(morning: Morning, pen: Pen, told: Telling) -> Payload:
    files = {file.case.id: (file, LINK if file.case.id % 4 else None) for file in pen.many(20)}
    card = digest_card(morning, pen.look, files, told)
    return _message((card.text, [*card.above, *card.below]))


def _status(pen: Pen) -> Payload:
    rows = [lists.case_row(file, pen.look, lambda _: LINK, at(hours=9)) for file in pen.many(2)]
    broken = tuple(BrokenPlace(f"C0{number:03}", "is_archived", T0) for number in range(12))
    backlog = Backlog(waiting=7, oldest=T0, dead=2, late=True, broken=broken)
    card = status_card(Standing(3, 1, T0, 12, 2, 4, 17), backlog, rows, pen.look)
    return _message(("status", card))


def _alert(facts: dict[str, Any]) -> Drawing:
    def draw(pen: Pen) -> Payload:
        one = Alert(3, pen.free, pen.free, "size", T0, T0, 14, 40, 3.1, owner="U0LI", reason=pen.free)
        one = replace(one, **facts)
        line = alert_line(one, pen.free, pen.look)
        status = alerts_line([one], [pen.free], 1, pen.look)
        drawn = alert_blocks(one, pen.free, line, [pen.free] * 3, pen.look, is_alarm=True)
        return _message((line, [*drawn, blocks.section(status)]))

    return draw


def _far_from_its_card(pen: Pen) -> Payload:
    file = replace(pen.file(), card=Posted("C0HOME", "1.1"))
    return _message(
        (card_summary(file, pen.look), notice_blocks(case_name(file, pen.look, None), file, pen.look, None))
    )


def _incident(pen: Pen, **facts: Any) -> IncidentFile:
    """Everything on the card is there, and everything that people write is the pen's."""
    one = Incident(
        3,
        "home-cn",
        pen.text,
        pen.text,
        Category.PRODUCT_QUALITY,
        T0,
        T0,
        owner="U0LI",
        safety_at=T0,
        stop_sale=StopSale.SUGGESTED,
        legal_due_at=at(days=2),
        legal_reason=pen.free,
        script=pen.free,
        script_version=2,
        outcome=pen.free,
    )
    topics = ((ReasonGiven("safety.smoke", pen.free), 4), (ReasonGiven("no.such.rule", pen.free), 2))
    children = tuple(pen.many(7))
    batch = Batch(tuple((f"A2026110{number}", 3) for number in range(5)), (T0.date(), at(days=3).date()))
    buyers = Buyers(320, 317, T0.date(), at(days=3).date())
    counts = (120, 7, 5, 6)
    whole = replace(one, **facts)
    return IncidentFile(whole, children, *counts, Grade.URGENT, T0, topics, batch, None, buyers)


_CLOSED = {"stand": IncidentStand.CLOSED, "closed_by": "U0CHEN", "closed_at": at(days=3)}
_DECLINED = {
    "stop_sale": StopSale.DECLINED,
    "legal_end": LegalEnd.REPORTED,
    "legal_by": "U0CHEN",
    "legal_ended_at": at(days=1),
    "reached_out_by": "U0LI",
    "reached_out_at": at(days=1),
}
INCIDENTS: dict[str, dict[str, Any]] = {
    "unsafe": {},
    "plain": {"safety_at": None, "legal_due_at": None, "stop_sale": StopSale.NONE, "owner": None},
    "asked": {"stop_sale": StopSale.ASKED, "legal_told_at": at(days=2)},
    "declined": _DECLINED,
    "quiet": {"stand": IncidentStand.QUIET, "safety_at": None, "legal_due_at": None},
    "closed": _CLOSED,
}


def _no_link(_: Posted | None) -> str | None:
    return None


def _incident_card(facts: dict[str, Any]) -> Drawing:
    return lambda pen: _message(incident_card(_incident(pen, **facts), pen.look, _no_link))


def _incident_view(pen: Pen) -> Payload:
    happened = [IncidentHappening(T0, who, "declined", {"note": pen.free}) for who in ("U0LI", None)] * 12
    return incident.incident_view(_incident(pen), pen.look, lambda _: LINK, happened)


def _incident_reach(pen: Pen) -> Payload:
    refused = [(file, pen.look.say.md("refusals.left_alone", number=file.case.id)) for file in pen.many(30)]
    return incident.reach_view(_incident(pen).incident, pen.look, lambda _: LINK, pen.many(30), refused)


def _incident_buyers(pen: Pen) -> Payload:
    file = _incident(pen)
    assert file.buyers
    days = [(at(days=number).date(), number) for number in range(60)]
    return incident.buyers_view(file.incident, pen.look, file.buyers, days, [pen.text] * 90)


def _incident_script(pen: Pen) -> Payload:
    text = f"{pen.look.say('dialogs.contact.slot')} {pen.free[:400]}"
    return incident.script_dialog(_incident(pen), pen.look, text, _draft(text, pen.look))


def _incident_dialog(draw: Callable[[IncidentFile, Look], Payload]) -> Drawing:
    return lambda pen: draw(_incident(pen), pen.look)


def _in_an_incident(pen: Pen) -> Payload:
    return _message(case_card(replace(pen.file(), incident=_incident(pen).incident, alike_24h=4), pen.look))


_INCIDENT_DIALOGS = {
    "stopped": incident.stopped_dialog,
    "decline": incident.decline_dialog,
    "close": incident.close_dialog,
    "buyers": incident.buyers_dialog,
}
_MONTH = date(2026, 10, 1)
_NUMBERS = [number for number in range(1001, 1201) if number % 100 != 49]  # more than a menu or a line takes


def _scorecard(pen: Pen, n: int = 3000, *, struck: bool = False) -> Scorecard:
    """Every line there is: a part with cases, one without, one that nobody measures."""
    counted = {part: Summed(0.7, Tally(n, n, n, n * 0.8, n * 0.3)) for part in PARTS}
    counted |= {Part.QUALITY: Summed(0.7, Tally()), Part.REPEAT: Summed(None, Tally())}
    strikes = [Strike(1001 + number, "threat", pen.free, "U0ZHAO", T0) for number in range(7 if struck else 0)]
    card = scorecard_of(LI.user_id, _MONTH, counted, ScorecardRules(), strikes)
    return card if struck or n < 20 else replace(card, third=Third.MIDDLE)


def _scorecard_message(n: int, *, struck: bool = False, is_open: bool = True) -> Drawing:
    return lambda pen: _message(
        scorecard_card(
            7,
            _scorecard(pen, n, struck=struck),
            at(days=5),
            [_contested(pen, stand) for stand in ContestStand] * 9,
            pen.look,
            is_open=is_open,
        )
    )


def _evidence() -> dict[Part, Evidence]:
    items = tuple(Item(number, 0.0, 4.0) for number in _NUMBERS)
    return {part: Evidence(0.7, items) for part in PARTS}


def _scorecard_view(pen: Pen) -> Payload:
    card = _scorecard(pen, struck=True)
    return scorecard_view(
        KeptCard(7, card, at(days=5), is_open=True), [card] * 12, Coming(card, at(days=3)), card, pen.look
    )


def _scorecard_cases(pen: Pen) -> Payload:
    links = {number: LINK if number % 4 else None for number in _NUMBERS}
    return cases_view(_scorecard(pen, struck=True), _evidence(), links, pen.look)


def _scorecard_contest(pen: Pen) -> Payload:
    return contest_dialog(7, _MONTH, {part: list(_NUMBERS) for part in Part}, pen.look)


def _strike(pen: Pen) -> Strike:
    return Strike(1042, "threat", pen.free, "U0ZHAO", T0)


def _contested(pen: Pen, stand: ContestStand) -> Contest:
    who = {"decided_by": "U0CHEN", "decided_at": T0, "answer": pen.free} if stand is not ContestStand.ASKED else {}
    return Contest(3, 7, LI.user_id, 1042, Part.STRIKE, pen.free, T0, stand=stand, **who)


def _contest_message(stand: ContestStand, *, own_check: bool = False) -> Drawing:
    def draw(pen: Pen) -> Payload:
        case, strikes = case_name(pen.file(), pen.look, LINK), [_strike(pen)] * 2
        return _message(contest_card(_contested(pen, stand), _MONTH, case, strikes, pen.look, own_check=own_check))

    return draw


def _answer_message(stand: ContestStand) -> Drawing:
    def draw(pen: Pen) -> Payload:
        case = case_name(pen.file(), pen.look, LINK)
        return _message(answer_card(_contested(pen, stand), _MONTH, case, _scorecard(pen), pen.look))

    return draw


def _scorecard_decide(pen: Pen) -> Payload:
    one, case = _contested(pen, ContestStand.ASKED), case_name(pen.file(), pen.look, LINK)
    return decide_dialog(one, contest_card(one, _MONTH, case, [], pen.look)[0], pen.look)


def _scorecard_team(pen: Pen) -> Payload:
    line = team_line(TeamMonth(_MONTH, 12, dict.fromkeys(PARTS, 0.7), 0.71), pen.look)
    return _message((line, [blocks.context(line)]))


def _check(pen: Pen) -> QualityCheck:
    return QualityCheck(1042, LI.user_id, "U0ZHAO", T0, (3, 2, 1, 0), pen.free, "threat", pen.free)


def _quality_told(pen: Pen) -> Payload:
    return _message(told_card(_check(pen), case_name(pen.file(), pen.look, LINK), pen.look, again=True))


def _quality_told_settled(pen: Pen) -> Payload:
    case, one = case_name(pen.file(), pen.look, LINK), replace(_check(pen), rule="", quote="")
    return _message(told_card(one, case, pen.look, again=True, settled=True))


def _quality_sample(pen: Pen) -> Payload:
    sample = {f"U0{number}": [(1001 + one, LINK if one else None) for one in range(20)] for number in range(40)}
    return _message(sample_card(_MONTH, sample, T0, pen.look))


_SCORECARDS: dict[str, Drawing] = {
    "scorecard": _scorecard_message(3000),
    "scorecard_few": _scorecard_message(3),
    "scorecard_struck": _scorecard_message(30, struck=True),
    "scorecard_settled": _scorecard_message(2, is_open=False),
    "scorecard_shared": lambda pen: _message(shared_card(_scorecard(pen), LI.user_id, pen.look)),
    "scorecard_shared_struck": lambda pen: _message(shared_card(_scorecard(pen, struck=True), LI.user_id, pen.look)),
    "scorecard_contest_own_check": _contest_message(ContestStand.ASKED, own_check=True),
    "scorecard_view": _scorecard_view,
    "scorecard_view_first": lambda pen: scorecard_view(None, [], None, _scorecard(pen, 0), pen.look),
    "scorecard_cases": _scorecard_cases,
    "scorecard_contest_dialog": _scorecard_contest,
    "scorecard_share_dialog": lambda pen: share_dialog(7, _MONTH, [f"U0{one}" for one in range(40)], pen.look),
    "scorecard_decide_dialog": _scorecard_decide,
    "scorecard_team": _scorecard_team,
    **{f"scorecard_contest_{stand}": _contest_message(stand) for stand in ContestStand},
    **{f"scorecard_answer_{stand}": _answer_message(stand) for stand in (ContestStand.KEPT, ContestStand.LEFT_OUT)},
    "quality_dialog": lambda pen: quality_dialog(pen.file(Status.RESOLVED), pen.look, _check(pen)),
    "quality_dialog_first": lambda pen: quality_dialog(pen.file(Status.RESOLVED), pen.look, None),
    "quality_dialog_settled": lambda pen: quality_dialog(
        pen.file(Status.RESOLVED), pen.look, _check(pen), settled=True
    ),
    "quality_told": _quality_told,
    "quality_told_settled": _quality_told_settled,
    "quality_sample": _quality_sample,
}
_AROUND = {"case_view": _case_view, "more": _more, "notice": _notice}
DRAWINGS: dict[str, Drawing] = {
    **{f"card_{name}": _card(*state) for name, state in STATES.items()},
    **{f"card_{name}": _card(Status.CLAIMED, {}, review) for name, review in CHANGES.items()},
    **{
        f"{part}_{name}": draw(*STATES[name])
        for part, draw in _AROUND.items()
        for name in ("open", "solving", "closed")
    },
    **{f"dialog_{name}": _dialog(draw) for name, draw in DIALOGS.items()},
    "dialog_regrade_asked": _asked_regrade,
    "dialog_ask_supervisor": _ask_supervisor,
    **_SCORECARDS,
    "product_alert": _alert({}),
    "product_alert_taken": _alert(
        {"stand": AlertStand.TAKEN, "decided_by": "U0LI", "decided_at": T0, "improvement": 3}
    ),
    "product_alert_dismissed": _alert(
        {"stand": AlertStand.DISMISSED, "decided_by": "U0LI", "decided_at": T0, "ended_at": T0, "quiet_until": T0}
    ),
    "product_alert_over": _alert({"ended_at": T0}),
    **{f"private_{name}": draw for name, draw in PRIVATE.items()},
    "dialog_hand_one": lambda pen: wellbeing_card.hand_one_dialog(pen.many(12), pen.look),
    "dialog_hand_one_none": lambda pen: wellbeing_card.hand_one_dialog([], pen.look),
    "dialog_handed_one": lambda pen: wellbeing_card.handed_one_view(1042, "U0WANG", pen.look),
    "dialog_alert_dismiss": lambda pen: dismiss_dialog(3, pen.look),
    "dialog_improvement": _improvement,
    "dialog_improvement_effect": lambda pen: effect_dialog(pen.item(), pen.look, T0.date()),
    "dialog_improvement_drop": lambda pen: drop_dialog(pen.item(), pen.look),
    "report_of_items": _report_of_items,
    "dialog_rota": _rota("U0LI", 40),
    "dialog_rota_first": _rota(None, 0),
    "dialog_rota_own": _own_rota,
    "dialog_done": lambda pen: more.done_view(pen.file(), pen.look, pen.text),
    "timeline": _timeline,
    "like_cases": _like_cases,
    "no_like_cases": lambda pen: like_cases_view(pen.file(), [], pen.look, lambda _: None),
    "card_escalated": _escalated(Status.OPEN, {"start_missed_at": at(minutes=30)}),
    "card_escalated_in_hand": _escalated(
        Status.CLAIMED, {"contact_missed_at": at(hours=2), "attempted_at": None, "reached_at": None}
    ),
    "step_up": _step_up,
    "steps_together": _steps_together,
    "full_text": lambda pen: more.full_text_view(pen.file(), pen.look),
    "notice_without_link": _far_from_its_card,
    "list_empty": _list(0, None),
    "list_few": _list(3, None),
    "list_many": _list(20, LINK),
    "list_dialog": _list_as_dialog,
    "home_agent": _home(LI, 30, off=False),
    "home_agent_off": _home(LI, 0, off=True),
    "home_lead": _home(LEAD, 30, off=True),
    "home_manager": _home(MANAGER, 2, off=False),
    "home_guest": _home(Actor("U0GUEST", None), 0, off=False),
    "digest": _digest(),
    "digest_so_far": _digest(so_far=True),
    "digest_late": _digest(is_late=True),
    "digest_day": _day,
    "status": _status,
    **{f"incident_{name}": _incident_card(facts) for name, facts in INCIDENTS.items()},
    **{f"dialog_incident_{name}": _incident_dialog(draw) for name, draw in _INCIDENT_DIALOGS.items()},
    "card_in_an_incident": _in_an_incident,
    "incident_view": _incident_view,
    "incident_reach": _incident_reach,
    "incident_buyers": _incident_buyers,
    "dialog_incident_script": _incident_script,
    "incident_evidence": lambda pen: incident.evidence_view(_incident(pen).incident, pen.look, "python app.py"),
}
