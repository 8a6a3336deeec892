"""Refusals in people's words: the fact and the way forward, by the subjects of bot.rules.refusals."""

from collections.abc import Callable

from bot.rules.refusals import Refusal
from handlers.casework.desk import Desk
from handlers.slack.refusals import (
    alerts,
    cases,
    causes,
    drills,
    improvements,
    incidents,
    money,
    reviews,
    scorecards,
    sending,
    tasks,
    team,
)
from scripts_library.wording import Token

_ABOUT: tuple[Callable[[Refusal, Desk], Token | None], ...] = (
    cases.about,
    team.about,
    sending.about,
    money.about,
    reviews.about,
    tasks.about,
    causes.about,
    alerts.about,
    improvements.about,
    incidents.about,
    drills.about,
    scorecards.about,
)


def sentence(refusal: Refusal, desk: Desk) -> Token:
    """What the person is told privately, as mrkdwn."""
    for about in _ABOUT:
        if told := about(refusal, desk):
            return told
    raise AssertionError(f"no sentence for {type(refusal).__name__}")
