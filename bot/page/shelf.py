"""Shelf: which products and lines are complained of, how often for their orders, and of what."""

from collections.abc import Sequence

from bot.cards.blocks import one_line
from bot.cards.look import Look
from bot.cards.measured import mean, rate, share, spread_words
from bot.page.table import Cell, Table, Whisker, number_cell
from bot.rules.figures import Kept, Rate
from bot.rules.figures.period import LineFigures, ProductFigures
from bot.vocabulary import Category

_NAME = 60
_SHADES = 5


def product_table(products: Sequence[ProductFigures], look: Look) -> Table:
    """The most complained of first, as they were counted."""
    say = look.say
    drawn = _whiskers([one.rate for one in products])
    rows = tuple(
        (
            Cell(_product(one, look), look.policy.store_name(one.store)),
            number_cell(one.negative),
            number_cell(share(Kept(one.negative, one.reviews), look)),
            _rate_cell(one.rate, drawn[place], look),
            number_cell(mean(one.rating, look)),
        )
        for place, one in enumerate(products)
    )
    heads = _heads(("product", "negative", "share", "rate", "rating"), look)
    return Table(say("page.products_caption", count=len(products)), heads, rows, say("page.products_none"))


def line_table(lines: Sequence[LineFigures], look: Look) -> Table:
    """The same by product line."""
    say = look.say
    drawn = _whiskers([one.rate for one in lines])
    rows = tuple(
        (
            Cell(one_line(one.line, _NAME)),
            number_cell(one.negative),
            number_cell(share(Kept(one.negative, one.reviews), look)),
            _rate_cell(one.rate, drawn[place], look),
            number_cell(mean(one.rating, look)),
        )
        for place, one in enumerate(lines)
    )
    heads = _heads(("line", "negative", "share", "rate", "rating"), look)
    return Table(say("page.lines_caption"), heads, rows, say("page.lines_none"))


def heat_table(products: Sequence[ProductFigures], look: Look) -> Table:
    """The same products by what is complained of; the most frequent category first."""
    say = look.say
    totals: dict[Category | None, int] = {}
    for one in products:
        for category, count in one.by_category.items():
            totals[category] = totals.get(category, 0) + count
    order = sorted(totals, key=lambda name: (name is None, -totals[name], name or ""))
    most = max((count for one in products for count in one.by_category.values()), default=0)
    rows = tuple(
        (
            Cell(_product(one, look)),
            *(_heat_cell(one.by_category.get(category, 0), most) for category in order),
            number_cell(one.negative),
        )
        for one in products
    )
    heads = (say("page.head_product"), *(look.category(one) for one in order), say("page.head_sum"))
    return Table(say("page.heat_caption"), heads, rows, say("page.products_none"), is_wide=True, kind="heat")


def _product(one: ProductFigures, look: Look) -> str:
    return one_line(one.name, _NAME) or look.say("card.no_product")


def _rate_cell(value: Rate, drawn: Whisker | None, look: Look) -> Cell:
    off = spread_words(value, look)
    words = look.say("page.interval", interval=off) if off else ""
    return Cell(rate(value, look), words, whisker=drawn, is_number=True)


def _whiskers(rates: Sequence[Rate]) -> list[Whisker | None]:
    """On one scale, so that they can be compared; it ends where the largest interval does."""
    most = max((one.interval[1] for one in rates if one.interval), default=0.0)

    def at(value: float) -> float:
        return round(100 * value / most, 1) if most else 0.0

    return [
        Whisker(at(one.interval[0]), at(one.value), at(one.interval[1]))
        if one.interval and one.value is not None
        else None
        for one in rates
    ]


def _heat_cell(count: int, most: int) -> Cell:
    shade = -(-_SHADES * count // most) if most else 0
    return Cell(str(count) if count else "·", heat=shade, is_number=True)


def _heads(names: Sequence[str], look: Look) -> tuple[str, ...]:
    return tuple(look.say(f"page.head_{name}") for name in names)
