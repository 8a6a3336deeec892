"""Chat signals by doors: what customers ask more than usual becomes one alert, which somebody takes or dismisses."""

from datetime import timedelta
from typing import Any

from tests.house.chats import a_line, chats_arrive, ordinary_days
from tests.house.shop import Shop

_ASKED = ["这个多大容量?", "能装几升水呀", "容量够几个人喝?", "尺寸多大,放得下吗", "多高啊,柜子能放吗"]


def _surge(shop: Shop, customers: int = 12, **said: Any) -> list[dict[str, Any]]:
    now = shop.clock.now()
    return [
        a_line(f"{_ASKED[number % 5]}我是 1391234{number:04}", now - timedelta(minutes=10 * number + 1), **said)
        for number in range(customers)
    ]


async def test_a_topic_that_rises_makes_one_alert_with_masked_examples(shop: Shop) -> None:
    await chats_arrive(shop, ordinary_days(shop.clock.now()))
    assert shop.person("小李").sees() == []

    await chats_arrive(shop, _surge(shop))

    (alert,) = shop.person("小李").sees()
    said = shop.person("小李").reads()
    assert "*电热水壶 1.5L*:「尺码尺寸」问得比平时多:24 小时 12 人,平时" in said
    assert "负责人 <@U0LI>" in said
    assert "139****" in said
    assert "13912340" not in said
    assert "可能的误会" in said
    assert "详情页可以改" in said
    assert len([block for block in alert["blocks"] if block["type"] == "rich_text"]) == 3
