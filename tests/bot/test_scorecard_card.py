"""Scorecard card: what its owner alone is told, what the one is told whom they show it, and what is said of strikes."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.cards.dialogs.quality import quality_dialog
from bot.cards.look import Look
from bot.cards.scorecard_card import Drawn, scorecard_card, shared_card
from bot.policy.loader import load_policy
from bot.rules.scorecard import PARTS, Counted, Part, Scorecard, ScorecardRules, Strike, Third, scorecard_of
from bot.rules.scorecard_shrinking import Tally
from bot.vocabulary import Status
from scripts_library.wording import Wording
from tests.bot.cases import a_case, a_file
from tests.house.clock import T0
from tests.house.reading import words_of

STRIKE = Strike(1042, "threat", "起诉你", "U0ZHAO", T0)
TO_ITS_OWNER = {
    "zh_CN": ("你在", "只有你", "你还没有", "可以提出", "看案件"),
    "en": ("you are", "you are told", "of yours", "contest it", "Which cases"),
}


def look(locale: str) -> Look:
    return Look(Wording(locale), load_policy(None), lambda user: user)


def a_card(*strikes: Strike) -> Scorecard:
    counted = {part: Counted(0.7, Tally(40, 40, 40, 32, 12)) for part in PARTS} | {Part.QUALITY: Counted(0.7, Tally())}
    card = scorecard_of("U0LI", date(2026, 11, 1), counted, ScorecardRules(), strikes)
    return replace(card, third=Third.LOWER)


def told(drawn: Drawn) -> str:
    return words_of({"text": drawn[0], "blocks": drawn[1]})


CARDS = (a_card(), a_card(*[STRIKE] * 7))


@pytest.mark.parametrize("locale", TO_ITS_OWNER)
def test_a_card_that_is_shown_speaks_to_its_reader_and_keeps_the_third(locale: str) -> None:
    own = "".join(told(scorecard_card(7, card, T0, (), look(locale), is_open=True)) for card in CARDS)
    shown = "".join(told(shared_card(card, "U0LI", look(locale))) for card in CARDS)

    for words in (*TO_ITS_OWNER[locale], look(locale).say.md("scorecard.third_lower", fewest=20)):
        assert words in own
        assert words not in shown


@pytest.mark.parametrize(("locale", "words"), [("zh_CN", "定了"), ("en", "settled")])
def test_after_the_time_to_contest_nothing_is_said_to_be_settled_or_unseen(locale: str, words: str) -> None:
    closed = told(scorecard_card(7, a_card(), T0 - timedelta(days=1), (), look(locale), is_open=False))

    assert look(locale).say.md("scorecard.private") in closed
    assert words not in closed


@pytest.mark.parametrize(
    ("locale", "month"), [("zh_CN", ("当月", "这个月")), ("en", ("this month", "the month's total"))]
)
def test_a_strike_is_of_a_card_and_not_of_the_month_it_was_noted_in(locale: str, month: tuple[str, ...]) -> None:
    card = told(scorecard_card(7, a_card(STRIKE), T0, (), look(locale), is_open=True)).split("\n🚫")[0]
    dialog = str(quality_dialog(a_file(a_case(Status.RESOLVED)), look(locale), None))

    assert not [words for words in month if words in card or words in dialog]
