"""Chat topics: what one line is about, with questions, complaints, negation and figures of speech told apart."""

import pytest

from bot.analysis import alarming_topics, category_of_topic, topics_said
from bot.analysis.chat_topics import topic_ids
from bot.vocabulary import Category


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("这个尺码偏大还是偏小?", "size"),
        ("160 100斤穿什么码", "size"),
        ("會不會偏小", "size"),
        ("is it too small for a 6 year old?", "size"),
        ("怎么安装啊", "usage"),
        ("how do I install this", "usage"),
        ("是304不锈钢的吗", "material"),
        ("是正品吗,怎么验真", "authenticity"),
        ("是不是有人用过", "used"),
        ("保质期多久", "expiry"),
        ("什么时候发货", "shipping"),
        ("when will it ship?", "shipping"),
        ("快递放驿站了没收到", "delivery"),
        ("到货的时候都化冻了", "cold_chain"),
        ("客服没人理", "service"),
        ("有色差吗", "looks"),
        ("盒子都压烂了", "packaging"),
        ("发错颜色了", "wrong_item"),
        ("那个赠品呢", "missing"),
        ("有发票吗", "invoice"),
        ("能便宜点吗", "price"),
        ("能退吗", "returns"),
        ("can I return it", "returns"),
        ("保修多久", "warranty"),
        ("电磁炉能用吗", "compatibility"),
        ("孕妇可以用吗", "ingredients"),
        ("声音太吵了", "noise"),
        ("会不会有异味", "smell"),
        ("充满能用多久", "power"),
        ("什么时候补货", "stock"),
        ("壶盖坏了", "defect"),
        ("苹果烂了好几个", "spoiled"),
        ("甜不甜呀", "taste"),
        ("能机洗吗", "care"),
        ("插座会不会漏电", "safety_question"),
        ("插上电冒烟了", "fire"),
        ("宝宝脸上用了起红疹", "skin_harm"),
        ("吃完拉肚子了", "food_harm"),
        ("手被烫伤了", "injury"),
    ],
)
def test_a_line_is_about_its_topic(text: str, topic: str) -> None:
    assert topic in topics_said(text)


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("尺码很合适,没有偏小", "size"),
        ("长大以后再买", "size"),
        ("降噪耳机音质好", "noise"),
        ("没有异味,挺好", "smell"),
        ("没有冒烟", "fire"),
        ("气得我冒烟", "fire"),
        ("插座会不会漏电", "fire"),
        ("不锈钢的挺好", "material"),
        ("我不退了,谢谢", "returns"),
        ("没坏", "defect"),
        ("我怕过敏,敏感肌能用吗", "skin_harm"),
        ("昨天已经发货了,谢谢", "shipping"),
    ],
)
def test_what_is_denied_or_only_said_so_is_no_topic(text: str, topic: str) -> None:
    assert topic not in topics_said(text)


@pytest.mark.parametrize(
    "text", ["", "你好,在吗", "好的", "谢谢亲", "ok", "👍", "?", "嗯嗯好的呢", "\x00\ud800", "?" * 5000]
)
def test_greetings_and_nonsense_are_about_nothing(text: str) -> None:
    assert topics_said(text) == frozenset()


def test_one_line_may_be_about_several_things() -> None:
    assert {"size", "shipping", "returns"} <= topics_said("多大容量?今天能发吗?不合适能退吗?")


def test_dangers_alarm_and_questions_about_safety_do_not() -> None:
    assert alarming_topics() == {"fire", "injury", "skin_harm", "food_harm", "fumes"}


def test_every_topic_has_its_category() -> None:
    assert {category_of_topic(topic) for topic in topic_ids()} == set(Category)
