"""Heard: a chat line with what was understood of it, and batches of such rows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from bot.chat import ChatLine

T = TypeVar("T")
_AT_A_TIME = 400  # SQLite takes 32,766 values in a statement


@dataclass(frozen=True)
class Heard:
    """`topics` are its topics, `words` its words masked, `day` the local day it belongs to.

    `talk` and `customer` are digests of its session on that day, and of who wrote it.
    """

    source: str
    line: ChatLine
    day: date
    talk: str
    customer: str
    topics: frozenset[str] = frozenset()
    words: str = ""

    @property
    def sku(self) -> str:
        """The product; '' where none is named."""
        return self.line.product.sku or ""

    @property
    def product(self) -> tuple[str, str]:
        """Store and product, which together name it."""
        return self.line.store, self.sku


def parts(many: Sequence[T]) -> Iterator[Sequence[T]]:
    """No more at a time than a statement takes."""
    return (many[start : start + _AT_A_TIME] for start in range(0, len(many), _AT_A_TIME))
