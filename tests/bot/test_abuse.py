"""Abuse: what is aimed at people is heard, and what is aimed at goods, or at the customer, is not."""

import pytest

from bot.analysis.abuse import is_abusive, tells_of_abuse
from demo.material import written

AIMED_AT_PEOPLE = [
    "客服就是个傻逼",
    "你们这群畜生,不得好死",
    "一群废物,操你妈",
    "再不退款我弄死你",
    "你們全家死光",
    "脑残客服气死我了",
    "fuck you, refund me",
    "You idiots sent the wrong one",
    "I hope you die",
    "你们真是废物",
    "你们都是一群废物",
    "客服简直是个白痴",
    "你们这帮人渣",
    "你这个废物",
    "你们客服就是弱智",
    "老板是个神经病",
    "你们这群狗,还我钱",
]
NOT_AIMED_AT_PEOPLE = [
    "",
    "妈的,又坏了,什么垃圾",
    "烂到家的废物产品",
    "当我是傻逼吗",
    "我真是个傻逼,买了这个",
    "客服骂我傻逼",
    "去死皮效果很好",
    "废物利用挺好",
    "生日你妈妈喜欢",
    "今日你们发货了吗",
    "弱智能插座不好用",
    "质量太差,骗子,再也不买",
    "This piece of shit broke",
    "soap scum everywhere",
    "They called me an idiot",
    "家里一群狗都不爱吃这个狗粮",
    "这东西畜生都不吃",
    "给狗狗东西吃",
    "你家这个杯子就是个废物",
    "你们的产品真是废物",
    "你们是废物产品",
    "你们的设计真弱智,盖子拧不开",
    "这个客服机器人弱智",
    "智能客服弱智",
    "弱智客服机器人",
    "按键太傻逼",
    "谁买谁傻逼",
    "若是我说假话,不得好死",
]


@pytest.mark.parametrize("review", AIMED_AT_PEOPLE)
def test_abuse_of_people_is_heard(review: str) -> None:
    assert is_abusive(review)


@pytest.mark.parametrize("review", NOT_AIMED_AT_PEOPLE)
def test_anger_at_goods_and_abuse_of_the_customer_are_none(review: str) -> None:
    assert not is_abusive(review)


def test_of_the_sample_reviews_one_is_abusive() -> None:
    assert [key for key, one in written().items() if is_abusive(one.text) or is_abusive(one.append)] == ["shirt-rude"]


@pytest.mark.parametrize(
    ("note", "is_told"),
    [
        ("客户一直骂人,先挂了", True),
        ("客户骂我傻逼", True),
        ("他说要弄死你们,人身攻击", True),
        ("He swore at me", True),
        ("customer kept swearing at me, I hung up", True),
        ("she is calling me names", True),
        ("he was threatening me with his cousin", True),
        ("he was not swearing at anybody", False),
        ("客户没有骂人,同意换货", False),
        ("客户说谢谢", False),
        ("客户骂了快递几句,对我们客气", False),
        ("客户大骂快递", False),
        ("客户骂了我十分钟", True),
        ("客户把客服骂了一顿", True),
        ("因为快递的事大骂我们", True),
        ("", False),
    ],
)
def test_a_colleague_tells_of_it(note: str, is_told: bool) -> None:
    assert tells_of_abuse(note) is is_told
