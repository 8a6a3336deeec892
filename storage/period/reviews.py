"""Reviews: what arrived in a period, by product and line, and how many of it there were for each order."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sqlalchemy import and_
from sqlalchemy import select as sql_select
from sqlmodel import col, func

from bot.rules.figures import Mean, Rate
from bot.rules.figures.period import LineFigures, ProductFigures, Reviews
from bot.vocabulary import Category
from storage.denominators import Part
from storage.period.rates import rate
from storage.period.span import Span
from storage.sql import many
from storage.tables import ReviewRow

_SHOWN = 10
_NEUTRAL = 3
_Product = tuple[str, str, str]  # store, line, sku
K = TypeVar("K")


@dataclass
class _Tally:
    """What adds up while the groups go by."""

    name: str = ""
    reviews: int = 0
    negative: int = 0
    neutral: int = 0
    stars: int = 0
    rated: int = 0
    by_category: dict[Category | None, int] = field(default_factory=dict)

    def add(self, row: Any) -> None:
        self.name = self.name or row.name or ""
        self.reviews += row.reviews
        self.negative += row.negative
        self.neutral += row.neutral
        self.stars += int(row.stars or 0)
        self.rated += row.rated
        if row.negative:
            category = Category(row.category) if row.category else None
            self.by_category[category] = self.by_category.get(category, 0) + row.negative

    @property
    def rating(self) -> Mean:
        return Mean(self.stars, self.rated)


@dataclass(frozen=True)
class Arrived:
    """The reviews of a period, in all, by product and by line; the most complained of first."""

    reviews: Reviews
    quality: Rate
    errors: Rate
    products: tuple[ProductFigures, ...]
    lines: tuple[LineFigures, ...]


def arrived(span: Span) -> Arrived:
    """One pass over the reviews; of the products and lines that are complained of most, the orders are looked up."""
    groups = _groups(span)
    whole, products, lines = (
        _Tally(),
        defaultdict[tuple[str, str, str], _Tally](_Tally),
        defaultdict[str, _Tally](_Tally),
    )
    for row in groups:
        whole.add(row)
        if row.sku or row.name:
            products[row.store, row.line, row.sku or row.name].add(row)
        if row.line:
            lines[row.line].add(row)
    part, of = Part(store=span.scope.store, line=span.scope.line), whole.by_category.get
    quality, wrong = Category.PRODUCT_QUALITY, Category.WRONG_OR_MISSING
    return Arrived(
        Reviews(whole.reviews, whole.negative, whole.neutral, whole.rating),
        rate(span, part, of(quality, 0), quality),
        rate(span, part, of(wrong, 0), wrong, shipments=True),
        tuple(_product(span, key, tally) for key, tally in _worst(products.items())),
        tuple(_line(span, line, tally) for line, tally in _worst(lines.items())),
    )


def _groups(span: Span) -> Iterable[Any]:
    """Reviews that were deleted before they reached us were never read by anybody."""
    never_read = and_(col(ReviewRow.deleted_at).is_not(None), col(ReviewRow.revision) == 1)
    negative = col(ReviewRow.is_negative).is_(True)
    keys = (col(ReviewRow.store), col(ReviewRow.line), col(ReviewRow.sku), col(ReviewRow.category))
    return span.session.execute(
        sql_select(
            *keys,
            func.min(col(ReviewRow.product_name)).label("name"),
            func.count().label("reviews"),
            many(negative).label("negative"),
            many(~negative, col(ReviewRow.rating) == _NEUTRAL).label("neutral"),
            func.sum(col(ReviewRow.rating)).label("stars"),
            func.count(col(ReviewRow.rating)).label("rated"),
        )
        .where(
            col(ReviewRow.received_at) >= span.begin,
            col(ReviewRow.received_at) < span.end,
            ~never_read,
            *span.of_review(),
        )
        .group_by(*keys)
    ).all()


def _worst(tallies: Iterable[tuple[K, _Tally]]) -> list[tuple[K, _Tally]]:
    told = sorted(tallies, key=lambda one: (-one[1].negative, -one[1].reviews, str(one[0])))
    return [one for one in told if one[1].negative][:_SHOWN]


def _product(span: Span, product: _Product, tally: _Tally) -> ProductFigures:
    store, line, sku = product
    per_order = rate(span, Part(store=store, sku=sku), tally.negative)
    categories = dict(tally.by_category)
    name = tally.name or sku
    return ProductFigures(store, line, sku, name, tally.reviews, tally.negative, tally.rating, categories, per_order)


def _line(span: Span, line: str, tally: _Tally) -> LineFigures:
    per_order = rate(span, Part(store=span.scope.store, line=line), tally.negative)
    return LineFigures(line, tally.reviews, tally.negative, tally.rating, per_order)
