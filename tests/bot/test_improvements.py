"""Improvements: what held means, how an item moves, who may move it, and which may be told to whom."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from bot.case import Actor
from bot.rules import improvements as rules
from bot.rules.improvement_rates import Measured, Metric, Verdict, has_regressed, suggested_metric, verdict
from bot.rules.improvements import Improvement, ImprovementRules, ItemStand, Scope
from bot.rules.refusals.improvements import ImprovementMoved, ImprovementOfAnother, ImprovementTooEarly, LeadNeeded
from bot.vocabulary import Category
from tests.bot.cases import LEAD, LI, WANG
from tests.house.clock import SHANGHAI, T0, at

RULES = ImprovementRules()
TODAY = T0.astimezone(SHANGHAI).date()
KETTLE = Scope(sku="kettle-01", product="电热水壶 1.5L")
SOLD = Scope("kettle-01", "厨房电器", "home-cn")
MANY, FEW, HALF = Measured(40, 10_000), Measured(8, 10_000), Measured(20, 10_000)


def an_item(**facts: Any) -> Improvement:
    """小李 is to have the kettle's base made thicker."""
    usual = Improvement(
        id=3,
        what="把底座换成加厚款",
        scope=KETTLE,
        category=Category.PRODUCT_QUALITY,
        cause="weak_design",
        department="quality",
        owner=LI.user_id,
        start=TODAY,
        metric=Metric.REVIEWS,
        target=0.001,
        made_by=LEAD.user_id,
        made_at=T0,
    )
    return replace(usual, **facts)


class TestVerdict:
    @pytest.mark.parametrize(
        ("before", "after", "target", "found"),
        [
            (MANY, FEW, 0.001, Verdict.HELD),
            (MANY, FEW, 0.0005, Verdict.SHORT),
            (MANY, Measured(36, 10_000), 0.005, Verdict.SAME),
            (FEW, MANY, 0.005, Verdict.WORSE),
            (MANY, Measured(0, 19), 0.001, Verdict.TOO_FEW),
            (Measured(3, 15), FEW, 0.001, Verdict.TOO_FEW),
            (MANY, Measured(3, None), 0.001, Verdict.UNKNOWN),
            (Measured(0, 0), FEW, 0.001, Verdict.UNKNOWN),
            (Measured(0, 10_000), Measured(0, 10_000), 0.001, Verdict.SAME),
        ],
    )
    def test_held_is_at_the_target_and_fewer_than_before_beyond_chance(
        self, before: Measured, after: Measured, target: float, found: Verdict
    ) -> None:
        assert verdict(before, after, Metric.REVIEWS, target) is found

    def test_twice_the_orders_with_twice_the_complaints_is_no_change(self) -> None:
        assert verdict(Measured(40, 1000), Measured(80, 2000), Metric.ERRORS, 1) is Verdict.SAME

    def test_shares_are_compared_as_shares(self) -> None:
        assert verdict(Measured(40, 100), Measured(10, 100), Metric.SHARE, 0.2) is Verdict.HELD
        assert verdict(Measured(40, 100), Measured(34, 100), Metric.SHARE, 0.4) is Verdict.SAME
        assert verdict(Measured(0, 50), Measured(0, 50), Metric.SHARE, 0.4) is Verdict.SAME

    def test_it_regressed_only_where_even_the_lower_end_lies_above_the_target(self) -> None:
        assert not has_regressed(Measured(14, 10_000), Metric.REVIEWS, 0.001)
        assert has_regressed(Measured(30, 10_000), Metric.REVIEWS, 0.001)
        assert not has_regressed(Measured(5, 12), Metric.REVIEWS, 0.001)
        assert not has_regressed(Measured(30, None), Metric.REVIEWS, 0.001)

    def test_the_metric_is_what_there_are_numbers_for(self) -> None:
        quality, wrong = Category.PRODUCT_QUALITY, Category.WRONG_OR_MISSING

        assert suggested_metric(wrong, 100, 90) is Metric.ERRORS
        assert suggested_metric(wrong, 100, None) is Metric.REVIEWS
        assert suggested_metric(quality, 100, 90) is Metric.REVIEWS
        assert suggested_metric(quality, None, None) is Metric.SHARE


class TestSteps:
    def test_only_a_lead_plans(self) -> None:
        with pytest.raises(LeadNeeded):
            rules.planned(an_item(), LI, SHANGHAI)

        assert rules.planned(an_item(), LEAD, SHANGHAI).remind_at == at(days=1, minutes=-30)

    def test_its_owner_or_a_lead_says_that_it_is_in_effect(self) -> None:
        for by in (LI, LEAD):
            after = rules.in_effect(an_item(), by, T0, TODAY, "底座加厚", RULES, SHANGHAI)
            assert (after.stand, after.what, after.moved_by) == (ItemStand.IN_EFFECT, "底座加厚", by.user_id)
            assert after.remind_at == at(days=30, minutes=-30)
        with pytest.raises(ImprovementOfAnother):
            rules.in_effect(an_item(), WANG, T0, TODAY, "底座加厚", RULES, SHANGHAI)

    def test_an_owner_without_a_role_may_too(self) -> None:
        buyer = Actor("U0BUYER", None)

        after = rules.in_effect(an_item(owner=buyer.user_id), buyer, T0, TODAY, "底座加厚", RULES, SHANGHAI)

        assert after.stand is ItemStand.IN_EFFECT

    def test_nothing_is_in_effect_since_tomorrow(self) -> None:
        with pytest.raises(ImprovementTooEarly):
            rules.in_effect(an_item(), LI, T0, TODAY + timedelta(days=1), "底座加厚", RULES, SHANGHAI)

    @pytest.mark.parametrize("stand", [ItemStand.HELD, ItemStand.CLOSED, ItemStand.GIVEN_UP])
    def test_what_held_or_is_over_is_neither_started_nor_given_up(self, stand: ItemStand) -> None:
        item = an_item(stand=stand, moved_by="U0CHEN", moved_at=T0)
        with pytest.raises(ImprovementMoved):
            rules.in_effect(item, LEAD, T0, TODAY, "底座加厚", RULES, SHANGHAI)
        with pytest.raises(ImprovementMoved):
            rules.given_up(item, LEAD, T0, "太贵")

    def test_what_did_not_hold_can_be_tried_again(self) -> None:
        item = an_item(stand=ItemStand.NOT_HELD, after=HALF, verdict=Verdict.SAME, judged_at=T0)

        again = rules.in_effect(item, LI, T0, TODAY, "底座换成钢的", RULES, SHANGHAI)

        assert (again.stand, again.verdict, again.after.of) == (ItemStand.IN_EFFECT, None, None)

    def test_it_reminds_twice_a_week_apart_and_then_is_silent(self) -> None:
        first, again = rules.reminded(an_item(), at(days=1), SHANGHAI)
        assert (first.remind_at, again) == (at(days=8, minutes=-30), False)

        second, again = rules.reminded(first, at(days=8), SHANGHAI)
        assert (second.remind_at, again) == (None, True)

    def test_what_held_is_watched_for_ninety_days_and_closed(self) -> None:
        in_effect = an_item(stand=ItemStand.IN_EFFECT)
        held = rules.judged(in_effect, MANY, FEW, at(days=30), RULES, SHANGHAI)
        assert (held.stand, held.remind_at) == (ItemStand.HELD, at(days=37, minutes=-30))

        still = rules.watched(held, FEW, at(days=37), RULES, SHANGHAI)
        assert (still.stand, still.remind_at) == (ItemStand.HELD, at(days=44, minutes=-30))
        assert rules.watched(still, FEW, at(days=120), RULES, SHANGHAI).stand is ItemStand.CLOSED

    def test_what_held_and_regresses_is_open_again(self) -> None:
        held = an_item(stand=ItemStand.HELD, held_at=T0, before=MANY, after=FEW)

        after = rules.watched(held, MANY, at(days=7), RULES, SHANGHAI)

        assert (after.stand, after.after, after.remind_at) == (ItemStand.REOPENED, MANY, None)

    @pytest.mark.parametrize("after", [Measured(0, 5), Measured(2, None)])
    def test_what_cannot_be_told_yet_stays_in_effect_and_is_looked_at_again(self, after: Measured) -> None:
        judged = rules.judged(an_item(stand=ItemStand.IN_EFFECT), MANY, after, at(days=30), RULES, SHANGHAI)

        assert (judged.stand, judged.remind_at) == (ItemStand.IN_EFFECT, at(days=60, minutes=-30))

    @pytest.mark.parametrize("after", [MANY, HALF, Measured(90, 10_000)])
    def test_what_does_not_hold_is_never_closed(self, after: Measured) -> None:
        judged = rules.judged(an_item(stand=ItemStand.IN_EFFECT), MANY, after, at(days=30), RULES, SHANGHAI)

        assert judged.stand is ItemStand.NOT_HELD


class TestTelling:
    def test_the_newest_in_effect_comes_before_what_is_planned(self) -> None:
        old = an_item(id=1, stand=ItemStand.HELD, start=TODAY - timedelta(days=50))
        new = an_item(id=2, stand=ItemStand.IN_EFFECT, start=TODAY - timedelta(days=2))
        plan = an_item(id=3, start=TODAY + timedelta(days=9))

        found = rules.quotable([old, plan, new], SOLD, Category.PRODUCT_QUALITY, "", TODAY)

        assert [one.id for one in found] == [2, 1, 3]

    @pytest.mark.parametrize(
        "facts",
        [
            {"stand": ItemStand.NOT_HELD},
            {"stand": ItemStand.REOPENED},
            {"stand": ItemStand.GIVEN_UP},
            {"start": TODAY},
            {"scope": Scope(sku="kettle-02")},
            {"scope": Scope(line="家居")},
            {"scope": Scope(store="other")},
            {"category": Category.LOGISTICS, "cause": ""},
        ],
    )
    def test_nobody_is_told_of_what_failed_or_is_late_or_is_about_something_else(self, facts: dict[str, Any]) -> None:
        item = an_item(**({"start": TODAY + timedelta(days=1)} | facts))

        assert rules.quotable([item], SOLD, Category.PRODUCT_QUALITY, "weak_design", TODAY) == []

    @pytest.mark.parametrize("scope", [KETTLE, Scope(line="厨房电器"), Scope(store="home-cn"), Scope()])
    def test_a_line_a_store_and_the_whole_shop_cover_their_products(self, scope: Scope) -> None:
        assert scope.covers(SOLD)

    def test_the_same_cause_fits_in_another_category_too(self) -> None:
        item = an_item(stand=ItemStand.IN_EFFECT)

        assert rules.quotable([item], SOLD, Category.LOGISTICS, "weak_design", TODAY) == [item]
        assert rules.quotable([item], SOLD, None, "", TODAY) == []

    def test_a_reply_quotes_an_item_when_its_words_stand_in_it(self) -> None:
        item = an_item(what="把底座换成 加厚款。")

        assert rules.quoted_in("谢谢。我们已从 12 月 1 日起把底座换成加厚款。", [item]) is item
        assert rules.quoted_in("谢谢。我们已经查清了。", [item]) is None
        assert rules.quoted_in("谢谢。", [an_item(what="")]) is None


def test_the_policy_takes_whole_days() -> None:
    with pytest.raises(ValidationError, match="whole days"):
        ImprovementRules(judge_after=timedelta(hours=30))
    assert ImprovementRules(judge_after=timedelta(days=14)).judge_after == timedelta(days=14)
