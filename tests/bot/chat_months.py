"""Chat months: a shop whose customers chat as they always do, or suddenly of something, looked at as the desk looks."""

import math
from dataclasses import dataclass
from random import Random

from bot.rules.signals import BASELINE_DAYS, Seen, SignalRules, Tally, Usual, level, rises

_BEFORE = BASELINE_DAYS + 1  # the day of 24 hours ago is in no baseline
Talk = tuple[float, bool]  # when, in days, and whether it mentions the topic


@dataclass(frozen=True)
class Month:
    """`products` × one topic each. A talk mentions it in `share` of cases, which varies from day to day by `restless`.

    From day `_BEFORE` on the share is `times` as large; every day brings `growth` as many talks as the one before.
    """

    products: int = 40
    talks: float = 20
    share: float = 0.1
    restless: float = 0.3
    growth: float = 1.0
    times: float = 1.0
    days: int = 30

    def alerts(self, random: Random, rules: SignalRules) -> list[float]:
        """When alerts came, in days since the baseline was full; one lasts until it was quiet for a day."""
        shop = [self._talks(random) for _ in range(self.products)]
        days = [_days(talks, _BEFORE + self.days) for talks in shop]
        of_shop = [_sum([own[day] for own in days]) for day in range(_BEFORE + self.days)]
        found: list[float] = []
        for talks, own in zip(shop, days, strict=True):
            found += _alerts_of(talks, own, of_shop, rules)
        return sorted(found)

    def _talks(self, random: Random) -> list[Talk]:
        talks: list[Talk] = []
        for day in range(_BEFORE + self.days):
            share = self.share * (self.times if day >= _BEFORE else 1)
            if self.restless:
                share *= random.gammavariate(self.restless**-2, self.restless**2)
            count = _poisson(random, self.talks * self.growth**day)
            talks += [(day + random.random(), random.random() < share) for _ in range(count)]
        return sorted(talks)


def _alerts_of(talks: list[Talk], own: list[Tally], shop: list[Tally], rules: SignalRules) -> list[float]:
    found: list[float] = []
    last, first, seen, mentions, today = -9.0, 0, 0, 0, -1
    for at, is_mention in talks:
        seen, mentions = seen + 1, mentions + is_mention
        while talks[first][0] <= at - 1:
            seen, mentions, first = seen - 1, mentions - talks[first][1], first + 1
        if at < _BEFORE or not is_mention:
            continue
        if today != int(at):
            today = int(at)
            span = slice(today - _BEFORE, today - 1)
            before = _sum(shop[span])
            usual, bound = Usual(own[span], before, before), level(rules, 30 * before.mentions / BASELINE_DAYS)
        if rises(Seen(seen, mentions, mentions), usual, bound, rules, alarming=False):
            found += [at - _BEFORE] if at - last >= 1 else []
            last = at
    return found


def _days(talks: list[Talk], days: int) -> list[Tally]:
    sessions, mentions = [0] * days, [0] * days
    for at, is_mention in talks:
        sessions[int(at)] += 1
        mentions[int(at)] += is_mention
    return [Tally(*one) for one in zip(sessions, mentions, strict=True)]


def _sum(days: list[Tally]) -> Tally:
    return Tally(sum(day.sessions for day in days), sum(day.mentions for day in days))


def _poisson(random: Random, mean: float) -> int:
    """By the product of uniforms, in pieces that do not underflow."""
    if mean > 30:
        return _poisson(random, 30) + _poisson(random, mean - 30)
    bound, count, left = math.exp(-mean), -1, 1.0
    while left > bound:
        left, count = left * random.random(), count + 1
    return count
