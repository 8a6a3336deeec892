"""Charts: a digest's chart that one test has had drawn serves every other in which the days are the same.

Most tests open a shop on the same Monday, and their quiet days are alike; a chart takes a tenth of a second.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from bot.charts import days
from bot.charts.days import Days
from scripts_library.wording import Wording

_drawn: dict[tuple[str, str], bytes] = {}
_draw = days.draw


@contextmanager
def known_charts() -> Iterator[None]:
    """Inside, what was drawn before is not drawn again; whatever differs is."""
    with patch.object(days, "draw", _known):
        yield


def _known(chart: Days, say: Wording) -> bytes:
    key = (say.locale, repr(chart))
    if key not in _drawn:
        _drawn[key] = _draw(chart, say)
    return _drawn[key]
