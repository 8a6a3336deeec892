"""Doing: what is being changed against complaints, and what customers ask more than usual, as it stands now."""

from collections.abc import Sequence

from bot.cards.alert_card import count
from bot.cards.blocks import one_line
from bot.cards.improvement_card import day_of, figures_line, in_order, scope_name
from bot.cards.look import Look
from bot.masking import mask_text
from bot.page.table import Cell, Table, number_cell
from bot.rules.improvements import Improvement, told
from bot.rules.product_alerts import Alert

_NAME, _WHAT = 60, 120


def item_table(items: Sequence[Improvement], look: Look) -> Table:
    """What waits for somebody's word first."""
    say = look.say
    rows = tuple(
        (
            Cell(
                _what(one, look), say("page.item_of", where=scope_name(one, look), category=look.category(one.category))
            ),
            Cell(say(f"improvements.stand_{one.stand}")),
            Cell(one_line(look.name(one.owner), _NAME), say("page.since", day=day_of(one.start, look))),
            Cell(figures_line(one, look)),
        )
        for one in in_order(items)
    )
    heads = tuple(say(f"page.head_{name}") for name in ("item", "stand", "owner", "figures"))
    return Table(say("page.items_caption"), heads, rows, say("page.items_none"), kind="words")


def alert_table(alerts: Sequence[Alert], products: Sequence[str], look: Look) -> Table:
    """The oldest first; `products` are their names."""
    say = look.say
    rows = tuple(
        (
            Cell(one_line(name or one.sku, _NAME), look.policy.store_name(one.store)),
            Cell(say(f"signals.topic.{one.topic}")),
            number_cell(say("page.alert_count", customers=one.customers, usual=count(one.usual))),
            Cell(look.day(one.began_at)),
            Cell(say(f"page.alert_{one.stand}")),
        )
        for one, name in zip(alerts, products, strict=True)
    )
    heads = tuple(say(f"page.head_{name}") for name in ("product", "topic", "asked", "since", "stand"))
    return Table(say("page.alerts_caption"), heads, rows, say("page.alerts_none"), kind="words")


def _what(one: Improvement, look: Look) -> str:
    return look.say("page.item", number=one.id, what=one_line(mask_text(told(one)), _WHAT))
