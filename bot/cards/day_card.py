"""Day card: the rest of a day's figures, which the digest keeps folded: every number with the cases behind it."""

from collections.abc import Mapping

from bot.cards import blocks
from bot.cards.blocks import joined
from bot.cards.digest_card import digest_title
from bot.cards.digest_lines import clocks_line, when
from bot.cards.look import Look
from bot.messenger import Block
from bot.rules.figures import Counted, DayFigures
from bot.rules.figures.morning import Telling
from scripts_library.wording import Token

Links = Mapping[int, str | None]
_LINKED = 4  # of each number: nine categories' links must fit into one paragraph


def day_view(day: DayFigures, look: Look, links: Links, told: Telling) -> Block:
    """A dialog; `links` are the addresses of the cards by case number. It says that it is counted anew."""
    say = look.say
    lines = [blocks.section(line) for line in _lines(day, look, links, told)]
    counted = blocks.context(say.md("digest.counted", at=look.time(told.now)), say.md("digest.note"))
    shown = [blocks.section(f"*{digest_title(day, look, told)}*"), *lines, counted]
    return blocks.modal(say("buttons.figures"), shown, close=say("buttons.close"))


def _lines(day: DayFigures, look: Look, links: Links, told: Telling) -> list[str]:
    """A paragraph each: together the links of a busy day would be too long for one."""
    say = look.say
    lines = [
        say.md("digest.reviews", negative=day.negative, neutral=day.neutral, positive=day.positive),
        say.md("digest.grades", parts=_grades(day, look, links)),
        say.md("digest.categories", parts=_categories(day, look, links)) if day.by_category else "",
        say.md("digest.worst", parts=_worst(day, look, links)) if day.worst else "",
        clocks_line(day, look),
        say.md(
            "digest.handling",
            when=when(day, look, told).lower(),
            resolved=_linked(day.resolved, look, links),
            still_open=_linked(day.still_open, look, links),
            overdue=_linked(day.overdue, look, links),
        ),
        say.md("escalation.day", parts=_risen(day, look, links)) if day.risen else "",
    ]
    return [line for line in lines if line]


def _grades(day: DayFigures, look: Look, links: Links) -> Token:
    return joined(
        f"{look.say(f'words.mark.{grade}')} {look.say(f'words.grade.{grade}')} {_linked(counted, look, links)}"
        for grade, counted in day.by_grade.items()
    )


def _risen(day: DayFigures, look: Look, links: Links) -> Token:
    return joined(
        f"{look.say(f'escalation.level_{level}')} {_linked(counted, look, links)}"
        for level, counted in day.risen.items()
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
