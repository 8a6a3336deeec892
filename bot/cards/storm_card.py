"""Storm card: many cases in one message, so that each is visible while Slack's pace keeps their cards waiting."""

from collections import Counter
from collections.abc import Sequence

from bot.cards import blocks
from bot.cards.actions import Lists, Press
from bot.cards.blocks import joined, one_line
from bot.cards.look import Look
from bot.case_file import InStorm
from bot.messenger import Block
from bot.vocabulary import Grade
from scripts_library.wording import Token

_LINES = 10
_PRODUCTS = 3
_NAME = 40
_PARAGRAPH = 2800  # characters of a section, with room for the words around the numbers


def storm_card(cases: Sequence[InStorm], look: Look) -> tuple[str, list[Block]]:
    """Fallback text and blocks: how many and what they are about, the gravest by name, and every number by grade."""
    say = look.say
    if not cases:
        over = say.md("storm.over")
        return over, [blocks.section(over)]
    title = say.md("storm.title", count=len(cases))
    card = [
        blocks.section("\n".join([f"*{title}*", *_about(cases, look)])),
        blocks.section("\n".join(_line(one, look) for one in cases[:_LINES])),
    ]
    for grade in reversed(Grade):
        if numbers := [one.case.id for one in cases if one.case.grade is grade]:
            head = say.md("storm.numbers", grade=say(f"words.grade.{grade}"), count=len(numbers))
            card += [blocks.section(Token(f"{head}\n{part}")) for part in _paragraphs(numbers)]
    shown = [Lists.UNCLAIMED, Lists.MINE]
    buttons = [blocks.button(say(f"buttons.{one}"), f"{Press.LIST}:{one}", one) for one in shown]
    return title, [*card, blocks.actions("storm", buttons), blocks.context(say.md("storm.note"))]


def together_card(about: str, cases: Sequence[InStorm], look: Look, told: str = "") -> tuple[str, list[Block]]:
    """One message for many notices of a kind: what it is about, and the cases, the gravest by name.

    `told` is finished text for whoever reads it.
    """
    say = look.say
    title = say.md(f"storm.together_{about}", count=len(cases))
    card = [
        blocks.section(f"*{title}*\n{told}" if told else f"*{title}*"),
        blocks.section("\n".join(_line(one, look) for one in cases[:_LINES])),
    ]
    if rest := [one.case.id for one in cases[_LINES:]]:
        card += [blocks.section(Token(part)) for part in _paragraphs(rest)]
    shown = [Lists.OVERDUE, Lists.UNCLAIMED]
    buttons = [blocks.button(say(f"buttons.{one}"), f"{Press.LIST}:{one}", one) for one in shown]
    return title, [*card, blocks.actions("storm", buttons)]


def _about(cases: Sequence[InStorm], look: Look) -> list[str]:
    """The categories and the products most complained of, the most first."""
    categories = Counter(look.category(one.case.category) for one in cases).most_common()
    products = Counter(one_line(one.product, _NAME) for one in cases if one.product).most_common(_PRODUCTS)
    lines = [look.say.md("storm.about", categories=_counted(categories, look))]
    worst = [(name, count) for name, count in products if count > 1]
    return [*lines, look.say.md("storm.products", products=_counted(worst, look))] if worst else lines


def _counted(counts: Sequence[tuple[str, int]], look: Look) -> Token:
    parts = [look.say.md("storm.part", name=name, count=count) for name, count in counts]
    return joined(parts, look.say("words.joint.list"))


def _line(one: InStorm, look: Look) -> str:
    """A case by mark, number, product and category; there is no card to lead to yet."""
    return look.say.md(
        "storm.line",
        mark=look.say(f"words.mark.{one.case.grade}"),
        number=one.case.id,
        product=one_line(one.product, _NAME) or look.say("card.no_product"),
        category=look.category(one.case.category),
    )


def _paragraphs(numbers: Sequence[int]) -> list[str]:
    """Every number, runs of three and more as a range, in paragraphs that Slack takes."""
    parts, paragraphs = _ranges(sorted(numbers)), [""]
    for part in parts:
        if len(paragraphs[-1]) + len(part) > _PARAGRAPH:
            paragraphs.append("")
        paragraphs[-1] += (" " if paragraphs[-1] else "") + part
    return paragraphs


def _ranges(numbers: Sequence[int]) -> list[str]:
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return [f"#{run[0]}–#{run[-1]}" if len(run) > 2 else " ".join(f"#{one}" for one in run) for run in runs]
