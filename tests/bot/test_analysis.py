"""The door to text understanding, by sentences of our own."""

import gc
import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.analysis import Analysis, analyse
from bot.vocabulary import Category, Grade

C = Category


@pytest.mark.parametrize(
    "text",
    [
        "这家店真让人失望,花了钱买气受",
        "锅盖一碰就掉,后悔买了",
        "再也不会来了,大家别上当",
        "颜色跟图片完全两回事,上当了",
        "不推荐,穿着一点也不舒服",
        "谈不上好用,还卡得要命",
        "Stopped working after a week, total waste of money",
        "Would not recommend, the strap broke on day one",
    ],
)
def test_a_complaint_without_stars_is_negative(text: str) -> None:
    assert analyse(text).is_negative


@pytest.mark.parametrize(
    "text",
    [
        "没有异味,不掉色,家里人都说好",
        "杯子很漂亮,送货也快,下次还会来",
        "没有色差,尺码正合适,很喜欢",
        "用了半个月没有掉漆、生锈、漏水,值得买",
        "老板耐心,东西实惠",
        "Lovely mug, arrived quickly and works well",
        "No smell at all, very comfortable, highly recommend",
    ],
)
def test_praise_without_stars_is_not_negative(text: str) -> None:
    assert not analyse(text).is_negative


def test_one_star_is_negative_whatever_the_words() -> None:
    assert analyse("嗯", 1).is_negative
    assert analyse("挺好的", 2).is_negative


def test_bad_text_overrules_five_stars() -> None:
    said = analyse("垃圾东西,用一次就坏了,客服还不理人,千万别买", 5)

    assert said.is_negative
    assert said.category is not None


def test_a_small_reproach_does_not_overrule_five_stars() -> None:
    assert not analyse("很满意,就是盒子有点旧", 5).is_negative


def test_three_stars_without_bad_words_is_left_to_the_caller() -> None:
    assert not analyse("就那样吧,能用", 3).is_negative


def test_a_follow_up_is_judged_by_its_words_and_not_by_the_first_stars() -> None:
    assert analyse("用了两周开线了,失望", 5, appended=True).is_negative
    assert not analyse("后来补发了,现在很满意,谢谢", 1, appended=True).is_negative


@pytest.mark.parametrize("text", ["", "   \n", "。。。", "此用户没有填写评价", "此用户没有填写评价。", "系统默认好评!"])
def test_a_template_or_nothing_is_empty_and_says_so(text: str) -> None:
    said = analyse(text)

    assert not said.is_negative
    assert said.category is None
    assert [reason.rule for reason in said.reasons] == ["text.empty"]


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("等了十天才发货,物流慢得像蜗牛", C.LOGISTICS),
        ("显示已签收,可我根本没收到货", C.LOGISTICS),
        ("问了三次客服都不理人,态度还很差", C.SERVICE_ATTITUDE),
        ("收到的颜色和图片不一样,色差太大", C.DESCRIPTION_MISMATCH),
        ("一看就是假货,跟专柜的根本不是一个味", C.DESCRIPTION_MISMATCH),
        ("打开箱子瓶盖松了,漏了一箱子", C.PACKAGING_DAMAGE),
        ("包装简陋,连个填充物都没有", C.PACKAGING_DAMAGE),
        ("我拍的是蓝色,你们发错了,给我寄的红色", C.WRONG_OR_MISSING),
        ("说好送的杯垫,赠品没有收到", C.WRONG_OR_MISSING),
        ("刚买第二天就降价五十,还不给价保", C.PRICE_PROMOTION),
        ("申请退货被驳回,店家就是不给退", C.AFTER_SALES),
        ("穿两次就开线起球,质量太差", C.PRODUCT_QUALITY),
        ("Parcel never arrived, tracking says delivered", C.LOGISTICS),
        ("Sent me the wrong size and one cup was missing", C.WRONG_OR_MISSING),
        ("They refused to refund me although it is within seven days", C.AFTER_SALES),
        ("The price dropped a day later and no price match", C.PRICE_PROMOTION),
        ("Box was crushed and the bottle leaked everywhere", C.PACKAGING_DAMAGE),
        ("Nothing like the picture, clearly a fake", C.DESCRIPTION_MISMATCH),
    ],
)
def test_a_complaint_is_sorted_into_its_category(text: str, category: Category) -> None:
    assert analyse(text, 1).category == category


def test_a_second_topic_is_told_beside_the_first() -> None:
    said = analyse("裤子穿一次就开线,线头一堆,质量太差。快递也慢,等了八天才收到", 1)

    assert {said.category, *said.secondary} >= {C.PRODUCT_QUALITY, C.LOGISTICS}


def test_a_complaint_about_nothing_in_particular_has_no_category() -> None:
    assert analyse("差评!", 1).category is None


def test_praise_has_no_category() -> None:
    assert analyse("物流很快,客服态度好,包装也好").category is None


@pytest.mark.parametrize(
    "text",
    ["给妈妈的生日礼物晚到了", "操作太难,看不懂", "滚筒不转了", "他妈妈用了说不好", "图案不逼真", "杯子滚烫,把手也烫"],
)
def test_an_ordinary_word_that_holds_an_insult_is_none(text: str) -> None:
    assert not [reason for reason in analyse(text, 2).reasons if reason.rule == "force.profanity"]


@pytest.mark.parametrize("text", ["妈的什么破东西", "叫你们老板滚", "他妈的骗钱", "操,又坏了"])
def test_an_insult_is_still_heard(text: str) -> None:
    assert [reason for reason in analyse(text, 2).reasons if reason.rule == "force.profanity"]


@pytest.mark.parametrize(
    ("mild", "furious"),
    [
        ("盖子有点松,希望改进", "垃圾!!!!骗子店!气死我了,再也不会买,千万别来!!!!"),
        ("感觉一般,稍微有点小", "你们他妈的就是骗子,恶心至极,必须投诉到底!!!"),
        ("a bit small, otherwise fine", "WORST shop ever!!! Scam, disgusting, never again!!!"),
    ],
)
def test_wording_and_not_polarity_makes_intensity(mild: str, furious: str) -> None:
    assert analyse(mild, 1).intensity <= 2
    assert analyse(furious, 1).intensity >= 4


def test_sarcastic_praise_is_a_complaint() -> None:
    said = analyse("呵呵,真棒,做工精致漂亮,我很喜欢,穿一次袖子就开线了")

    assert said.is_negative
    assert not analyse("真棒,做工精致漂亮,我很喜欢,洗一次袖子有点开线").is_negative
    assert "sarcasm" in said.signals


def test_mixed_feelings_lower_the_confidence() -> None:
    torn = analyse("包很漂亮,很喜欢,但是拉链第二天就坏了,太失望", 2)
    plain = analyse("拉链第二天就坏了,太失望", 2)

    assert "mixed" in torn.signals
    assert torn.confidence < plain.confidence


def test_a_second_voice_moves_only_what_is_unsure() -> None:
    unsure = "买来给家里老人用的那种大按键"
    assert analyse(unsure).wants_second_opinion
    assert not analyse(unsure, second_opinion=0.98).is_negative
    assert analyse(unsure, second_opinion=0.02).is_negative

    sure = "质量太差,垃圾,再也不买"
    assert analyse(sure, second_opinion=0.99).is_negative
    assert not analyse(sure).wants_second_opinion


@pytest.mark.parametrize(
    ("text", "signal"),
    [
        ("找他们退货,死活不给退", "right_refused"),
        ("再不处理我就打12315", "threat_regulator"),
        ("我要找媒体曝光你们", "threat_exposure"),
        ("已经投诉了,等着平台处理", "threat_complaint"),
        ("买到假货了", "counterfeit"),
        ("机器是二手的,里面还有别人的照片", "used_as_new"),
        ("六瓶全碎,一滴都没剩", "whole_loss"),
        ("多年的老顾客了,再也不会来买", "regular_leaving"),
        ("I will contact my lawyer", "threat_regulator"),
        ("seller refused to exchange it", "right_refused"),
    ],
)
def test_a_signal_is_heard(text: str, signal: str) -> None:
    assert signal in analyse(text, 1).signals


@pytest.mark.parametrize(
    ("text", "signal"),
    [
        ("不是假货,扫码验过的正品", "counterfeit"),
        ("支持多媒体播放,双重曝光也有", "threat_exposure"),
        ("绑的是工商银行的卡,付款方便", "threat_regulator"),
        ("还没拆开,会不会是二手的呢", "used_as_new"),
        ("好评,一直信赖这家", "regular_leaving"),
    ],
)
def test_a_likeness_is_no_signal(text: str, signal: str) -> None:
    assert signal not in analyse(text).signals


@pytest.mark.parametrize(
    "text",
    [
        "插上電就冒煙了",  # traditional
        "插上电就冒烟了!!!",
        "插上电就冒&nbsp;烟?不,是直冒烟",
        "插上电就冒\u200b烟了",
        "插上电就冒烟烟烟烟烟了",
        "ＴＨＥ ＰＬＵＧ ＣＡＵＧＨＴ ＦＩＲＥ",
    ],
)
def test_disguised_letters_are_still_read(text: str) -> None:
    assert analyse(text, 1).safety_severity is Grade.URGENT


def test_evidence_is_what_the_customer_wrote() -> None:
    text = "昨天收到,&nbsp;插上電就冒煙了!!!!"

    evidence = {reason.rule: reason.evidence for reason in analyse(text, 1).reasons}

    assert evidence["safety.smoke"] == "冒煙"
    assert evidence["stars.low"] == "1★"


@given(st.text(max_size=300), st.sampled_from([None, 1, 2, 3, 4, 5]), st.sampled_from([None, 0.0, 0.5, 1.0]))
def test_any_text_gets_an_answer_within_its_bounds(text: str, rating: int | None, share: float | None) -> None:
    _is_sound(analyse(text, rating, second_opinion=share), text)


@given(
    st.lists(
        st.sampled_from(["没有", "冒烟", "&amp;", "不", "过敏", ",", "但是", "!!!!", "吃", "😡", " ", "ａ", "煙", "*"])
    )
)
def test_any_heap_of_our_words_gets_an_answer_within_its_bounds(words: list[str]) -> None:
    _is_sound(analyse("".join(words)), "".join(words))


def _is_sound(said: Analysis, text: str) -> None:
    assert 1 <= said.intensity <= 5
    assert 0 <= said.confidence <= 1
    assert said.category not in said.secondary
    assert said.safety == (said.safety_severity is not None)
    for reason in said.reasons:
        if reason.rule.split(".")[0] in ("safety", "quality", "logistics", "tone"):
            assert reason.evidence in text


def test_the_same_text_gives_the_same_answer() -> None:
    text = "盒子压坏了,客服不回,想退货"
    assert analyse(text, 2) == analyse(text, 2)


@pytest.mark.slow
def test_reading_time_stays_bounded() -> None:
    words = ["包装破了", "客服不回", "没有异味", ",", "。", "太慢", "过敏", "很好", "的", "了", "我", "这个"]
    dense = "".join(random.Random(3).choices(words, k=60_000))
    analyse("好")

    usual = min(_seconds(dense[:500]) for _ in range(20))
    longest = max(_seconds(dense[:100_000]), _seconds("没气得冒烟" * 20_000), _seconds("不" * 3 + "吃,过敏" * 20_000))

    assert usual < 0.008  # a quarter of it on an idle machine
    assert longest < 0.5


def _seconds(text: str) -> float:
    """Of this thread's own work: neither busy neighbours count nor what other tests left to be collected."""
    gc.disable()
    try:
        began = time.thread_time()
        analyse(text)
        return time.thread_time() - began
    finally:
        gc.enable()
