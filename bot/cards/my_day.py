"""My day: what somebody reads of their own day on Home, and the team's line, in which nobody can be told apart."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.cards import blocks
from bot.cards.actions import Press
from bot.cards.look import Look
from bot.messenger import Block
from bot.policy.rota import Off
from bot.rules.check_ins import CheckIn
from bot.rules.resting import SHORT
from bot.rules.strain import FEWEST_FOR_MEAN, Fullness, TeamStrain


@dataclass(frozen=True)
class OwnDay:
    """Somebody's day, for that person: what is resolved, how full it is, until when intense cases pause, answers."""

    resolved: int
    level: Fullness
    paused_until: datetime | None
    check_ins: Sequence[CheckIn]


@dataclass(frozen=True)
class OwnDuty:
    """Whether new cases come to somebody now, for that person.

    They signed off until `off_until`; else `is_off` by the rota, why, and when they are there again. Whoever leads and
    has no product line is given no cases: to them comes what nobody acts on.
    """

    off_until: datetime | None = None
    is_off: bool = False
    kind: Off | None = None
    back_at: datetime | None = None
    is_back_today: bool = False
    takes_cases: bool = True


def my_day(day: OwnDay, duty: OwnDuty, look: Look) -> list[Block]:
    """With the ways to rest, to hand one over, and to talk to somebody."""
    say = look.say
    head = say.md("wellbeing.my_day", resolved=day.resolved, level=say(f"wellbeing.level_{day.level}"))
    lines = [head, duty_line(duty, look)]
    if day.paused_until:
        lines.append(say.md("wellbeing.my_pause", until=look.time(day.paused_until)))
    others = [
        blocks.button(say("buttons.hand_one"), Press.HAND_ONE, "0"),
        blocks.button(say("buttons.buddy"), Press.BUDDY, "ask"),
    ]
    if duty.off_until:
        row = [blocks.button(say("buttons.on_duty"), Press.ON_DUTY, "on", primary=True), *others]
    elif duty.is_off and not duty.is_back_today:
        row = others
    else:
        row = [
            blocks.button(say("buttons.off_duty"), Press.OFF_DUTY, "off"),
            blocks.button(say("buttons.rest", length=look.length(SHORT)), Press.REST, "rest"),
            *others,
        ]
    title = blocks.header(say("wellbeing.my_day_title"))
    return [title, blocks.section("\n".join(lines)), blocks.actions("my_day", row), *my_answers(day, look)]


def duty_line(duty: OwnDuty, look: Look) -> str:
    """Whether new cases come to them now, and from when on again."""
    say, takes = look.say, duty.takes_cases
    if duty.off_until:
        return say.md("home.off_duty", until=look.day_time(duty.off_until), takes=takes)
    if not duty.is_off:
        return say.md("home.on_duty", takes=takes)
    kind = say(f"rota.off_{duty.kind}") if duty.kind else ""
    back = look.day_time(duty.back_at) if duty.back_at else ""
    return say.md("home.off_rota", kind=kind, back=back, takes=takes)


def my_answers(day: OwnDay, look: Look) -> list[Block]:
    """Their own, of the last four weeks, and the way to be rid of all."""
    if not day.check_ins:
        return []
    say = look.say
    told = blocks.joined(f"{one.day:%m-%d} {say(f'wellbeing.mark_{one.mood}')}" for one in day.check_ins)
    forget = blocks.button(say("buttons.check_in_forget"), Press.CHECK_IN_FORGET, "all")
    return [blocks.section(say.md("wellbeing.my_answers", answers=told), accessory=forget)]


def team_line(team: TeamStrain, look: Look) -> str:
    """Now, the last week against the four before it, and how often intense cases paused; no names, whoever asks."""
    say = look.say
    parts = [_now(team, look)]
    if team.week is not None:
        parts.append(say.md("wellbeing.team_week", week=f"{team.week:.1f}", before=_before(team)))
    if team.mean is not None or team.week is not None:
        parts.append(say.md("wellbeing.team_pauses", count=team.pauses))
    return say.md("wellbeing.team", parts=blocks.joined(parts))


def _now(team: TeamStrain, look: Look) -> str:
    say = look.say
    if team.mean is None:
        return say.md("wellbeing.team_few", fewest=FEWEST_FOR_MEAN)
    told = say.md("wellbeing.team_now", mean=f"{team.mean:.1f}", people=team.people)
    return blocks.joined([told, say.md(f"wellbeing.share_{team.share}") if team.share else ""])


def _before(team: TeamStrain) -> str:
    return "" if team.before is None else f"{team.before:.1f}"
