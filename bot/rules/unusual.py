"""Unusual: what came so much oftener on a day than it usually does that chance alone would hardly do it.

Products, categories and the shop as a whole are looked at together every morning. With a hundred of them, one in twenty
"significant" ones would be five pieces of noise a day; so one number holds for all of them together.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from bot.rules.intervals import rate_ratio
from bot.vocabulary import Category

PAST_DAYS = 28
FEWEST_DAYS = 7  # of a younger shop nobody knows yet what is usual
_FEWEST = 3  # cases of a day that are worth a line
_FALSE_NEWS = 1 / 30  # of all mornings on which nothing happened: one a month says that something did
_RESTLESS = 0.06  # how days differ by themselves, variation squared: weekends, sales, deliveries that come together
_EXPLAINS = 2 / 3  # of what the shop has more: then the products say it, and better
_HALF = 0.5  # never seen is no proof that it cannot be: half a case is taken for granted


class Kind(StrEnum):
    """What is looked at."""

    SHOP = "shop"
    CATEGORY = "category"
    PRODUCT = "product"


@dataclass(frozen=True)
class Often:
    """How often something came on the day, and on the `days` days before together. A product has a name."""

    kind: Kind
    count: int
    before: int
    days: int
    name: str = ""
    category: Category | None = None

    @property
    def usual(self) -> float:
        """A day."""
        return self.before / self.days if self.days else 0.0

    @property
    def more(self) -> float:
        """Than usual."""
        return self.count - self.usual

    @property
    def times(self) -> tuple[float, float]:
        """How many times the usual it is, 95 %: from, to."""
        return rate_ratio(self.count, 1, self.before, self.days)


def unusual(looked_at: Iterable[Often], most: int) -> list[Often]:
    """Those that are clearly above their own usual, what is most beyond it first; nothing of a shop too young."""
    known = [one for one in looked_at if one.days >= FEWEST_DAYS]
    level = _FALSE_NEWS / max(1, len(known))
    risen = [one for one in known if one.count >= _FEWEST and one.times[0] > 1 and chance(one) <= level]
    products = sum(one.more for one in risen if one.kind is Kind.PRODUCT)
    told = [one for one in risen if one.kind is not Kind.SHOP or products < _EXPLAINS * one.more]
    return sorted(told, key=lambda one: (-one.more, one.kind, one.name))[:most]


def chance(one: Often) -> float:
    """The probability of so many or more on a day like those before: the upper tail of a negative binomial.

    A Poisson day whose rate is as unsure as what was counted before makes it, and as restless as days are.
    https://en.wikipedia.org/wiki/Negative_binomial_distribution#Gamma%E2%80%93Poisson_mixture
    """
    mean = (one.before + _HALF) / max(1, one.days)
    shape = 1 / (1 / (one.before + _HALF) + _RESTLESS)
    odds = mean / (mean + shape)
    below = (math.exp(_log_choose(count, shape) + count * math.log(odds)) for count in range(one.count))
    none: float = (1 - odds) ** shape
    return max(0.0, 1 - none * math.fsum(below))


def days_known(since_first: timedelta) -> int:
    """How many whole days before a day can be compared with, of a shop that began so long before it."""
    return max(0, min(PAST_DAYS, since_first.days))


def _log_choose(count: int, shape: float) -> float:
    return math.lgamma(count + shape) - math.lgamma(shape) - math.lgamma(count + 1)
