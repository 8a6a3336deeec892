"""Digest decisions: what waits for somebody this morning, a short line and one button each, the most pressing first."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from bot.cards import blocks
from bot.cards.actions import Press
from bot.cards.improvement_card import day_of, scope_words
from bot.cards.incident_card import show_button
from bot.cards.look import Look
from bot.cards.notice_card import case_name
from bot.case_file import CaseFile
from bot.messenger import Block
from bot.rules.figures.morning import Matter, Morning, Pending, Telling, most_pressing
from bot.rules.improvements import Scope
from bot.vocabulary import Category

MOST = 6
_NAME = 16  # what tells one product from another; the whole of it is where the button leads
_DAY = timedelta(days=1)
_Files = Mapping[int, tuple[CaseFile, str | None]]
_Words = dict[str, object]


def decisions(morning: Morning, look: Look, files: _Files, told: Telling) -> list[Block]:
    """At most six, the rest counted; where there is nothing, one warm line. Nothing in a digest of days ago."""
    if told.by_date:
        return []
    say, count = look.say, sum(morning.waiting.values())
    if not count:
        late = morning.day.overdue.count
        return [blocks.section(say.md("decisions.none_but_late", count=late) if late else say.md("decisions.none"))]
    shown = most_pressing(morning.pending, MOST)
    rows = [_row(one, look, files, told.now) for one in shown]
    rest = _rest(morning, shown, look)
    return [blocks.section(say.md("decisions.title", count=count)), *rows, *([blocks.context(rest)] if rest else [])]


def decision_view(asked: Sequence[Block], look: Look, key: str) -> Block:
    """The question of a message as a dialog, which takes the message's name along."""
    say = look.say
    private = json.dumps({"message": key})
    return blocks.modal(say("decisions.dialog"), asked, close=say("buttons.close"), private=private)


def _row(one: Pending, look: Look, files: _Files, now: datetime) -> Block:
    words: _Words = {"case": _case(one, look, files), "number": one.number}
    words |= _WORDS.get(one.matter, _nothing)(one.facts, look)
    age = look.spent(now - _since(one, look))
    line = look.say.md(f"decisions.{one.matter}", **words, age=age)
    return blocks.section(line, accessory=_button(one, look), block_id=f"decision:{one.matter}:{one.number}")


def _case(one: Pending, look: Look, files: _Files) -> str:
    if one.case_id is None:
        return ""
    file, link = files[one.case_id]
    short = replace(file, review=replace(file.review, product=blocks.one_line(file.review.product, _NAME)))
    return case_name(short, look, link)


def _button(one: Pending, look: Look) -> Block:
    """What can be decided on the spot, is; what has two answers, or must be read first, opens."""
    say, number = look.say, str(one.number)
    match one.matter:
        case Matter.UNSAFE | Matter.OUTCOME:
            return show_button(one.number, look)
        case Matter.UNOWNED:
            return blocks.button(say("buttons.hand_over"), Press.HAND_OVER, number)
        case Matter.COMPENSATION:
            label = say("buttons.approve_amount", amount=look.money(int(str(one.facts["amount_cents"]))))
            return blocks.button(label, Press.APPROVE, number)
        case Matter.NOT_HELD | Matter.NOT_STARTED:
            return blocks.button(say("buttons.improvement_effect"), Press.IMPROVEMENT_EFFECT, number)
        case _:
            return blocks.button(say("buttons.decide"), Press.DECIDE, f"{one.matter}:{number}")


def _since(one: Pending, look: Look) -> datetime:
    """A plan is late from the day after its start."""
    start = one.facts.get("start")
    if not isinstance(start, date):
        return one.since
    return datetime.combine(start + _DAY, time(), look.policy.zone)


def _rest(morning: Morning, shown: list[Pending], look: Look) -> str:
    left = dict(morning.waiting)
    for one in shown:
        left[one.matter] -= 1
    kinds = [
        look.say("decisions.rest_part", kind=look.say(f"decisions.kind.{one}"), count=left[one])
        for one in Matter
        if left.get(one)
    ]
    return look.say.md("decisions.rest", count=sum(left.values()), kinds=" · ".join(kinds)) if kinds else ""


def _nothing(_facts: Mapping[str, Any], _look: Look) -> _Words:
    return {}


def _incident(facts: Mapping[str, Any], look: Look) -> _Words:
    due = facts.get("due")
    return {
        "product": blocks.one_line(facts["product"] or facts["sku"], _NAME),
        "category": look.category(Category(facts["category"]) if facts["category"] else None),
        "due": look.day_time(due) if due else "",
    }


def _compensation(facts: Mapping[str, Any], look: Look) -> _Words:
    return {"solution": look.say(f"words.solution.{facts['solution']}"), "amount": look.money(facts["amount_cents"])}


def _alert(facts: Mapping[str, Any], look: Look) -> _Words:
    product = blocks.one_line(facts["name"] or facts["sku"], _NAME)
    return {"product": product, "topic": look.say(f"signals.topic.{facts['topic']}")}


def _unclear(facts: Mapping[str, Any], look: Look) -> _Words:
    return {"outlet": look.say(f"words.outlet.{facts['outlet']}")}


def _cause(facts: Mapping[str, Any], look: Look) -> _Words:
    return {"department": look.department(facts["department"])}


def _item(facts: Mapping[str, Any], look: Look) -> _Words:
    scope = Scope(facts["sku"], facts["line"], facts["store"], facts["product"])
    start = facts.get("start")
    return {
        "where": blocks.one_line(scope_words(scope, look), _NAME),
        "category": look.category(Category(facts["category"])),
        "start": day_of(start, look) if start else "",
    }


_WORDS: dict[Matter, Callable[[Mapping[str, Any], Look], _Words]] = {
    Matter.UNSAFE: _incident,
    Matter.COMPENSATION: _compensation,
    Matter.ALERT: _alert,
    Matter.UNCLEAR: _unclear,
    Matter.CAUSE: _cause,
    Matter.NOT_HELD: _item,
    Matter.NOT_STARTED: _item,
    Matter.OUTCOME: _incident,
}
