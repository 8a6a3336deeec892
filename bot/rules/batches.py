"""Batches: what a group of complaints tells of the goods: a batch number in the words, the days of the orders."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

_NUMBER = re.compile(
    r"(?:批次号|批次|批号|\blot(?:\s*(?:no\.?|number|#))?|\bbatch(?:\s*(?:no\.?|number|#))?)"
    r"\s*(?:是|为|[:\uff1a#])?\s*(?P<number>(?=[A-Za-z\-]{0,6}\d)[A-Za-z0-9][A-Za-z0-9\-]{2,23})(?![*A-Za-z0-9])",
    re.IGNORECASE,
)
_ENOUGH = 2  # orders whose day is known, and half of them
_BEFORE = timedelta(days=14)


@dataclass(frozen=True)
class Batch:
    """`numbers` by how many say them, the most first; `days` are the first and the last day of the orders."""

    numbers: tuple[tuple[str, int], ...]
    days: tuple[date, date] | None


def batch_of(texts: Sequence[str], ordered: Sequence[datetime], zone: ZoneInfo) -> Batch:
    """What is known of the batch; a customer who says a number twice says it once."""
    said = Counter(number for text in texts for number in numbers_in(text))
    days = sorted(at.astimezone(zone).date() for at in ordered)
    known = (days[0], days[-1]) if len(days) >= max(_ENOUGH, len(texts) / 2) else None
    return Batch(tuple(sorted(said.items(), key=lambda one: (-one[1], one[0]))), known)


def numbers_in(text: str) -> frozenset[str]:
    """批次 20261103, batch no. A-17: every batch number in a text, in capitals."""
    return frozenset(found["number"].upper().strip("-") for found in _NUMBER.finditer(text))


def bought_between(batch: Batch, opened: datetime, zone: ZoneInfo) -> tuple[date, date]:
    """The days in which others may have bought of it: those of the orders, or two weeks before it began."""
    if batch.days:
        return batch.days
    return (opened - _BEFORE).astimezone(zone).date(), opened.astimezone(zone).date()
