"""Home: the person's own page: my cases by due time, what waits for me, my day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.cards import blocks
from bot.cards.actions import Lists, Press
from bot.cards.approval_card import approval_buttons
from bot.cards.blocks import one_line
from bot.cards.improvement_card import in_order, item_blocks, item_line
from bot.cards.incident_card import show_button, summary
from bot.cards.lists import LinkOf, case_row
from bot.cards.look import Look
from bot.cards.my_day import OwnDay, OwnDuty, my_answers, my_day, team_line
from bot.cards.notice_card import case_name
from bot.cards.period_card import result_lines
from bot.cards.reply_request_card import request_blocks, request_line
from bot.cards.task_card import task_blocks, task_line
from bot.case import Actor
from bot.case_file import CaseFile
from bot.incident_file import IncidentFile
from bot.messenger import Block
from bot.rules.figures.report import Report
from bot.rules.improvements import Improvement
from bot.rules.ladder import Compensation
from bot.rules.reply_request import ReplyRequest
from bot.rules.strain import TeamStrain
from bot.rules.tasks import Task
from bot.vocabulary import Role
from scripts_library.wording import Token
from slack_rules import limits

_NAME = 60


@dataclass(frozen=True)
class _Room:
    """How many rows each list may have."""

    mine: int
    waiting: int
    tasks: int
    decisions: int
    items: int


# The first with which the whole page fits: what stands at its end is never cut off.
_ROOMS = (_Room(20, 8, 10, 8, 6), _Room(14, 6, 7, 6, 5), _Room(10, 5, 5, 4, 4), _Room(5, 3, 3, 3, 2))


@dataclass(frozen=True)
class HomeFacts:
    """What the page shows. `unclaimed` and `overdue` wait for whoever leads; `standing` is the shop in one line.

    `month` are a manager's figures so far; `is_counting`: they are not counted yet. `own_day` is this person's;
    `team` is the strain of all together, for whoever leads. `team_month` are the means of the
    team's scorecards, for supervisors.
    """

    person: Actor
    now: datetime
    mine: Sequence[CaseFile]
    unclaimed: Sequence[CaseFile]
    overdue: Sequence[CaseFile]
    approvals: Sequence[tuple[Compensation, CaseFile]]
    duty: OwnDuty
    standing: str
    tasks: Sequence[tuple[Task, CaseFile]] = ()
    replies: Sequence[tuple[ReplyRequest, CaseFile]] = ()
    incidents: Sequence[IncidentFile] = ()
    improvements: Sequence[Improvement] = ()
    quoted: Mapping[int, int] = field(default_factory=dict)
    team_month: str = ""
    month: Report | None = None
    is_counting: bool = False
    own_day: OwnDay | None = None
    team: TeamStrain | None = None


def home_view(facts: HomeFacts, look: Look, link: LinkOf) -> Block:
    """The Home tab of one person."""
    if facts.person.role is None:
        guest = look.say.md("home.guest", you=facts.person.user_id)
        return {"type": "home", "blocks": [blocks.section(guest)]}
    pages = (_page(facts, look, link, room) for room in _ROOMS)
    return {"type": "home", "blocks": next(page for page in pages if len(page) <= limits.BLOCKS_PER_VIEW)}


def _page(facts: HomeFacts, look: Look, link: LinkOf, room: _Room) -> list[Block]:
    mine = [*_tasks(facts, look, link, room.tasks), *_mine(facts, look, link, room.mine)]
    day, items = _day(facts, look), _improvements(facts, look, room.items)
    if facts.person.is_at_least(Role.MANAGER):
        own = [*(mine if facts.mine or facts.tasks else []), *_answers(facts, look)]
        return [*_shop(facts, look), *_month(facts, look), *_waiting(facts, look, link, room), *own, *items]
    if facts.person.is_at_least(Role.LEAD):
        return [*day, *mine, *_waiting(facts, look, link, room), *_shop(facts, look), *items]
    return [*day, *mine, *_unclaimed(facts, look, link, room), *_scorecard(look), *items]


def _month(facts: HomeFacts, look: Look) -> list[Block]:
    """The results of the trade with their targets, and the way to the whole report."""
    title = blocks.header(look.say("home.month"))
    if facts.month is None:
        return [title, blocks.context(look.say.md("home.month_counting"))] if facts.is_counting else []
    begin = facts.month.now.period.begin.isoformat()
    lines = blocks.section("\n".join(result_lines(facts.month, look)))
    return [title, lines, blocks.actions("month", [blocks.button(look.say("buttons.month"), Press.MONTH, begin)])]


def _improvements(facts: HomeFacts, look: Look, most: int) -> list[Block]:
    """The items that are this person's to see to, or anybody's for who leads; what waits for word comes first."""
    shown = [
        block
        for one in in_order(facts.improvements)[:most]
        for block in item_blocks(item_line(one, look, facts.quoted.get(one.id, 0)), one, look)
    ]
    more = _more(facts.improvements, most, look)
    return [blocks.header(look.say("improvements.title")), *shown, *more] if shown else []


def _day(facts: HomeFacts, look: Look) -> list[Block]:
    return my_day(facts.own_day, facts.duty, look) if facts.own_day else []


def _answers(facts: HomeFacts, look: Look) -> list[Block]:
    """Whose page has no day is asked too after a pause, and sees what they said."""
    return my_answers(facts.own_day, look) if facts.own_day else []


def _scorecard(look: Look) -> list[Block]:
    """The way to one's own card; it is counted when it is asked for."""
    if not look.policy.scorecard.monthly:
        return []
    show = blocks.button(look.say("buttons.scorecard"), Press.SCORECARD, "own")
    return [blocks.actions("scorecard", [show])]


def _mine(facts: HomeFacts, look: Look, link: LinkOf, most: int) -> list[Block]:
    say = look.say
    rows = [case_row(file, look, link, facts.now, is_mine=True) for file in facts.mine[:most]] or [
        blocks.section(say.md("home.empty"))
    ]
    over = len(facts.mine) - most
    more = [blocks.context(say.md("home.more", count=over))] if over > 0 else []
    return [blocks.header(say("home.title")), *rows, *more]


def _tasks(facts: HomeFacts, look: Look, link: LinkOf, most: int) -> list[Block]:
    """What is to be done by a date, with the buttons to be done with it."""
    found: list[Block] = []
    for task, file in facts.tasks[:most]:
        name = case_name(file, look, link(file.card))
        text = Token(f"{name}\n{task_line(task, file.case, look)}")
        found += task_blocks(text, task, file.case, look)
    return [blocks.header(look.say("home.tasks")), *found, *_more(facts.tasks, most, look)] if found else []


def _waiting(facts: HomeFacts, look: Look, link: LinkOf, room: _Room) -> list[Block]:
    overdue = _part("home.overdue", facts.overdue, facts, look, link, room.waiting)
    return [
        blocks.header(look.say("home.waits")),
        *_approvals(facts, look, link, room.decisions),
        *_incidents(facts, look, room.decisions),
        *overdue,
        *_part("home.unclaimed", facts.unclaimed, facts, look, link, room.waiting),
    ]


def _approvals(facts: HomeFacts, look: Look, link: LinkOf, most: int) -> list[Block]:
    """What this person may decide, with the buttons to do it."""
    found: list[Block] = []
    for one, file in facts.approvals[:most]:
        line = look.say.md(
            "home.approval",
            by=one_line(look.name(one.asked_by), _NAME),
            case=case_name(file, look, link(file.card)),
            solution=look.say(f"words.solution.{one.solution}"),
            amount=look.money(one.amount_cents),
        )
        found += [blocks.section(line), blocks.actions(f"compensation:{one.id}", approval_buttons(one, look))]
    for request, file in facts.replies[:most]:
        found += request_blocks(request, request_line(request, file, look, link(file.card)), look)
    more = _more(facts.approvals, most, look) or _more(facts.replies, most, look)
    return [blocks.section(f"*{look.say.md('home.approvals')}*"), *found, *more] if found else []


def _incidents(facts: HomeFacts, look: Look, most: int) -> list[Block]:
    """What nobody ended, those of safety first, each with the way to it."""
    rows = [
        blocks.section(
            f"{'🔴' if file.incident.safety_at else '🔁'} {summary(file, look)}",
            accessory=show_button(file.incident.id, look),
            block_id=f"incident:{file.incident.id}",
        )
        for file in facts.incidents[:most]
    ]
    more = _more(facts.incidents, most, look)
    return [blocks.section(f"*{look.say.md('incidents.home')}*"), *rows, *more] if rows else []


def _unclaimed(facts: HomeFacts, look: Look, link: LinkOf, room: _Room) -> list[Block]:
    return [blocks.divider(), *_part("home.unclaimed", facts.unclaimed, facts, look, link, room.waiting)]


def _part(title: str, files: Sequence[CaseFile], facts: HomeFacts, look: Look, link: LinkOf, most: int) -> list[Block]:
    mine = {file.case.id for file in facts.mine}
    others = [file for file in files if file.case.id not in mine]
    rows = [_again(case_row(file, look, link, facts.now), title) for file in others[:most]]
    told = [*rows, *_more(others, most, look)] or [blocks.context(look.say.md("home.nothing"))]
    return [blocks.section(f"*{look.say.md(title)}*"), *told]


def _more(all_of_them: Sequence[object], shown: int, look: Look) -> list[Block]:
    return [blocks.context(look.say.md("home.more_here"))] if len(all_of_them) > shown else []


def _again(row: Block, part: str) -> Block:
    """A case may stand in two parts of the page: its block needs another id there."""
    return row | {"block_id": f"{part}:{row['block_id']}"}


def _shop(facts: HomeFacts, look: Look) -> list[Block]:
    say = look.say
    row = [blocks.button(say(f"buttons.{one}"), f"{Press.LIST}:{one}", one) for one in (Lists.OVERDUE, Lists.UNCLAIMED)]
    team = [blocks.context(team_line(facts.team, look))] if facts.team else []
    month = [blocks.context(facts.team_month)] if facts.team_month else []
    title = blocks.header(say("home.standing"))
    return [title, blocks.section(facts.standing), *team, *month, blocks.actions("shop", row)]
