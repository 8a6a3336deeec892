"""Searching: what somebody looks for: words, and whatever of a case they name beside them."""

from dataclasses import dataclass
from datetime import date

from bot.vocabulary import Category, Grade, Status


@dataclass(frozen=True)
class Wanted:
    """Every part that is named holds. `words` are looked for in what a customer wrote and bought; dates are local."""

    words: str = ""
    grade: Grade | None = None
    status: Status | None = None
    category: Category | None = None
    owner: str | None = None
    store: str | None = None
    since: date | None = None
    until: date | None = None

    @property
    def is_empty(self) -> bool:
        """Nothing was said."""
        return self == Wanted()
