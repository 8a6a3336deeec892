"""Safety by clause: hazard × exposure × negation × idiom, in sentences of our own."""

import pytest

from bot.analysis import analyse
from bot.vocabulary import Grade


@pytest.mark.parametrize(
    "text",
    [
        "刚插上电就冒烟了",
        "充电器一插就打火花,吓得我赶紧拔了",
        "烧水的时候壶底有股焦糊味",
        "摸外壳手被电了一下,麻麻的",
        "充电宝充着充着就炸了",
        "晚上充电烫得很,不敢睡,怕起火",
        "电池一充就鼓包,等着它炸吗",
        "热水器漏电,洗澡的时候手发麻",
        "杯口有毛刺,孩子喝水嘴划破了",
        "敷完面膜整张脸红肿",
        "抹了两天脖子上起了一片红疹",
        "戴了一晚,耳朵过敏发痒",
        "早上起来眼睛肿得睁不开,就因为昨晚用了这个眼霜",
        "用了一次就去了医院,医生说是接触性皮炎",
        "吃完两个小时开始拉肚子",
        "全家喝了汤都上吐下泻",
        "饼干里吃出一截铁丝",
        "切开果肉里面有虫子在爬,恶心",
        "牛奶已经过期两个月了还发货",
        "收到的面膜过了保质期",
        "柜子味道熏得人头疼,眼睛流泪",
        "奶瓶的味道很冲,宝宝喝了就吐奶",
        "The charger started smoking after ten minutes",
        "I got an electric shock from the kettle",
        "My face got a rash after using this cream",
        "Found a worm in the apple I was eating",
        "We all had food poisoning after this meal",
        "My daughter cut her finger, it was bleeding",
    ],
)
def test_harm_and_danger_are_urgent(text: str) -> None:
    said = analyse(text)

    assert said.safety_severity is Grade.URGENT
    assert said.is_negative


@pytest.mark.parametrize(
    "text",
    [
        "没有异味,孩子用着放心",
        "手感爆炸好,音质也爆炸",
        "等快递等得我嗓子冒烟",
        "客服气得我七窍冒烟",
        "这次购物真是很受伤,心里受伤",
        "手机放一晚上漏电,电池待机不行",
        "送的会员过期了,优惠券也过期",
        "起泡很丰富,洗得干净",
        "买来祛甲醛的,除异味效果可以",
        "没有过敏,也没有刺痛、红肿",
        "专门给过敏体质的人用的,抗过敏",
        "颜值炸裂,低音炸了",
        "价格把我气炸了",
        "在医院测的血压和这个差不多",
        "新买的炸鸡锅很好用",
        "希望不会过敏",
        "担心宝宝过敏,先试了一点",
        "苹果有个虫眼,削掉就好",
        "防烫设计,不烫手",
        "这本书里写火灾那段很精彩,人物受伤的心也写得细",
        "卖家没有骗人,东西没坏",
        "擦出爱情的火花",
        "no smoke detector needed, works fine",
        "hypoallergenic cream, no rash at all",
        "The coupon expired before I could use it",
    ],
)
def test_false_friends_are_no_safety_matter(text: str) -> None:
    assert not analyse(text).safety, analyse(text).reasons


@pytest.mark.parametrize(
    "text",
    [
        "一箱橙子烂了一半",
        "收到的桃子发霉了",
        "用了这个洗发水头发一把一把地掉头发",
        "外卖的饭里有头发",
        "充电头充电时很烫手",
        "新衣服气味重,刺鼻得很",
        "Half of the peaches were rotten",
    ],
)
def test_the_borderline_five_are_important(text: str) -> None:
    assert analyse(text).safety_severity is Grade.IMPORTANT


def test_safety_is_found_in_the_midst_of_praise() -> None:
    said = analyse("物流很快,外观漂亮,客服也好,就是插上电冒烟了", 5)

    assert said.safety_severity is Grade.URGENT
    assert said.is_negative


def test_a_denial_in_one_clause_does_not_reach_the_next() -> None:
    assert analyse("没有异味,但是孩子用了过敏").safety_severity is Grade.URGENT


def test_a_denial_reaches_through_an_enumeration() -> None:
    assert not analyse("没有冒烟、起火、漏电之类的事").safety


def test_what_only_looks_like_a_denial_denies_nothing() -> None:
    assert analyse("不但冒烟,还跳闸").safety_severity is Grade.URGENT
    assert analyse("没想到充电时着火了").safety_severity is Grade.URGENT


def test_danger_raises_the_intensity() -> None:
    assert analyse("插上电冒烟了", 1).intensity > analyse("插上电没反应", 1).intensity
