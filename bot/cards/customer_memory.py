"""Customer memory: what was before with this customer, in one line for the card and whole for a dialog."""

from bot.cards import blocks
from bot.cards.blocks import joined, one_line
from bot.cards.look import Look
from bot.case_file import CaseFile, EarlierCase
from bot.messenger import Block
from bot.rules.lifecycle import FINISHED

_STRONG = 4  # of 5: from here on the words were strong
_PRODUCT = 24


def memory_line(file: CaseFile, look: Look) -> list[str]:
    """以前 2 件 · 1 件没办完 · 补偿过 ¥35 · 上次回访 2/5 分; nothing for a customer without a past."""
    past = file.earlier
    if not past:
        return []
    say = look.say
    unfinished = sum(one.status not in FINISHED for one in past)
    paid = sum(one.paid_cents for one in past)
    last = next((one.satisfaction for one in past if one.satisfaction is not None), None)
    parts = [say.md("card.memory", count=len(past))]
    if unfinished:
        parts.append(say.md("card.memory_unfinished", count=unfinished))
    if paid:
        parts.append(say.md("card.memory_paid", amount=look.money(paid)))
    if last is not None:
        parts.append(say.md("card.memory_satisfaction", satisfaction=last))
    return [joined(parts)]


def memory_blocks(file: CaseFile, look: Look) -> list[Block]:
    """Two lines a case, newest first."""
    rows = [blocks.section(_row(one, look)) for one in file.earlier]
    return rows or [blocks.section(look.say.md("dialogs.memory.nothing"))]


def _row(one: EarlierCase, look: Look) -> str:
    say = look.say
    day = look.time(one.opened_at, "{date_num}")
    product = one_line(one.product, _PRODUCT) or say("card.no_product")
    first = say.md("dialogs.memory.case", number=one.number, day=day, product=product)
    parts = [
        say.md("dialogs.memory.was", category=look.category(one.category), status=say(f"words.status.{one.status}"))
    ]
    if one.solution:
        parts.append(say.md("dialogs.memory.solution", solution=say(f"words.solution.{one.solution}")))
    if one.paid_cents:
        parts.append(say.md("card.memory_paid", amount=look.money(one.paid_cents)))
    if one.satisfaction is not None:
        parts.append(say.md("dialogs.memory.satisfaction", satisfaction=one.satisfaction))
    if one.bought_again_at:
        parts.append(say.md("orders.memory", day=look.day(one.bought_again_at)))
    if one.intensity >= _STRONG:
        parts.append(say.md("dialogs.memory.strong"))
    return f"{first}\n{joined(parts)}"
