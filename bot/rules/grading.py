"""Grading: how pressing a review is, and the reasons, as a shop manager would read them off the policy."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from bot.analysis import Analysis, Reason
from bot.vocabulary import Grade, Tier

Points = Annotated[int, Field(ge=0, le=20)]
Count = Annotated[int, Field(ge=1, le=1000)]

THREATS = ("threat_regulator", "threat_exposure", "threat_complaint")
TROUBLES = ("logistics", "service", "mismatch", "packaging", "wrong", "price", "aftersales", "quality")
GRAVE_THREATS = ("threat_regulator", "threat_exposure")


class GradingRules(BaseModel):
    """The policy's `[grading]`. Every number of the trade's grading, with its default."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    important_at_points: Annotated[int, Field(ge=1, le=50)] = 5
    important_at_intensity: Annotated[int, Field(ge=1, le=5)] = 5
    important_signals: tuple[str, ...] = ("right_refused", "used_as_new", "whole_loss", "regular_leaving")
    alike_urgent: Count = 5
    alike_important: Count = 3
    strong_intensity: Annotated[int, Field(ge=1, le=5)] = 4
    useful_votes: Count = 10
    points_one_star: Points = 2
    points_strong_words: Points = 2
    points_image: Points = 1
    points_video: Points = 2
    points_gold: Points = 1
    points_diamond: Points = 2
    points_useful_votes: Points = 2
    points_complained_before: Points = 2
    points_negative_append: Points = 2
    points_alike: Points = 2
    points_order_top_tenth: Points = 1


@dataclass(frozen=True)
class Signals:
    """What is known beside the text. `alike_24h` counts reviews of the same product and category, this one included."""

    rating: int | None = None
    images: int = 0
    videos: int = 0
    tier: Tier = Tier.BASIC
    useful: int = 0
    earlier_complaints: int = 0
    negative_append: bool = False
    alike_24h: int = 1
    order_top_tenth: bool = False


@dataclass(frozen=True)
class Graded:
    """The grade, its reasons (the deciding ones first), and the points that were counted."""

    grade: Grade
    reasons: tuple[Reason, ...]
    points: int


def grade(analysis: Analysis, signals: Signals, rules: GradingRules) -> Graded:
    """Urgent by any one urgent ground, important by any one important ground or by points, else normal.

    A review that is neither negative nor a safety matter is normal, without points.
    """
    if not (analysis.is_negative or analysis.safety):
        return Graded(Grade.NORMAL, (), 0)
    urgent = _urgent_grounds(analysis, signals, rules)
    important = _important_grounds(analysis, rules)
    counted = _counted(analysis, signals, rules)
    points = sum(int(reason.weight) for reason in counted)
    if urgent:
        level = Grade.URGENT
    elif important or points >= rules.important_at_points:
        level = Grade.IMPORTANT
    else:
        level = Grade.NORMAL
    return Graded(level, _each_once(urgent + important + counted + _trouble(analysis)), points)


def grading_rule_ids() -> frozenset[str]:
    """The stable keys that grading adds to those of the analysis."""
    return frozenset(
        {
            "grading.counterfeit_with_threat",
            "grading.safety",
            "grading.alike",
            "grading.intensity",
            "grading.strong_words",
            "grading.one_star",
            "grading.images",
            "grading.videos",
            "grading.tier_gold",
            "grading.tier_diamond",
            "grading.useful_votes",
            "grading.complained_before",
            "grading.negative_append",
            "grading.order_top_tenth",
        }
    )


def _urgent_grounds(analysis: Analysis, signals: Signals, rules: GradingRules) -> list[Reason]:
    grounds: list[Reason] = []
    if analysis.safety_severity is Grade.URGENT:
        grounds += _safety_grounds(analysis)
    threat = _told_by(analysis, GRAVE_THREATS)
    if threat and analysis.signals & {"counterfeit", "used_as_new"}:
        grounds.append(Reason("grading.counterfeit_with_threat", threat[0].evidence, 5.0))
        grounds += threat
    if signals.alike_24h >= rules.alike_urgent:
        grounds.append(Reason("grading.alike", f"×{signals.alike_24h}", 5.0))
    return grounds


def _important_grounds(analysis: Analysis, rules: GradingRules) -> list[Reason]:
    grounds = _safety_grounds(analysis) if analysis.safety_severity else []
    grounds += _told_by(analysis, (*rules.important_signals, *THREATS))
    if analysis.intensity >= rules.important_at_intensity:
        grounds.append(Reason("grading.intensity", f"{analysis.intensity}/5", 3.0))
    return grounds


def _safety_grounds(analysis: Analysis) -> list[Reason]:
    told = [reason for reason in analysis.reasons if reason.rule.startswith("safety.")]
    return told or [Reason("grading.safety", "", 5.0)]


def _told_by(analysis: Analysis, names: tuple[str, ...]) -> list[Reason]:
    """The analysis' own reasons for these signals."""
    wanted = {f"signal.{name}" for name in names if name in analysis.signals}
    return [reason for reason in analysis.reasons if reason.rule in wanted]


def _counted(analysis: Analysis, signals: Signals, rules: GradingRules) -> list[Reason]:
    """What earns points, each with its points as weight, most first."""
    tier_points = {Tier.GOLD: rules.points_gold, Tier.DIAMOND: rules.points_diamond}.get(signals.tier, 0)
    candidates = [
        (signals.rating == 1, "one_star", "1★", rules.points_one_star),
        (
            analysis.intensity >= rules.strong_intensity,
            "strong_words",
            f"{analysis.intensity}/5",
            rules.points_strong_words,
        ),
        (signals.videos > 0, "videos", f"×{signals.videos}", rules.points_video),
        (signals.images > 0, "images", f"×{signals.images}", rules.points_image),
        (signals.useful >= rules.useful_votes, "useful_votes", f"×{signals.useful}", rules.points_useful_votes),
        (
            signals.earlier_complaints > 0,
            "complained_before",
            f"×{signals.earlier_complaints}",
            rules.points_complained_before,
        ),
        (signals.negative_append, "negative_append", "", rules.points_negative_append),
        (signals.alike_24h >= rules.alike_important, "alike", f"×{signals.alike_24h}", rules.points_alike),
        (tier_points > 0, f"tier_{signals.tier}", "", tier_points),
        (signals.order_top_tenth, "order_top_tenth", "", rules.points_order_top_tenth),
    ]
    counted = [
        Reason(f"grading.{name}", said, float(points)) for holds, name, said, points in candidates if holds and points
    ]
    return sorted(counted, key=lambda reason: -reason.weight)


def _trouble(analysis: Analysis) -> list[Reason]:
    """The chief trouble by name; it decides no grade, but says what the case is about."""
    told = [reason for reason in analysis.reasons if reason.rule.split(".")[0] in TROUBLES]
    return told[:1]


def _each_once(reasons: list[Reason]) -> tuple[Reason, ...]:
    return tuple(
        {reason.rule: reason for reason in reversed(reasons)}[rule] for rule in dict.fromkeys(r.rule for r in reasons)
    )
