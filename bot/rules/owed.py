"""Owed: what the law gives a customer beside the ladder, told to whoever chooses a solution; no legal advice."""

from collections.abc import Iterable
from enum import StrEnum

from bot.vocabulary import Category

_FOOD = ("safety.expired", "safety.foreign_body", "safety.insects", "safety.illness")
_FAKE = ("signal.counterfeit", "signal.used_as_new", "grading.counterfeit_with_threat", "mismatch.counterfeit")
_RETURNED = (Category.PRODUCT_QUALITY, Category.DESCRIPTION_MISMATCH, Category.WRONG_OR_MISSING)


class Owed(StrEnum):
    """A floor that no level replaces."""

    FOOD = "food"
    FAKE = "fake"
    RETURN = "return"


def owed(rules: Iterable[str], category: Category | None) -> list[Owed]:
    """By the reasons of the case and its category; the gravest first."""
    said = set(rules)
    found = [kind for kind, signs in ((Owed.FOOD, _FOOD), (Owed.FAKE, _FAKE)) if said & set(signs)]
    return found or ([Owed.RETURN] if category in _RETURNED else [])
