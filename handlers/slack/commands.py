"""Commands: `/reviews VERB …`, answered privately in the acknowledgement itself."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any

import structlog
from slack_bolt.async_app import AsyncAck

from bot.cards import blocks, lists
from bot.cards.actions import Lists
from bot.cards.alert_card import alerts_line
from bot.cards.case_card import case_card
from bot.cards.cause_card import causes_line
from bot.cards.living_line import afterlives_line
from bot.cards.report_card import corrections_card
from bot.cards.script_report import script_report
from bot.cards.status_line import status_card
from bot.messenger import Block
from bot.rules.refusals import Refusal
from bot.vocabulary import Action
from handlers.casework.carry_out import carry_out
from handlers.casework.product_alerts import lasting_alerts
from handlers.clock import digest
from handlers.slack import improvements
from handlers.slack.dashboard_link import dashboard_blocks
from handlers.slack.door import Door
from handlers.slack.drills import drill_reply
from handlers.slack.home import local_midnight
from handlers.slack.order_figures import order_figures
from handlers.slack.refusals import sentence
from handlers.slack.reporting import report_reply
from handlers.slack.resting import rest_reply
from handlers.slack.rota import hand_over_all
from handlers.slack.searching import search_reply
from handlers.slack.team import team
from handlers.slack.views import listed
from storage import case_files, case_lists, incidents, outbox
from storage.afterlives import afterlives
from storage.causes import counted as counted_causes
from storage.corrections import corrections
from storage.figures import bounds
from storage.script_outcomes import script_outcomes

log = structlog.get_logger()
COMMAND = "/reviews"
_NUMBER = re.compile(r"[#＃]?(\d{1,15})")
_MENTION = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>|([UW][A-Z0-9]{2,})")
_MONTH = re.compile(r"(?:(20\d\d)[-/.年])?(\d{1,2})月?")
_PRESSING = 2
_Reply = list[Block]


def register(door: Door) -> None:
    """Listen to the one command."""

    async def listener(ack: AsyncAck, body: dict[str, Any]) -> None:
        try:
            asked = Asked(body["user_id"], str(body.get("text") or ""), body.get("response_url") or None)
            reply = await answer(door, asked)
        except Refusal as refusal:
            reply = [blocks.section(sentence(refusal, door.desk))]
        except Exception:
            log.exception("a command failed", verb=_first_word(str(body.get("text") or ""))[0][:20])
            reply = [blocks.section(door.trouble(COMMAND))]
        await ack(text=blocks.first_words(reply, COMMAND), blocks=reply, response_type="ephemeral")

    door.app.command(COMMAND)(listener)


@dataclass(frozen=True)
class Asked:
    """What somebody typed after the command. `response_url` takes an answer that comes later."""

    user_id: str
    text: str
    response_url: str | None = None


async def answer(door: Door, asked: Asked) -> _Reply:
    """The reply to what was typed after the command; an unknown verb gets the help."""
    verb, rest = _first_word(asked.text)
    handle = _VERBS.get(verb.lower() or "help")
    if handle is None:
        return [_section(door, "commands.unknown_verb", verb=verb[:40]), *_help_blocks(door)]
    if verb.lower() not in _FOR_EVERYONE:
        door.ensure_on_the_team(asked.user_id)
    if handle is _report:
        return await _report(door, asked.user_id, rest, asked.response_url)
    return await handle(door, asked.user_id, rest)


async def _status(door: Door, _user: str, _rest: str) -> _Reply:
    desk, now = door.desk, door.desk.clock.now()
    grace = desk.policy.deadlines.follow_up_grace
    standing = await desk.db.read(case_lists.standing, now, local_midnight(door), grace)
    backlog = await desk.db.read(outbox.backlog, now)
    late = await desk.db.read(case_lists.overdue, now, grace, _PRESSING)
    rows = [lists.case_row(file, desk.look, desk.link, now) for file in late]
    rising = alerts_line(*await desk.db.read(lasting_alerts), desk.look)
    going_on = await desk.db.read(incidents.count_going_on)
    return status_card(standing, backlog, rows, desk.look, rising, going_on)


async def _mine(door: Door, user: str, _rest: str) -> _Reply:
    return await listed(door, Lists.MINE, user)


async def _overdue(door: Door, user: str, _rest: str) -> _Reply:
    return await listed(door, Lists.OVERDUE, user)


async def _show(door: Door, _user: str, rest: str) -> _Reply:
    number = _NUMBER.fullmatch(rest)
    if not number:
        return [_section(door, "commands.usage_show")]
    file = await door.desk.db.read(case_files.read_file, int(number[1]))
    _, card = case_card(file, door.desk.look)
    return card


async def _assign(door: Door, user: str, rest: str) -> _Reply:
    number_text, who = _first_word(rest)
    number = _NUMBER.fullmatch(number_text)
    giver = None if number else _person(door, number_text)
    if not who or (giver and _NUMBER.fullmatch(who)):
        return [_section(door, "commands.usage_assign")]
    if not (number or giver):
        what = _with_names(door, number_text)
        return [_section(door, "commands.assign_whom", what=what), _section(door, "commands.usage_assign")]
    colleague = _person(door, who)
    if colleague is None:
        return [_section(door, "commands.unknown_person", who=_with_names(door, who))]
    if giver:
        return await hand_over_all(door, user, giver, colleague)
    assert number is not None
    await carry_out(door.desk, int(number[1]), [door.order(Action.HAND_OVER, user, to=colleague)])
    return [_section(door, "commands.assigned", number=int(number[1]), who=blocks.mention(colleague))]


async def _search(door: Door, _user: str, rest: str) -> _Reply:
    if not rest:
        return [_section(door, "commands.usage_search")]
    return await search_reply(door, _as_typed(rest)[:100], partial(_person, door))


async def _digest(door: Door, _user: str, rest: str) -> _Reply:
    _, card = await digest.preview(door.desk, so_far=rest.lower() in ("today", "今天"))
    return card


async def _report(door: Door, user: str, rest: str, response_url: str | None = None) -> _Reply:
    desk = door.desk
    month = _month(rest, desk.clock.now().astimezone(desk.policy.zone).date())
    if month is None:
        return [_section(door, "commands.usage_report")]
    return await report_reply(door, user, month, response_url, partial(_beside_the_figures, door, user, month))


async def _beside_the_figures(door: Door, user: str, month: date) -> _Reply:
    """How often the bot was corrected, what became of reviews, who bought again, what improves, and scripts."""
    desk = door.desk
    begin, end = (bounds(day, desk.policy.zone)[0] for day in (month, _next_month(month)))
    corrected = corrections_card(month, await desk.db.read(corrections, begin, end), desk.look)
    became = afterlives_line(await desk.db.read(afterlives, begin, end), desk.look)
    ordered = await order_figures(desk, month, _next_month(month))
    causes = await desk.db.read(counted_causes, begin, end)
    lived = [blocks.section(one) for one in (became, ordered, causes_line(causes, desk.look)) if one]
    improving = await improvements.report_blocks(door, user, causes, begin, end)
    scripts = script_report(await desk.db.read(script_outcomes, begin, end), desk.look)
    return [*corrected, *lived, *improving, *scripts, *dashboard_blocks(door, user)]


async def _drill(door: Door, user: str, rest: str) -> _Reply:
    return await drill_reply(door, user, _as_typed(rest))


async def _rest(door: Door, user: str, rest: str) -> _Reply:
    return await rest_reply(door, user, rest)


async def _help(door: Door, _user: str, _rest: str) -> _Reply:
    return _help_blocks(door)


_VERBS: dict[str, Callable[[Door, str, str], Awaitable[_Reply]]] = {
    "status": _status,
    "mine": _mine,
    "overdue": _overdue,
    "show": _show,
    "assign": _assign,
    "team": team,
    "search": _search,
    "digest": _digest,
    "report": _report,
    "drill": _drill,
    "rest": _rest,
    "help": _help,
}
VERBS = tuple(_VERBS)
_FOR_EVERYONE = frozenset({"", "help"})


def _month(told: str, today: date) -> date | None:
    """2026-11, 2026年11月, 11; this month when nothing is said, None when it is no month."""
    if not told:
        return today.replace(day=1)
    found = _MONTH.fullmatch(told)
    if not found or not 1 <= int(found[2]) <= 12:
        return None
    return date(int(found[1] or today.year), int(found[2]), 1)


def _next_month(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1)


def _first_word(text: str) -> tuple[str, str]:
    """The first word and the rest; the wide blank of a Chinese keyboard parts words too."""
    first, *rest = text.split(maxsplit=1) or [""]
    return first, rest[0].strip() if rest else ""


def _as_typed(text: str) -> str:
    """Slack escapes three letters. https://docs.slack.dev/messaging/formatting-message-text#escaping"""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _person(door: Door, who: str) -> str | None:
    """A mention, a user id, or a team member's display name with or without its @."""
    mentioned = _MENTION.fullmatch(who)
    if mentioned:
        return mentioned[1] or mentioned[2]
    wanted = who.removeprefix("@")
    named = [user for user in door.desk.policy.team() if door.desk.directory.name(user) == wanted]
    return named[0] if len(named) == 1 else None


def _with_names(door: Door, typed: str) -> str:
    """What somebody typed, as they saw it."""
    name = door.desk.directory.name
    return _MENTION.sub(lambda found: f"@{name(found[1])}" if found[1] else found[0], _as_typed(typed))[:60]


def _help_blocks(door: Door) -> _Reply:
    return [_section(door, "commands.help_title"), _section(door, "commands.help")]


def _section(door: Door, key: str, **facts: object) -> Block:
    return blocks.section(door.desk.look.say.md(key, **facts))
