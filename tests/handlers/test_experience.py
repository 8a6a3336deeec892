"""Experience by clicks: what earlier cases teach stands in the dialogs of the next like one, compared honestly."""

from bot.rules.experience import Kind
from bot.vocabulary import Category, Channel, Grade, Manner
from storage import experience
from storage.experience import Counts, Tally
from tests.conftest import OpenShop
from tests.house.people import Somebody
from tests.house.shop import Shop, a_review

SLOW = "物流太慢了,等了十天才到"
CUSTOMER = {"tier": "basic"}


async def _handled(shop: Shop, satisfaction: str, number: int = -1, sku: str = "kettle") -> Somebody:
    """A slow parcel: contacted on Wangwang, the freight given back, called back after a week."""
    await shop.review_arrives(text=SLOW, customer=CUSTOMER, product={"sku": sku})
    xiaoli = shop.person("小李")
    await xiaoli.presses("认领", number=number)
    await xiaoli.presses("联系客户", number=number)
    await xiaoli.chooses("旺旺")
    await xiaoli.fills_in(text_wangwang_sincere="您好,运费今天退给您。", outcome="联系上了")
    await xiaoli.presses("解决方案", number=number)
    await xiaoli.fills_in(solution="运费补偿", amount="10", note="退到 13800138000 的支付宝")
    await xiaoli.presses("补偿已执行", number=number)
    await xiaoli.presses("结案", number=number)
    await xiaoli.fills_in(cause="暴力分拣", department="物流")
    await shop.time_passes(days=7)
    await xiaoli.presses("回访", number=number)
    await xiaoli.fills_in(satisfaction=satisfaction)
    return xiaoli


async def _next_one(shop: Shop, text: str = SLOW, sku: str = "kettle") -> Somebody:
    await shop.review_arrives(text=text, customer=CUSTOMER, product={"sku": sku})
    xiaoli = shop.person("小李")
    await xiaoli.presses("认领")
    return xiaoli


async def test_a_case_that_ended_well_is_offered_where_the_next_like_one_is_handled(shop: Shop) -> None:
    await _handled(shop, "5 很满意")
    xiaoli = await _next_one(shop)

    await xiaoli.chooses_more("类似案例")

    read = xiaoli.reads_dialog()
    assert "#1 电热水壶 1.5L" in read
    assert "✅ 运费补偿 · ¥10" in read
    assert "回访 5/5 分" in read
    assert SLOW in read
    assert "138****8000" in read  # what a colleague wrote is masked for everybody else


async def test_what_ended_badly_or_is_of_another_kind_is_not_offered(shop: Shop) -> None:
    await _handled(shop, "1 很不满意(会重新打开)")
    xiaoli = await _next_one(shop)
    await xiaoli.chooses_more("类似案例")
    assert "还没有同类的好例子" in xiaoli.reads_dialog()


async def test_the_products_own_come_before_those_of_others(shop: Shop) -> None:
    await _handled(shop, "5 很满意", sku="fryer")
    await _handled(shop, "4 满意")
    xiaoli = await _next_one(shop)

    await xiaoli.presses("联系客户")
    await xiaoli.fills_in(outcome="联系上了")
    await xiaoli.presses("解决方案")
    await xiaoli.presses_in_dialog("类似案例")

    read = xiaoli.reads_dialog()
    assert read.index("#2") < read.index("#1")


async def test_the_next_night_counts_what_was_tried_and_says_when_it_is_too_little(shop: Shop) -> None:
    await _handled(shop, "5 很满意")
    await _handled(shop, "1 很不满意(会重新打开)")
    await shop.time_passes(days=1)
    xiaoli = await _next_one(shop)

    await xiaoli.presses("联系客户")
    await xiaoli.chooses("旺旺")
    read = xiaoli.reads_dialog()
    assert "诚恳 办妥 50%(9–91%,2 件),回访满意 1/2" in read
    assert "要有两种各满 20 件才好比。办妥:" in read
    await xiaoli.fills_in(text_wangwang_sincere="您好,我来跟进物流。", outcome="联系上了")

    await xiaoli.presses("解决方案")
    assert "运费补偿 办妥 50%(9–91%,2 件),回访满意 1/2,平均花 ¥10" in xiaoli.reads_dialog()


async def test_nothing_is_said_of_what_nobody_can_know_yet(shop: Shop) -> None:
    await shop.review_arrives(text=SLOW, customer=CUSTOMER)
    xiaoli = shop.person("小李")
    await xiaoli.presses("认领")
    await xiaoli.presses("联系客户")
    await xiaoli.chooses("旺旺")
    await xiaoli.fills_in(text_wangwang_sincere="您好,我来查物流。", outcome="联系上了")
    await shop.time_passes(days=1)
    await _next_one(shop)
    await xiaoli.presses("联系客户")
    await xiaoli.chooses("旺旺")
    assert "同类案件里" not in xiaoli.reads_dialog()

    await xiaoli.closes_dialog()
    await shop.time_passes(days=14)  # still not resolved: now it is known
    await _next_one(shop)
    await xiaoli.presses("联系客户")
    await xiaoli.chooses("旺旺")
    assert "诚恳 办妥 0%" in xiaoli.reads_dialog()


async def test_the_manner_that_has_done_better_is_the_one_the_dialog_opens_with(shop: Shop) -> None:
    await _know(shop, sincere=(50, 20), brisk=(50, 45))
    xiaoli = await _next_one(shop)
    await xiaoli.presses("联系客户")
    await xiaoli.chooses("旺旺")

    read = xiaoli.reads_dialog()
    assert "*干脆* 一直做得更好" in read
    await xiaoli.fills_in(text_wangwang_brisk="您好,我来查物流。", outcome="联系上了")
    assert "联系" in xiaoli.reads()


async def test_where_the_figures_do_not_tell_nothing_is_called_better(shop: Shop) -> None:
    await _know(shop, sincere=(50, 30), brisk=(50, 33))
    xiaoli = await _next_one(shop)
    await xiaoli.presses("联系客户")
    await xiaoli.chooses("旺旺")
    assert "还看不出哪个更好" in xiaoli.reads_dialog()


async def test_a_matter_of_safety_is_not_weighed_against_what_is_cheap(shop: Shop) -> None:
    await _know(shop, Category.PRODUCT_QUALITY, Grade.URGENT, sincere=(50, 20), brisk=(50, 45))
    xiaoli = await _next_one(shop, "充电的时候冒烟了,差点着火")
    await xiaoli.presses("联系客户")
    await xiaoli.chooses("旺旺")
    assert "同类案件里" not in xiaoli.reads_dialog()


async def test_a_customer_who_gets_angrier_does_not_move_the_case_to_the_graver_ones(shop: Shop) -> None:
    body = a_review(shop.clock.now(), text=SLOW, customer=CUSTOMER)
    await shop.push(body)
    await shop.settles()
    xiaoli = shop.person("小李")
    await xiaoli.presses("认领")
    await xiaoli.presses("联系客户")
    await xiaoli.chooses("旺旺")
    await xiaoli.fills_in(text_wangwang_sincere="您好,我来查物流。", outcome="联系上了")
    await shop.push(body | {"type": "appended", "text": "再不退我就去12315投诉你们"})
    await shop.settles()
    assert "🟠" in xiaoli.reads() or "🔴" in xiaoli.reads()
    await shop.time_passes(days=15)

    await _next_one(shop)
    await xiaoli.presses("联系客户")
    await xiaoli.chooses("旺旺")
    assert "诚恳 办妥 0%" in xiaoli.reads_dialog()


async def test_the_best_is_sought_among_all_solutions_and_shown(shop: Shop) -> None:
    desk = shop.parts.staff.desk
    good = {
        "apology": (100, 80),
        "coupon": (90, 40),
        "freight": (80, 30),
        "partial_refund": (70, 20),
        "replacement": (60, 59),
    }
    counts: Counts = {
        (Kind.SOLUTION, Category.LOGISTICS, Grade.NORMAL, what): Tally(judged, worked)
        for what, (judged, worked) in good.items()
    }
    await shop.time_passes(seconds=1)
    await desk.db.write(experience.replace_all, counts)
    xiaoli = await _next_one(shop)
    await xiaoli.presses("联系客户")
    await xiaoli.fills_in(outcome="联系上了")

    await xiaoli.presses("解决方案")

    read = xiaoli.reads_dialog()
    assert "*补发 / 换新* 一直做得更好" in read
    assert "补发 / 换新 办妥 98%" in read


async def test_in_english(opening: OpenShop) -> None:
    async with opening(locale="en") as shop:
        await _know(shop, sincere=(50, 20), brisk=(50, 45))
        await shop.review_arrives(text=SLOW, customer=CUSTOMER)
        xiaoli = shop.person("小李")
        await xiaoli.presses("Claim")
        await xiaoli.presses("Contact")
        await xiaoli.chooses("Wangwang")
        assert "has done better all along" in xiaoli.reads_dialog()
        await xiaoli.closes_dialog()
        await xiaoli.chooses_more("Like cases")
        assert "No good example like this yet" in xiaoli.reads_dialog()


async def _know(
    shop: Shop,
    category: Category = Category.LOGISTICS,
    grade: Grade = Grade.NORMAL,
    **worked: tuple[int, int],
) -> None:
    """As if so many earlier cases had been judged, and so many of them had ended well."""
    desk = shop.parts.staff.desk
    counts: Counts = {}
    for manner, (judged, good) in worked.items():
        for channel in Channel:
            script = desk.scripts[f"contact.{category}.{channel}.{Manner(manner)}"]
            what = script.name
            counts[Kind.SCRIPT, category, grade, what] = Tally(judged, good)
    await shop.time_passes(seconds=1)  # the night's own counting is over
    await desk.db.write(experience.replace_all, counts)
