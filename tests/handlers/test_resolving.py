"""Resolving by doors: the department settled last for a cause stands in the dialog once the cause is chosen."""

from typing import Any

from bot.policy.model import Department
from tests.house.people import Somebody
from tests.house.reading import fields_of
from tests.house.shop import Shop

QUALITY = "C0QUALITY"


async def _asks(shop: Shop, number: int) -> Somebody:
    """One more case, whose resolve dialog is open."""
    await shop.review_arrives(id=f"r-{number}", text="杯子碎了", customer={"id": f"c-{number}", "name": "王小明"})
    xiaoli = shop.person("小李")
    await xiaoli.presses("认领")
    await xiaoli.presses("联系客户")
    await xiaoli.fills_in(channel="电话", outcome="联系上了")
    await xiaoli.presses("结案")
    return xiaoli


async def _resolved(shop: Shop, number: int, cause: str, department: str) -> Somebody:
    xiaoli = await _asks(shop, number)
    await xiaoli.fills_in(cause=cause, department=department)
    return xiaoli


def _whose(somebody: Somebody) -> str | None:
    chosen = _question(somebody).get("initial_option")
    return chosen["text"]["text"] if chosen else None


def _question(somebody: Somebody) -> Any:
    return next(field for key, field in fields_of(somebody.dialog()).items() if key.startswith("department"))


async def test_the_department_settled_last_for_the_same_cause_is_filled_in(shop: Shop) -> None:
    await _resolved(shop, 1, "复核缺失", "品控")
    await _resolved(shop, 2, "包装不足", "运营")
    xiaoli = await _asks(shop, 3)
    assert _whose(xiaoli) is None

    await xiaoli.chooses("复核缺失")

    assert _whose(xiaoli) == "品控"
    assert "按上次同类原因认定的部门填好了" in str(xiaoli.dialog())
    await xiaoli.fills_in()
    assert "原因 品控 › 复核缺失" in xiaoli.reads()
    assert not xiaoli.has_dialog()


async def test_without_the_same_cause_it_is_that_of_the_same_stage(shop: Shop) -> None:
    await _resolved(shop, 1, "复核缺失", "仓储")
    await _resolved(shop, 2, "图片和实物不符", "运营")
    xiaoli = await _asks(shop, 3)

    await xiaoli.chooses("拣货出错")

    assert _whose(xiaoli) == "仓储"


async def test_where_nothing_of_the_kind_is_settled_it_is_left_to_them(shop: Shop) -> None:
    await _resolved(shop, 1, "复核缺失", "仓储")
    xiaoli = await _asks(shop, 2)
    await xiaoli.chooses("复核缺失")

    await xiaoli.chooses("图片和实物不符")

    assert _whose(xiaoli) is None
    assert "按上次同类原因" not in str(xiaoli.dialog())


async def test_what_somebody_chose_and_wrote_stays(shop: Shop) -> None:
    await _resolved(shop, 1, "复核缺失", "仓储")
    xiaoli = await _asks(shop, 2)
    await xiaoli.chooses("图片和实物不符")
    await xiaoli.chooses("物流")
    await xiaoli.types_in("note", "晚班没人")

    await xiaoli.chooses("复核缺失")
    await xiaoli.fills_in(cause="复核缺失", department="物流", note="晚班没人")

    assert "晚班没人" in xiaoli.reads()


async def test_a_cause_that_is_disputed_fills_in_nothing(shop: Shop) -> None:
    """Only what is settled counts."""
    desk = shop.parts.staff.desk
    known = {"quality": Department(channel=QUALITY)}
    object.__setattr__(desk, "policy", desk.policy.model_copy(update={"departments": known}))
    object.__setattr__(desk.look, "policy", desk.policy)
    await _resolved(shop, 1, "复核缺失", "品控")
    xiaoli = await _asks(shop, 2)
    await xiaoli.chooses("复核缺失")
    assert _whose(xiaoli) is None
    await xiaoli.closes_dialog()

    await shop.person("访客小何").presses("认可", QUALITY)
    await xiaoli.presses("结案")
    await xiaoli.chooses("复核缺失")

    assert _whose(xiaoli) == "品控"
