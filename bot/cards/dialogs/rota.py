"""Rota dialog: who works when in the next two weeks, and what somebody who leads enters for a person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from html import escape
from itertools import groupby

from bot.cards import blocks
from bot.cards.actions import Dialog, Press
from bot.cards.dialogs.frame import asking
from bot.cards.look import Look
from bot.cards.rota_words import change_text, days_text, gap_hours, hours, short_day
from bot.messenger import Block
from bot.policy.rota import Change, Gap, Off, What
from bot.rules.working_days import is_weekday
from scripts_library.wording import Token
from slack_rules import limits

SHOWN_DAYS, OWN_DAYS = 14, 7
WHO, FIRST, LAST, WHAT = "who", "first", "last", "what"
_NAMED, _NAME, _GAPS, _CHANGED = 12, 40, 5, 3
_ROOM = 2000  # characters of names in the section of a day


@dataclass(frozen=True)
class DayPlan:
    """A day of the team: who works by shift ('' without one), and who is off, with the reason where it may be seen."""

    day: date
    is_worked: bool
    by_shift: Mapping[str, Sequence[str]]
    off: Sequence[tuple[str, Off | None]] = ()


@dataclass(frozen=True)
class RotaDay:
    """A day of the person who looks: their shift, '' without one, or off and why."""

    day: date
    is_worked: bool
    works: bool
    shift: str = ""
    kind: Off | None = None


@dataclass(frozen=True)
class Saved:
    """What has just been entered: when nobody would be there now, and what somebody who is off today still holds.

    `night` is the day before, where its shift still went on and is taken off with the rest.
    """

    change: Change
    kind: Off | None = None
    gaps: Sequence[tuple[date, Gap]] = ()
    holds: int = 0
    night: date | None = None


@dataclass(frozen=True)
class Filled:
    """What the dialog starts with; `turn` counts how often it was saved."""

    today: date
    who: str | None = None
    turn: int = 0
    saved: Saved | None = None
    changes: Sequence[Change] = field(default=())


def rota_dialog(plan: Sequence[DayPlan], filled: Filled, look: Look) -> Block:
    """For whoever leads."""
    say = look.say
    asked = [
        blocks.person_input(WHO, say("rota.who"), chosen=filled.who),
        blocks.date_input(FIRST, say("rota.first"), chosen=filled.today),
        blocks.date_input(LAST, say("rota.last"), chosen=filled.today),
        blocks.choice_input(WHAT, say("rota.what"), _choices(look), kind="static_select"),
    ]
    news = "\n".join(_change_line(one, look) for one in filled.changes[:_CHANGED])
    shown = [
        *(_saved(filled.saved, look) if filled.saved else []),
        *(blocks.section(_line(one, look)) for one in plan),
        blocks.divider(),
        *asked,
        *([blocks.context(say.md("rota.changes", lines=Token(news)))] if news else []),
    ]
    return asking(Dialog.ROTA, say("dialogs.rota.title"), shown, look, close=say("buttons.close"), turn=filled.turn)


def own_view(plan: Sequence[RotaDay], look: Look) -> Block:
    """For everybody else: their own coming week, to read."""
    say = look.say
    lines = "\n".join(_own_line(one, look) for one in plan)
    shown = [blocks.section(lines), blocks.context(say.md("rota.own_note"))]
    return blocks.modal(say("dialogs.rota.title"), shown, close=say("buttons.close"))


def chosen(value: str) -> tuple[What, str | None, Off | None]:
    """A choice of the dialog: what it is, the shift's name and the reason for being off."""
    what, _, which = value.partition(":")
    match What(what):
        case What.OFF:
            return What.OFF, None, Off(which)
        case What.SHIFT:
            return What.SHIFT, which, None
        case What.POLICY:
            return What.POLICY, None, None


def _choices(look: Look) -> list[Block]:
    say, shifts = look.say, look.policy.shifts
    off = [blocks.option(say(f"rota.off_{kind}"), f"{What.OFF}:{kind}") for kind in Off]
    policy = blocks.option(say("rota.as_policy"), What.POLICY)
    room = limits.SELECT_OPTIONS - len(off) - 1
    work = [
        blocks.option(
            say("rota.shift_choice", shift=name, hours=hours(name, look)), f"{What.SHIFT}:{name}"[: limits.OPTION_VALUE]
        )
        for name in list(shifts)[:room]
    ]
    return [*off, *work, policy]


def _line(one: DayPlan, look: Look) -> str:
    say = look.say
    worked = {shift: names for shift, names in one.by_shift.items() if names}
    room = _ROOM // (len(worked) + 1)
    groups = [
        say.md(
            "rota.group",
            shift=shift or say("rota.no_shift"),
            who=_names([blocks.one_line(name, _NAME) for name in names], room, look),
        )
        for shift, names in worked.items()
    ]
    off = [_off_name(name, kind, look) for name, kind in one.off]
    return say.md(
        "rota.day_line",
        day=_marked(one.day, look, is_worked=one.is_worked),
        groups=blocks.joined(groups),
        off=_names(off, room, look),
    )


def _own_line(one: RotaDay, look: Look) -> str:
    say = look.say
    if one.works:
        what = (
            say("rota.own_shift", shift=one.shift, hours=hours(one.shift, look)) if one.shift else say("rota.no_shift")
        )
    else:
        what = say(f"rota.off_{one.kind}") if one.kind else say("rota.off")
    return say.md("rota.own_line", day=_marked(one.day, look, is_worked=one.is_worked), what=what)


def _marked(day: date, look: Look, *, is_worked: bool) -> str:
    """The day, marked where the calendar makes it another than its weekday would."""
    if is_worked is is_weekday(day):
        return short_day(day, look)
    return look.say("rota.make_up" if is_worked else "rota.holiday", day=short_day(day, look))


def _off_name(name: str, kind: Off | None, look: Look) -> str:
    name = blocks.one_line(name, _NAME)
    return look.say("rota.off_name", name=name, kind=look.say(f"rota.off_{kind}")) if kind else name


def _names(names: Sequence[str], room: int, look: Look) -> str:
    """As many as there is room for, and how many are left out."""
    between, shown = look.say("words.joint.list"), list[str]()
    for name in names[:_NAMED]:
        room -= len(escape(name)) + len(between)
        if shown and room < 0:
            break
        shown.append(name)
    more = len(names) - len(shown)
    return look.say("rota.and_more", names=between.join(shown), count=more) if more else between.join(shown)


def _saved(saved: Saved, look: Look) -> list[Block]:
    say, change = look.say, saved.change
    name = look.name(change.user_id)
    told = [
        blocks.section(
            say.md("rota.saved", who=name, days=days_text(change, look), what=change_text(change, saved.kind, look))
        )
    ]
    if saved.night:
        told.append(blocks.context(say.md("rota.saved_night", day=short_day(saved.night, look))))
    if saved.gaps:
        told.append(blocks.context(_gaps(saved.gaps, look)))
    if saved.holds:
        hand_on = blocks.button(say("buttons.rota_hand_on"), Press.ROTA_HAND_ON, change.user_id)
        told.append(blocks.section(say.md("rota.holds", who=name, count=saved.holds), accessory=hand_on))
    return [*told, blocks.divider()]


def _gaps(gaps: Sequence[tuple[date, Gap]], look: Look) -> str:
    """A line for each day."""
    by_day = groupby(gaps[:_GAPS], key=lambda one: one[0])
    between = look.say("words.joint.list")
    times = [f"{short_day(day, look)} {between.join(gap_hours(gap) for _, gap in some)}" for day, some in by_day]
    return look.say.md("rota.gaps", times="\n".join(times), more=max(0, len(gaps) - _GAPS))


def _change_line(one: Change, look: Look) -> str:
    by = look.name(one.by) if one.by else look.say("rota.by_calendar", calendar=one.calendar)
    return look.say.md(
        "rota.change",
        at=look.day_time(one.at),
        by=by,
        who=look.name(one.user_id),
        days=days_text(one, look),
        what=change_text(one, None, look),
    )
