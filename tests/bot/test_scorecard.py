"""Scorecard: shrunk numbers lie between raw and mean; who has few cases is compared with nobody."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.case import Actor
from bot.rules.refusals.scorecards import ContestNotYours
from bot.rules.scorecard import (
    FEWEST_TO_COMPARE,
    PARTS,
    Counted,
    Evidence,
    Part,
    Scorecard,
    ScorecardRules,
    Strike,
    Third,
    counted_of,
    freezes_at,
    scorecard_of,
    team_of,
    thirds,
    without,
)
from bot.rules.scorecard_cohorts import Bought, Cohorts
from bot.rules.scorecard_contests import Contest, deciders, ensure_may_decide
from bot.rules.scorecard_shrinking import Item, Tally, above, estimate, tally_of
from bot.vocabulary import Role
from tests.house.clock import T0

RULES, MONTH = ScorecardRules(), date(2026, 10, 1)
STRIKE = Strike(1, "threat", "起诉你", "U0ZHAO", T0)
shares = st.floats(0, 1)
items = st.lists(
    st.builds(Item, st.integers(1, 9999), st.sampled_from([0.0, 0.25, 1.0]), st.sampled_from([1.0, 4.0, 20.0]), shares),
    max_size=60,
)


def a_card(user: str, cases: int = 40, good: float = 0.8, strikes: tuple[Strike, ...] = ()) -> Scorecard:
    counted = {part: Counted(0.7, Tally(cases, cases, cases, cases * good, cases * 0.3)) for part in PARTS}
    return scorecard_of(user, MONTH, counted, RULES, strikes)


class TestShrinking:
    @given(items, shares)
    def test_what_is_told_lies_between_raw_and_mean_and_within_its_interval(
        self, some: list[Item], mean: float
    ) -> None:
        found = estimate(tally_of(some), mean, 20)

        ends = sorted((mean, mean if found.raw is None else found.raw))
        assert ends[0] - 1e-9 <= found.value <= ends[1] + 1e-9
        assert 0 <= found.low <= found.value <= found.high <= 1

    @given(items, shares)
    def test_beside_a_cohort_it_holds_as_well(self, some: list[Item], mean: float) -> None:
        found = above(tally_of(some), mean, 20)

        assert -1e-9 <= found.low <= found.value <= found.high <= 1 + 1e-9
        if found.raw is not None:
            assert min(found.raw, 0.5) - 1e-9 <= found.value <= max(found.raw, 0.5) + 1e-9

    @given(items.filter(bool), shares, st.data())
    def test_one_more_resolved_never_lowers_it(self, some: list[Item], mean: float, data: st.DataObject) -> None:
        which = data.draw(st.integers(0, len(some) - 1))
        better = [replace(one, value=1.0) if place == which else one for place, one in enumerate(some)]

        assert estimate(tally_of(better), mean, 20).value >= estimate(tally_of(some), mean, 20).value - 1e-9

    def test_drawn_numbers_miss_by_less_and_the_intervals_hold_what_they_promise(self) -> None:
        random, off_drawn, off_raw, held = Random(11), 0.0, 0.0, 0
        people = 4000
        for _ in range(people):
            truth, n = random.betavariate(14, 6), random.randrange(5, 80)
            good = sum(random.random() < truth for _ in range(n))
            found = estimate(Tally(n, n, n, good), 0.7, 20)
            off_drawn += (found.value - truth) ** 2
            off_raw += (good / n - truth) ** 2
            held += found.low <= truth <= found.high

        assert off_drawn < 0.6 * off_raw
        assert 0.93 < held / people < 0.96

    def test_twenty_cases_move_half_way(self) -> None:
        assert estimate(Tally(20, 20, 20, 20), 0.5, 20).value == pytest.approx(0.75)

    def test_one_heavy_case_among_light_ones_counts_as_few(self) -> None:
        heavy = tally_of([Item(1, 1, 20.0), *(Item(n, 0, 1.0) for n in range(2, 12))])

        assert heavy.effective == pytest.approx(900 / 410)

    def test_without_a_case_it_is_the_mean(self) -> None:
        found = estimate(Tally(), 0.62, 20)

        assert (found.value, found.raw, found.n) == (0.62, None, 0)

    def test_as_many_as_expected_is_exactly_half(self) -> None:
        assert above(Tally(40, 40, 40, 12, 12), 0.9, 20).value == pytest.approx(0.5)


COUNTED = {
    ("li", ("normal", "gold")): Bought(10, 9),
    ("wang", ("normal", "gold")): Bought(200, 60),
    ("sun", ("urgent", "basic")): Bought(100, 0),
}


class TestCohorts:
    def test_a_persons_own_cases_are_not_expected_of_them(self) -> None:
        cohorts = Cohorts(COUNTED, 20)

        assert cohorts.usual("li") == pytest.approx(60 / 300)
        assert cohorts.expected("li") == {("normal", "gold"): pytest.approx((60 + 20 * 0.2) / 220)}

    def test_a_cell_nobody_else_has_leans_on_the_whole(self) -> None:
        assert Cohorts(COUNTED, 20).expected("sun") == {("urgent", "basic"): pytest.approx(69 / 210)}

    def test_alone_there_is_nothing_to_go_by(self) -> None:
        cohorts = Cohorts({("li", ("normal", "gold")): Bought(10, 9)}, 20)

        assert cohorts.usual("li") is None
        assert cohorts.expected("li") == {}


class TestTotal:
    @given(st.lists(st.tuples(items, shares), min_size=5, max_size=5))
    def test_it_is_a_share_and_holds_its_interval(self, told: list[tuple[list[Item], float]]) -> None:
        evidence = {part: Evidence(mean, tuple(some)) for part, (some, mean) in zip(PARTS, told, strict=True)}

        total = scorecard_of("U0LI", MONTH, counted_of(evidence), replace_fewest(5)).total

        if total:
            assert 0 <= total.low <= total.value <= total.high <= 1

    def test_fewer_than_twenty_have_none(self) -> None:
        assert a_card("U0LI", cases=19).total is None
        assert a_card("U0LI", cases=20).total is not None

    def test_a_strike_makes_it_nothing(self) -> None:
        card = a_card("U0LI", strikes=(STRIKE,))

        assert card.total is not None
        assert (card.total.value, card.total.low, card.total.high) == (0, 0, 0)
        assert card.before_strikes == a_card("U0LI").total

    def test_what_the_shop_does_not_measure_leaves_its_share_to_the_rest(self) -> None:
        counted = {part: Counted(0.7, Tally(40, 40, 40, 32)) for part in PARTS if part is not Part.QUALITY}

        card = scorecard_of("U0LI", MONTH, counted, RULES)

        shares = {one.part: one.share for one in card.parts}
        assert shares[Part.QUALITY] == 0
        assert shares[Part.RESOLUTION] == pytest.approx(0.35 / 0.85)
        assert sum(shares.values()) == pytest.approx(1)

    def test_a_case_left_out_of_one_part_stays_in_the_others(self) -> None:
        evidence = {part: Evidence(0.7, (Item(1, 0.0), Item(2, 1.0))) for part in PARTS}

        left = without(evidence, Part.CONTACT, 1)

        assert [one.case_id for one in left[Part.CONTACT].items] == [2]
        assert [one.case_id for one in left[Part.RESOLUTION].items] == [1, 2]


class TestThirds:
    @given(st.lists(st.tuples(st.integers(0, 60), shares), max_size=20))
    def test_nobody_below_twenty_stands_in_one(self, told: list[tuple[int, float]]) -> None:
        cards = [a_card(f"U0{place}", cases, good) for place, (cases, good) in enumerate(told)]

        stands = thirds(cards)

        assert not {one.user_id for one in cards if one.cases < RULES.fewest} & set(stands)
        if len([one for one in cards if one.is_comparable]) < FEWEST_TO_COMPARE:
            assert stands == {}

    def test_six_make_two_each(self) -> None:
        stands = thirds([a_card(f"U0{place}", good=place / 10) for place in range(6)])

        lower, middle, upper = Third.LOWER, Third.MIDDLE, Third.UPPER
        assert list(stands.values()) == [lower, lower, middle, middle, upper, upper]

    @given(st.lists(st.tuples(st.integers(15, 60), shares), min_size=5, max_size=20), st.sets(st.integers(0, 19)))
    def test_strikes_move_nobodys_third_and_not_the_teams_means(
        self, told: list[tuple[int, float]], struck: set[int]
    ) -> None:
        plain = [a_card(f"U0{place}", cases, good) for place, (cases, good) in enumerate(told)]
        marked = [
            a_card(f"U0{place}", cases, good, (STRIKE,) if place in struck else ())
            for place, (cases, good) in enumerate(told)
        ]

        assert thirds(marked) == thirds(plain)
        assert team_of(MONTH, marked) == team_of(MONTH, plain)

    def test_equals_stand_together(self) -> None:
        assert set(thirds([a_card(f"U0{place}") for place in range(7)]).values()) == {Third.UPPER}


class TestWhoDecides:
    CONTEST = Contest(1, 1, "U0LI", 1042, Part.STRIKE, "是顾客说的", T0, checked_by=("U0CHEN", "U0ZHAO"))

    @pytest.mark.parametrize(
        ("supervisors", "managers", "asked"),
        [
            (("U0CHEN", "U0HE"), ("U0ZHOU",), ["U0HE"]),
            (("U0CHEN",), ("U0ZHOU",), ["U0ZHOU"]),
            (("U0CHEN",), (), ["U0CHEN"]),
            ((), ("U0CHEN",), ["U0CHEN"]),
            ((), (), []),
        ],
    )
    def test_who_made_the_check_decides_only_where_nobody_else_is_left(
        self, supervisors: tuple[str, ...], managers: tuple[str, ...], asked: list[str]
    ) -> None:
        assert deciders(self.CONTEST, supervisors, managers) == asked

    def test_nobody_decides_about_their_own_check_unasked_or_about_themselves(self) -> None:
        chen, owner = Actor("U0CHEN", Role.SUPERVISOR), Actor("U0LI", Role.MANAGER)

        ensure_may_decide(self.CONTEST, chen, ["U0CHEN"])
        for by, asked in ((chen, ["U0ZHOU"]), (owner, ["U0LI"]), (Actor("U0ZHAO", Role.LEAD), ["U0ZHAO"])):
            with pytest.raises(ContestNotYours):
                ensure_may_decide(self.CONTEST, by, asked)


class TestTeam:
    def test_the_means_need_five_people(self) -> None:
        four = team_of(MONTH, [a_card(f"U0{place}") for place in range(4)])
        five = team_of(MONTH, [a_card(f"U0{place}") for place in range(5)])

        assert not four.is_tellable
        assert four.means == {}
        assert five.is_tellable
        assert five.means[Part.RESOLUTION] == pytest.approx((0.8 * 40 + 0.7 * 20) / 60)


class TestPolicy:
    def test_the_weights_are_those_of_the_trade(self) -> None:
        assert RULES.weights == {
            Part.RESOLUTION: 0.35,
            Part.CONTACT: 0.15,
            Part.REPURCHASE: 0.20,
            Part.QUALITY: 0.15,
            Part.REPEAT: 0.15,
        }

    @pytest.mark.parametrize("change", [{"contact": 0.2}, {"contact": -0.15, "quality": 0.45}, {"strike": 0.0}])
    def test_weights_are_shares_of_one(self, change: dict[str, float]) -> None:
        weights = {str(part): weight for part, weight in RULES.weights.items()} | change

        with pytest.raises(ValidationError, match="1 together"):
            ScorecardRules.model_validate({"weights": weights})

    def test_a_month_is_frozen_on_the_eighth_of_the_next(self) -> None:
        at = freezes_at(date(2026, 12, 1), RULES, time(9), ZoneInfo("Asia/Shanghai"))

        assert at.astimezone(UTC) == datetime(2027, 1, 8, 1, tzinfo=UTC)


def replace_fewest(fewest: int) -> ScorecardRules:
    return RULES.model_copy(update={"fewest": fewest})
