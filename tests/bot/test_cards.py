"""Cards: what they say in each state is true of the case, and their buttons are what it allows."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.cards.case_card import case_card
from bot.cards.dialogs.steering import snooze_dialog
from bot.cards.look import Look
from bot.case_file import CaseFile
from bot.policy.loader import load_policy
from bot.rules.deadlines import Deadlines
from bot.rules.lifecycle import advance
from bot.vocabulary import Action, Channel, ReviewChange, Status
from scripts_library.wording import Wording
from tests.bot.cases import DEADLINES, LI, WANG, a_case, a_file, a_review_seen, an_order
from tests.bot.drawings import STATES
from tests.house.clock import at
from tests.house.reading import buttons_of, words_of

LOOK = Look(Wording("zh_CN"), load_policy(None), lambda user: user)


def reads(file: CaseFile) -> str:
    return words_of({"blocks": case_card(file, LOOK)[1]})


def buttons(file: CaseFile) -> list[dict[str, Any]]:
    rows = [block["elements"] for block in case_card(file, LOOK)[1] if block["type"] == "actions"]
    return [button for row in rows for button in row]


class TestWhoDidIt:
    def test_after_a_hand_over_the_card_says_who_reached_the_customer_and_who_goes_on(self) -> None:
        case = advance(a_case(Status.CONTACTED), an_order(Action.HAND_OVER), DEADLINES)

        shown = reads(a_file(case))

        assert f"<@{LI.user_id}> 10:10 联系上客户(电话)" in shown
        assert f"负责人 <@{WANG.user_id}>" in shown

    def test_as_long_as_it_is_the_same_person_they_are_named_once(self) -> None:
        assert reads(a_file(a_case(Status.CONTACTED))).count(LI.user_id) == 1

    def test_a_case_given_back_and_claimed_anew_still_knows_that_the_customer_was_reached(self) -> None:
        back = advance(a_case(Status.CONTACTED), an_order(Action.RELEASE), DEADLINES)
        again = advance(back, an_order(Action.CLAIM, WANG), DEADLINES)

        shown = reads(a_file(again))

        assert "联系上客户(电话)" in shown
        assert "还没联系上" not in shown

    def test_a_reopened_case_shows_its_new_promise_and_not_the_old_calls(self) -> None:
        again = advance(a_case(Status.RESOLVED), an_order(Action.REOPEN, at=at(days=2)), DEADLINES)

        shown = reads(a_file(again))

        assert "12:00 前联系客户" in shown
        assert "还没联系上" not in shown

    def test_calls_in_vain_are_counted(self) -> None:
        once = advance(a_case(Status.CLAIMED), an_order(Action.CONTACT_MISSED, channel=Channel.SMS), DEADLINES)
        twice = advance(once, an_order(Action.CONTACT_MISSED), DEADLINES)

        assert "联系过 2 次,还没联系上" in reads(a_file(twice))


class TestALivingReview:
    @pytest.mark.parametrize(("before", "after", "said"), [(1, 4, "★ 由 1 变 4"), (4, 1, "★ 由 4 变 1")])
    def test_stars_that_moved_are_told(self, before: int, after: int, said: str) -> None:
        assert said in reads(self.changed(before, after))

    @pytest.mark.parametrize(("before", "after"), [(1, 1), (None, 1), (1, None), (None, None)])
    def test_stars_that_are_unknown_or_the_same_are_not(self, before: int | None, after: int | None) -> None:
        shown = reads(self.changed(before, after))

        assert "修改了评价" in shown
        assert "由" not in shown
        assert "None" not in shown

    def test_only_better_stars_suggest_to_resolve(self) -> None:
        assert "可以结案" in reads(self.changed(1, 4))
        assert "可以结案" not in reads(self.changed(4, 1))

    def changed(self, before: int | None, after: int | None) -> CaseFile:
        review = a_review_seen(
            change=ReviewChange.UPDATED, changed_at=at(hours=1), previous_rating=before, rating=after
        )
        return a_file(a_case(Status.CLAIMED), review=review)


class TestButtons:
    @pytest.mark.parametrize("state", STATES)
    def test_at_most_one_button_is_green_and_more_comes_last(self, state: str) -> None:
        status, facts = STATES[state]
        row = buttons(a_file(a_case(status, **facts)))

        assert len([button for button in row if button.get("style") == "primary"]) <= 1
        assert row[-1]["text"]["text"] == "更多"

    @pytest.mark.parametrize(
        ("status", "labels"),
        [
            (Status.OPEN, ["认领", "改判", "更多"]),
            (Status.CONTACTED, ["联系客户", "解决方案", "结案", "转交", "更多"]),
            (Status.SOLVING, ["结案", "联系客户", "解决方案", "转交", "更多"]),
            (Status.WAITING, ["客户已回复", "联系客户", "结案", "更多"]),
            (Status.RESOLVED, ["更多"]),
            (Status.CLOSED, ["更多"]),
            (Status.DISMISSED, ["更多"]),
        ],
    )
    def test_a_card_shows_what_its_state_allows(self, status: Status, labels: list[str]) -> None:
        assert buttons_of({"blocks": case_card(a_file(a_case(status)), LOOK)[1]}) == labels

    @pytest.mark.parametrize("status", [Status.CLAIMED, Status.SOLVING])
    def test_before_a_contact_nobody_is_invited_to_resolve(self, status: Status) -> None:
        case = a_case(status, attempted_at=None, reached_at=None, contacts=0)

        assert [button["text"]["text"] for button in buttons(a_file(case))] == ["联系客户", "解决方案", "转交", "更多"]


class TestSnoozing:
    @pytest.mark.parametrize(
        ("longest", "offered"),
        [
            (timedelta(hours=2), ["15 分钟", "30 分钟", "1 小时", "2 小时"]),
            (timedelta(hours=1), ["15 分钟", "30 分钟", "1 小时"]),
            (timedelta(minutes=20), ["15 分钟"]),
            (timedelta(minutes=10), ["10 分钟"]),
        ],
    )
    def test_only_what_the_shop_allows_is_offered(self, longest: timedelta, offered: list[str]) -> None:
        policy = LOOK.policy.model_copy(update={"deadlines": Deadlines(snooze_longest=longest)})

        view = snooze_dialog(a_file(), replace(LOOK, policy=policy))

        question = next(block["element"] for block in view["blocks"] if block.get("block_id") == "pause")
        assert [option["text"]["text"] for option in question["options"]] == offered


@pytest.mark.parametrize(
    ("length", "said"),
    [
        (timedelta(minutes=30), "30 分钟"),
        (timedelta(minutes=90), "90 分钟"),
        (timedelta(hours=2), "2 小时"),
    ],
)
def test_a_chosen_length_is_said_in_words(length: timedelta, said: str) -> None:
    assert LOOK.length(length) == said


@pytest.mark.parametrize(
    ("length", "said"),
    [
        (timedelta(seconds=-5), "0 分"),
        (timedelta(minutes=14), "14 分"),
        (timedelta(minutes=134), "2 小时 14 分"),
        (timedelta(days=2, hours=3, minutes=9), "2 天 3 小时"),
    ],
)
def test_the_time_a_case_took_is_said_in_words(length: timedelta, said: str) -> None:
    assert LOOK.spent(length) == said
