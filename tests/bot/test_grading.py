"""The trade's grading, ground by ground."""

from dataclasses import replace

import pytest
from pydantic import ValidationError

from bot.analysis import Analysis, Reason, analyse
from bot.rules.grading import Graded, GradingRules, Signals, grade
from bot.vocabulary import Category, Grade, Tier

RULES = GradingRules()


def an_analysis(
    *, is_negative: bool = True, severity: Grade | None = None, intensity: int = 2, signals: tuple[str, ...] = ()
) -> Analysis:
    """A complaint about quality, mild unless said otherwise."""
    reasons = [Reason(f"signal.{name}", name) for name in signals]
    if severity:
        reasons.insert(0, Reason("safety.smoke", "冒烟", 6))
    return Analysis(
        is_negative=is_negative,
        category=Category.PRODUCT_QUALITY if is_negative else None,
        secondary=(),
        safety=severity is not None,
        safety_severity=severity,
        intensity=intensity,
        confidence=0.9,
        reasons=(*reasons, Reason("quality.poor", "质量差")),
        signals=frozenset(signals),
        wants_second_opinion=False,
    )


def graded(analysis: Analysis | None = None, **signals: object) -> Graded:
    return grade(analysis or an_analysis(), replace(Signals(), **signals), RULES)


def test_harm_is_urgent_and_its_reason_comes_first() -> None:
    given = graded(an_analysis(severity=Grade.URGENT), rating=1)

    assert given.grade is Grade.URGENT
    assert given.reasons[0] == Reason("safety.smoke", "冒烟", 6)
    assert Reason("grading.one_star", "1★", 2) in given.reasons


def test_harm_is_urgent_even_in_a_review_that_does_not_complain() -> None:
    assert graded(an_analysis(is_negative=False, severity=Grade.URGENT)).grade is Grade.URGENT


@pytest.mark.parametrize("threat", ["threat_regulator", "threat_exposure"])
@pytest.mark.parametrize("goods", ["counterfeit", "used_as_new"])
def test_fake_goods_with_a_threat_are_urgent(goods: str, threat: str) -> None:
    assert graded(an_analysis(signals=(goods, threat))).grade is Grade.URGENT


def test_fake_goods_alone_are_not_urgent() -> None:
    assert graded(an_analysis(signals=("counterfeit",))).grade is Grade.NORMAL


def test_the_fifth_like_review_in_a_day_is_urgent_and_the_fourth_is_not() -> None:
    assert graded(alike_24h=5).grade is Grade.URGENT
    assert graded(alike_24h=4).grade is Grade.NORMAL
    assert Reason("grading.alike", "×5", 5) in graded(alike_24h=5).reasons


@pytest.mark.parametrize(
    "signal",
    [
        "right_refused", "threat_regulator", "threat_exposure", "threat_complaint",
        "used_as_new", "whole_loss", "regular_leaving",
    ],
)  # fmt: skip
def test_one_such_signal_makes_it_important(signal: str) -> None:
    given = graded(an_analysis(signals=(signal,)))

    assert given.grade is Grade.IMPORTANT
    assert given.reasons[0].rule == f"signal.{signal}"


def test_the_borderline_of_safety_is_important() -> None:
    assert graded(an_analysis(severity=Grade.IMPORTANT)).grade is Grade.IMPORTANT


def test_the_strongest_intensity_is_important_by_itself() -> None:
    assert graded(an_analysis(intensity=5)).grade is Grade.IMPORTANT
    assert graded(an_analysis(intensity=4)).grade is Grade.NORMAL


@pytest.mark.parametrize(
    ("signals", "points"),
    [
        ({"rating": 1}, 2),
        ({"rating": 2}, 0),
        ({"images": 3}, 1),
        ({"videos": 1}, 2),
        ({"images": 1, "videos": 1}, 3),
        ({"tier": Tier.SILVER}, 0),
        ({"tier": Tier.GOLD}, 1),
        ({"tier": Tier.DIAMOND}, 2),
        ({"useful": 9}, 0),
        ({"useful": 10}, 2),
        ({"earlier_complaints": 1}, 2),
        ({"negative_append": True}, 2),
        ({"alike_24h": 2}, 0),
        ({"alike_24h": 3}, 2),
        ({"order_top_tenth": True}, 1),
    ],
)
def test_each_circumstance_earns_its_points(signals: dict[str, object], points: int) -> None:
    given = graded(**signals)

    assert given.points == points
    assert given.points == sum(r.weight for r in given.reasons if r.rule.startswith("grading."))


def test_strong_words_earn_two_points() -> None:
    assert graded(an_analysis(intensity=4)).points == 2


def test_five_points_make_it_important_and_four_do_not() -> None:
    assert graded(rating=1, earlier_complaints=1, images=1).grade is Grade.IMPORTANT
    assert graded(rating=1, earlier_complaints=1).grade is Grade.NORMAL


def test_points_never_make_it_urgent() -> None:
    everything = graded(
        an_analysis(intensity=4), rating=1, images=9, videos=9, tier=Tier.DIAMOND, useful=99, earlier_complaints=9,
        negative_append=True, alike_24h=4, order_top_tenth=True,
    )  # fmt: skip

    assert everything.grade is Grade.IMPORTANT


def test_a_review_that_does_not_complain_is_normal_without_points() -> None:
    assert graded(an_analysis(is_negative=False), rating=3, tier=Tier.DIAMOND) == Graded(Grade.NORMAL, (), 0)


def test_the_chief_trouble_is_named_last() -> None:
    assert graded(rating=1).reasons[-1] == Reason("quality.poor", "质量差")


def test_the_policy_moves_the_numbers() -> None:
    lenient = GradingRules(alike_urgent=9, important_at_points=3)

    assert grade(an_analysis(), Signals(alike_24h=5), lenient).grade is Grade.NORMAL
    assert grade(an_analysis(), Signals(rating=1, images=1), lenient).grade is Grade.IMPORTANT


def test_an_unknown_key_of_the_policy_is_refused() -> None:
    with pytest.raises(ValidationError, match="points_for_luck"):
        GradingRules.model_validate({"points_for_luck": 3})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("插上电就冒烟了", Grade.URGENT),
        ("卖假货,我要打12315", Grade.URGENT),
        ("坏了找客服,死活不给退", Grade.IMPORTANT),
        ("一箱梨烂了大半", Grade.IMPORTANT),
        ("杯盖有点松", Grade.NORMAL),
    ],
)
def test_words_and_rules_together(text: str, expected: Grade) -> None:
    assert grade(analyse(text, 2), Signals(rating=2), RULES).grade is expected
