"""Occasions: what a review tells of a customer's life, and what only looks like it."""

import pytest

from bot.analysis.occasions import occasions_in
from bot.vocabulary import Occasion


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("给孩子过生日买的,生日都过完了才到", [Occasion.BIRTHDAY]),
        ("婚礼要用的杯子碎了两个", [Occasion.WEDDING]),
        ("买来送老师的,盒子压扁了", [Occasion.GIFT]),
        ("我是孕妇,味道太重了", [Occasion.PREGNANCY]),
        ("给我妈买的按摩仪,老人不会用", [Occasion.ELDERS]),
        ("送给奶奶的生日礼物坏了", [Occasion.BIRTHDAY, Occasion.GIFT, Occasion.ELDERS]),
        ("Bought as a gift for my grandmother's birthday", [Occasion.BIRTHDAY, Occasion.GIFT, Occasion.ELDERS]),
        ("本来是给闺蜜的结婚礼物", [Occasion.WEDDING, Occasion.GIFT]),
        ("说好的礼物没送", []),
        ("赠送的礼物是坏的", []),
        ("老人头图案印歪了", []),
        ("婆婆妈妈的客服", []),
        ("The bridesmaids were fine", []),
        ("用了两天就坏了", []),
    ],
)
def test_words_of_life_are_heard(text: str, heard: list[Occasion]) -> None:
    assert list(occasions_in(text)) == heard
