"""Digest card: the day in thirty seconds, headline first, every number with the cases behind it."""

from collections.abc import Mapping

from bot.cards import blocks
from bot.cards.actions import Lists, Press
from bot.cards.blocks import joined
from bot.cards.look import Look
from bot.messenger import Block
from bot.rules.figures import Counted, DayFigures, Kept
from bot.vocabulary import Grade
from scripts_library.wording import Token

Links = Mapping[int, str | None]
_ENOUGH = 20  # below that a percentage would promise more than it knows
_LINKED = 4  # of each number: nine categories' links must fit into one paragraph


def digest_card(
    day: DayFigures, look: Look, links: Links, *, so_far: bool, is_late: bool = False
) -> tuple[str, list[Block]]:
    """Fallback text and blocks; `links` are the addresses of the cards by case number. A late one says so."""
    title = _title(day, look, so_far=so_far, is_late=is_late)
    headline = _headline(day, look, so_far=so_far, is_late=is_late)
    card = [blocks.header(title), blocks.section(f"*{headline}*")]
    if day.reviews or day.still_open.count:
        lines = _lines(day, look, links, so_far=so_far, is_late=is_late)
        card += [blocks.section(line) for line in lines]
        card += [_buttons(look), blocks.context(look.say.md("digest.note"))]
    return look.say.md("digest.text", title=title, headline=headline), card


def _title(day: DayFigures, look: Look, *, so_far: bool, is_late: bool) -> str:
    weekday = look.say(f"words.weekday.{day.day.weekday()}")
    key = "digest.title_so_far" if so_far else "digest.title_late" if is_late else "digest.title"
    return look.say(key, month=day.day.month, day=day.day.day, weekday=weekday)


def _headline(day: DayFigures, look: Look, *, so_far: bool, is_late: bool) -> str:
    say, when = look.say, _when(day, look, so_far=so_far, is_late=is_late)
    late = say("digest.late", count=day.overdue.count) if day.overdue.count else ""
    if not day.reviews:
        return say.md("digest.headline_none", when=when) + late
    if not day.cases.count:
        return say.md("digest.headline_quiet", when=when, reviews=day.reviews) + late
    return say.md(
        "digest.headline",
        when=when,
        reviews=day.reviews,
        cases=day.cases.count,
        urgent=_urgent(day, look),
        contact=say("digest.contact", rate=_rate(day.attempted, look)) if day.attempted.of else "",
        trend="" if so_far else _trend(day, look),
        late=late,
    )


def _urgent(day: DayFigures, look: Look) -> str:
    count, started = day.by_grade[Grade.URGENT].count, day.urgent_started
    if not count:
        return ""
    if started.of < count:
        return look.say("digest.urgent_running", count=count)
    key = "digest.urgent_all" if started.kept == started.of else "digest.urgent_some"
    return look.say(key, kept=started.kept, of=started.of)


def _trend(day: DayFigures, look: Look) -> str:
    if not day.cases_week_before:
        return ""
    more = day.cases.count - day.cases_week_before
    key = "digest.trend_more" if more > 0 else "digest.trend_less" if more < 0 else "digest.trend_same"
    return look.say(key, count=abs(more))


def _lines(day: DayFigures, look: Look, links: Links, *, so_far: bool, is_late: bool) -> list[str]:
    """A paragraph each: together the links of a busy day would be too long for one."""
    say = look.say
    lines = [
        say.md("digest.reviews", negative=day.negative, neutral=day.neutral, positive=day.positive),
        say.md("digest.grades", parts=_grades(day, look, links)),
    ]
    if day.by_category:
        lines.append(say.md("digest.categories", parts=_categories(day, look, links)))
    lines += [
        say.md(
            "digest.clocks",
            urgent=_rate(day.urgent_started, look),
            important=_rate(day.important_started, look),
            attempted=_rate(day.attempted, look),
            reached=_rate(day.reached, look),
            followed_up=_rate(day.followed_up, look),
        ),
        say.md(
            "digest.handling",
            when=_when(day, look, so_far=so_far, is_late=is_late).lower(),
            resolved=_linked(day.resolved, look, links),
            still_open=_linked(day.still_open, look, links),
            overdue=_linked(day.overdue, look, links),
        ),
    ]
    if day.worst:
        lines.append(say.md("digest.worst", parts=_worst(day, look, links)))
    return lines


def _grades(day: DayFigures, look: Look, links: Links) -> Token:
    return joined(
        f"{look.say(f'words.mark.{grade}')} {look.say(f'words.grade.{grade}')} {_linked(counted, look, links)}"
        for grade, counted in day.by_grade.items()
    )


def _categories(day: DayFigures, look: Look, links: Links) -> Token:
    return joined(
        f"{look.category(which)} {_linked(counted, look, links)}" for which, counted in day.by_category.items()
    )


def _worst(day: DayFigures, look: Look, links: Links) -> Token:
    return joined(
        f"{look.say.md('digest.worst_part', name=blocks.one_line(product.name, 40), count=product.cases)} "
        f"{_numbers(Counted(product.cases, product.case_ids), look, links)}"
        for product in day.worst
    )


def _linked(counted: Counted, look: Look, links: Links) -> Token:
    """`3  #12 #15 #18`: the number, then the cases it is made of."""
    return Token(f"{counted.count} {_numbers(counted, look, links)}".rstrip())


def _numbers(counted: Counted, look: Look, links: Links) -> Token:
    shown = []
    for case_id in counted.case_ids[:_LINKED]:
        address = links.get(case_id)
        shown.append(blocks.link(address, f"#{case_id}") if address else f"#{case_id}")
    if counted.count > len(shown) > 0:
        shown.append(look.say.md("digest.more", count=counted.count))
    return joined(shown, " ")


def _rate(kept: Kept, look: Look) -> str:
    if not kept.of:
        return look.say("digest.no_clock")
    key = "digest.rate" if kept.of >= _ENOUGH else "digest.few"
    return look.say(key, percent=kept.percent, kept=kept.kept, of=kept.of)


def _when(day: DayFigures, look: Look, *, so_far: bool, is_late: bool) -> str:
    """A late digest may be read days after: it names its day."""
    if is_late:
        return look.say("digest.that_day", month=day.day.month, day=day.day.day)
    return look.say("digest.today" if so_far else "digest.yesterday")


def _buttons(look: Look) -> Block:
    shown = [Lists.OVERDUE, Lists.UNCLAIMED]
    return blocks.actions(
        "digest", [blocks.button(look.say(f"buttons.{one}"), f"{Press.LIST}:{one}", one) for one in shown]
    )
