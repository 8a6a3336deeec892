"""Digest card: yesterday in thirty seconds: a headline, what is to be decided, the chart's place, what else changed."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.cards import blocks
from bot.cards.actions import Lists, Press
from bot.cards.digest_decisions import decisions
from bot.cards.digest_lines import clocks_line, digest_lines, rate, when
from bot.cards.look import Look
from bot.case_file import CaseFile
from bot.messenger import Block
from bot.rules.figures import DayFigures
from bot.rules.figures.morning import Morning, Telling
from bot.vocabulary import Grade

Files = Mapping[int, tuple[CaseFile, str | None]]


@dataclass(frozen=True)
class DigestCard:
    """The message without its picture: what stands above and below it."""

    text: str
    above: list[Block]
    below: list[Block]


def digest_card(morning: Morning, look: Look, files: Files, told: Telling) -> DigestCard:
    """`files`: the cases that are named, by number, with their cards' addresses."""
    day = morning.day
    title, headline = digest_title(day, look, told), _headline(day, look, told)
    above = [blocks.header(title), blocks.section(f"*{headline}*"), *decisions(morning, look, files, told)]
    return DigestCard(look.say.md("digest.text", title=title, headline=headline), above, _below(morning, look, told))


def digest_title(day: DayFigures, look: Look, told: Telling) -> str:
    """Which day it is about; a late one says so."""
    weekday = look.say(f"words.weekday.{day.day.weekday()}")
    key = "digest.title_so_far" if told.so_far else "digest.title_late" if told.is_late else "digest.title"
    return look.say(key, month=day.day.month, day=day.day.day, weekday=weekday)


def _below(morning: Morning, look: Look, told: Telling) -> list[Block]:
    lines, day = digest_lines(morning, look, told), morning.day
    if not (day.reviews or day.still_open.count):
        return [blocks.section("\n".join(lines))] if lines else []
    note = [blocks.context(look.say.md("digest.note"))] if clocks_line(day, look) else []
    return [*([blocks.section("\n".join(lines))] if lines else []), _buttons(day, look), *note]


def _headline(day: DayFigures, look: Look, told: Telling) -> str:
    say, day_name = look.say, when(day, look, told)
    late = say("digest.late", count=day.overdue.count) if day.overdue.count and not told.by_date else ""
    if not day.reviews and not day.cases.count:
        return say.md("digest.headline_none", when=day_name) + late
    if not day.cases.count:
        return say.md("digest.headline_quiet", when=day_name, reviews=day.reviews) + late
    return say.md(
        "digest.headline",
        when=day_name,
        reviews=day.reviews,
        cases=day.cases.count,
        trend="" if told.so_far else _trend(day, look),
        urgent=_urgent(day, look),
        contact=_contact(day, look),
        late=late,
    )


def _trend(day: DayFigures, look: Look) -> str:
    if not day.cases_week_before:
        return ""
    more = day.cases.count - day.cases_week_before
    return look.say("digest.trend", more=f"{more:+}") if more else look.say("digest.trend_same")


def _urgent(day: DayFigures, look: Look) -> str:
    count, started = day.by_grade[Grade.URGENT].count, day.urgent_started
    if not count:
        return ""
    if started.of < count:
        return look.say("digest.urgent_running", count=count)
    key = "digest.urgent_all" if started.kept == started.of else "digest.urgent_some"
    within = look.length(look.policy.deadlines.urgent_start)
    return look.say(key, kept=started.kept, of=started.of, within=within)


def _contact(day: DayFigures, look: Look) -> str:
    if not day.attempted.of:
        return ""
    within = look.length(look.policy.deadlines.first_contact)
    return look.say("digest.contact", within=within, rate=rate(day.attempted, look))


def _buttons(day: DayFigures, look: Look) -> Block:
    more = blocks.button(look.say("buttons.figures"), Press.FIGURES, day.day.isoformat())
    shown = [Lists.OVERDUE, Lists.UNCLAIMED]
    lists = [blocks.button(look.say(f"buttons.{one}"), f"{Press.LIST}:{one}", one) for one in shown]
    return blocks.actions("digest", [more, *lists])
