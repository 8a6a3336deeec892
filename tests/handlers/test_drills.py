"""Drills by doors: begun by command or offer, replied in, scored, lapsed; and nothing of the real work is touched."""

from typing import Any

from tests.house.people import Somebody
from tests.house.shop import Shop

LI_DM = "D0LI"
SORRY = "真的很抱歉,漏水还让您白等一个星期,换了谁都生气。请问是什么时候发现的?方便的话发张照片给我。"
REMEDY = "退货退款或者换新都可以,运费我们出,今天18点前我给您打电话告诉您结果。"


async def _begun(shop: Shop, who: str = "小李", persona: str = "暴怒型") -> Somebody:
    somebody = shop.person(who)
    assert "演练开始了" in await somebody.types(f"/reviews drill {persona}")
    return somebody


async def _replies(somebody: Somebody, text: str, dm: str = LI_DM) -> Any:
    await somebody.presses("回复", dm)
    return await somebody.fills_in(drill_text=text)


async def test_an_agent_calms_a_furious_customer_and_is_scored(shop: Shop) -> None:
    xiaoli = await _begun(shop)
    card = xiaoli.reads(LI_DM)
    assert card.startswith("🎓 *演练* · 暴怒型 · ")
    assert xiaoli.buttons(LI_DM) == ["回复", "结束演练"]
    words = next(one for one in ("漏水", "不转", "一闪一闪") if one in card)

    await _replies(xiaoli, SORRY.replace("漏水", words))

    assert "第 1/8 句" in xiaoli.reads(LI_DM)
    assert xiaoli.buttons(LI_DM) == ["回复", "结束演练"]
    assert xiaoli.buttons(LI_DM, -2) == []
    await _replies(xiaoli, REMEDY)

    score = xiaoli.reads(LI_DM)
    assert "演练结束* · 暴怒型 · 顾客同意了" in score
    assert "*20 / 20 分*" in score
    assert "真的很抱歉" in score
    assert "第一场有分数" in score
    assert xiaoli.buttons(LI_DM, -2) == []
    assert all(line.startswith("🎓") for line in xiaoli.direct_messages())
