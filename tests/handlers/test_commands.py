"""Commands: what `/reviews` answers, privately, and the buttons to go on from there."""

from tests.conftest import OpenShop
from tests.house.shop import Shop, a_review

GUEST = "案件只给客服团队看。请管理员在 policy 文件的 [roles] 里加上你(U0GUEST)。"
URGENT = "插上电就冒烟了,差点着火"


async def test_status_counts_what_there_is(shop: Shop) -> None:
    await _a_morning(shop)
    await shop.time_passes(minutes=31)

    told = await shop.person("小李").types("/reviews status")

    assert told.startswith("待认领 2(紧急 1,最早 11-23 10:00) · 处理中 1 · 超时 1 · 等客户 1 · 今天结案 1\n")
    assert "🔴 #1 电热水壶 1.5L" in told
    assert "⏰ 应在 11-23 10:30 前开始" in told
    assert "发送排队" not in told


async def test_an_answer_is_for_the_asker_alone(shop: Shop) -> None:
    await shop.review_arrives()
    await shop.person("小李").types("/reviews status")

    assert shop.person("小王").told_privately() == []
    assert len(shop.person("小王").sees()) == 1


async def test_mine_are_mine_by_due_time(shop: Shop) -> None:
    await shop.review_arrives(text="快递太慢了,等了十天", rating=2)
    await shop.review_arrives(product={"line": "美妆个护"})
    await shop.review_arrives(text=URGENT)

    told = await shop.person("小李").types("/reviews mine")

    assert [line.split()[1] for line in told.splitlines() if "#" in line] == ["#3", "#1"]
    assert "11-23 10:30 前开始" in told
    assert await shop.person("小李").types("/reviews MINE") == told


async def test_with_nothing_to_do_it_says_so_kindly(shop: Shop) -> None:
    xiaoli = shop.person("小李")

    assert "歇口气吧" in await xiaoli.types("/reviews mine")
    assert "没有超时的案件" in await xiaoli.types("/reviews overdue")
    assert "没有找到「水壶」" in await xiaoli.types("/reviews search 水壶")
    assert "昨天没有新评价" in await xiaoli.types("/reviews digest")
    assert (await xiaoli.types("/reviews status")).startswith("待认领 0 · 处理中 0 · 超时 0 · 等客户 0 · 今天结案 0")


async def test_overdue_lists_the_longest_overdue_first(shop: Shop) -> None:
    await shop.review_arrives(text="快递太慢了,等了十天", rating=2)
    await shop.time_passes(minutes=100)
    await shop.review_arrives(text=URGENT)
    await shop.time_passes(minutes=31)

    told = await shop.person("小李").types("/reviews overdue")

    assert [line.split()[1] for line in told.splitlines() if "#" in line] == ["#1", "#2"]


async def test_show_draws_the_case_as_its_card(shop: Shop) -> None:
    await shop.review_arrives()
    xiaoli = shop.person("小李")

    for typed in ("show 1", "show #1", "Show  1", "show\u3000#1", "show ＃1"):
        assert await xiaoli.types(f"/reviews {typed}") == xiaoli.reads(), typed


async def test_a_button_in_an_answer_works_and_says_so(shop: Shop) -> None:
    await shop.review_arrives()
    await shop.person("小王").types("/reviews show 1")

    await shop.person("小王").presses_private("认领")

    assert "🟢 <@U0WANG>" in shop.person("小李").reads()
    assert shop.person("小王").told_privately()[-1] == "好了:认领 #1 电热水壶 1.5L"


async def test_a_list_leads_to_the_dialogs(shop: Shop) -> None:
    await shop.review_arrives()
    xiaoli = shop.person("小李")
    await xiaoli.types("/reviews status")
    await xiaoli.presses_private("我的案件")
    await xiaoli.presses_in_dialog("认领")
    assert "好了:认领" in xiaoli.reads_dialog()
    await xiaoli.closes_dialog()

    await xiaoli.types("/reviews mine")
    await xiaoli.presses_private("联系客户")
    await xiaoli.fills_in(outcome="reached", note="说好了")

    assert "💬 <@U0LI>" in xiaoli.reads()


async def test_assign_takes_a_mention_a_name_or_an_id(shop: Shop) -> None:
    ways = ["1 <@U0WANG>", "#2 <@U0WANG|xiaowang>", "3 @小王", "4 小王", "5 @xiaowang", "#6   U0WANG"]
    for number, typed in enumerate(ways, start=1):
        await shop.review_arrives(product={"sku": None})
        told = await shop.person("小李").types(f"/reviews assign {typed}")

        assert told == f"已把 #{number} 交给 <@U0WANG>。"
        assert "<@U0WANG>" in shop.person("小李").reads()
    assert "小李 把 🟡 #6 电热水壶 1.5L 转交给你了" in shop.person("小王").direct_messages()[-1]


async def test_assign_refuses_with_the_way_forward(shop: Shop) -> None:
    await shop.review_arrives()
    xiaowang = shop.person("小王")

    assert "由 小李 负责" in await xiaowang.types("/reviews assign 1 @小孙")
    assert "认不出「老板」" in await xiaowang.types("/reviews assign 1 老板")
    assert "认不出「@小王 @小孙」" in await xiaowang.types("/reviews assign 1 <@U0WANG|wang> <@U0SUN|sun>")
    told = await xiaowang.types("/reviews assign 老板 @小孙")
    assert "「老板」不是案件编号,也不是团队里的同事。" in told
    assert "用法:`/reviews assign" in told
    told = await shop.person("小李").types("/reviews assign 1 <@U0GUEST>")
    assert told.startswith("这位同事不在团队名单里"), "no raw id"
    assert "没有 #9 这个案件" in await shop.person("小李").types("/reviews assign 9 @小孙")


async def test_a_guest_gets_the_help_and_no_case(shop: Shop) -> None:
    await shop.review_arrives()
    guest = shop.person("访客小何")

    for verb in ("status", "mine", "overdue", "show 1", "assign 1 @小孙", "search 水壶", "digest"):
        assert await guest.types(f"/reviews {verb}") == GUEST, verb
    assert "评价管家能做什么" in await guest.types("/reviews")


async def test_a_long_list_says_that_there_is_more(shop: Shop) -> None:
    for _ in range(17):
        await shop.push(a_review(shop.clock.now(), product={"sku": None}))
    await shop.settles()

    told = await shop.person("小李").types("/reviews search 水壶")

    assert told.count("#") == 15
    assert "只列出前 15 件" in told


async def test_wrong_usage_is_answered_with_the_right_one(shop: Shop) -> None:
    answers = [
        ("show", "用法:`/reviews show 编号`"), ("show first", "用法:`/reviews show 编号`"),
        ("show 1 2", "用法:`/reviews show 编号`"), ("show -1", "用法"), ("assign", "用法:`/reviews assign 编号 @同事`"),
        ("assign 1", "用法:`/reviews assign"), ("assign @小王 1", "用法:`/reviews assign"),
        ("search", "用法:`/reviews search 关键词`"), ("show 404", "没有 #404 这个案件"),
        ("show 999999999999999", "没有 #999999999999999 这个案件"), ("", "评价管家能做什么"),
        ("help", "/reviews search"),
        ("dance", "没有 `dance` 这个命令。能用的有:"), ("`*<!here>`", "这个命令。能用的有:"),
    ]  # fmt: skip

    for typed, said in answers:
        assert said in await shop.person("小李").types(f"/reviews {typed}".strip()), typed


async def test_today_so_far_is_one_word_away(shop: Shop) -> None:
    await shop.review_arrives()

    assert "今天到目前 · 11月23日" in await shop.person("周经理").types("/reviews digest today")
    assert "今天 1 条评价" in await shop.person("周经理").types("/reviews digest 今天")


async def test_in_english(opening: OpenShop) -> None:
    async with opening(locale="en") as shop:
        await shop.review_arrives(text=URGENT)
        xiaoli = shop.person("小李")

        assert "Unclaimed 1 (1 urgent, oldest 11-23 10:00) · in hand 0" in await xiaoli.types("/reviews status")
        assert "🔴 Urgent · 电热水壶 1.5L" in await xiaoli.types("/reviews show 1")
        assert "Usage: `/reviews assign" in await xiaoli.types("/reviews assign")
        assert "There is no command `dance`" in await xiaoli.types("/reviews dance")


async def _a_morning(shop: Shop) -> None:
    """#1 urgent and unclaimed, #2 unclaimed, #3 claimed, #4 waiting for its customer, #5 resolved."""
    for text in (URGENT, "快递太慢了,等了十天", "壶盖有点松", "颜色和图片不一样", "杯子收到就碎了"):
        await shop.review_arrives(text=text, rating=2)
    xiaoli = shop.person("小李")
    for number in (2, 3, 4):
        await xiaoli.presses("认领", number=number)
    await xiaoli.presses("联系客户", number=3)
    await xiaoli.fills_in(outcome="reached", next=["wait"])
    await xiaoli.presses("联系客户", number=4)
    await xiaoli.fills_in(outcome="reached")
    await xiaoli.presses("结案", number=4)
    await xiaoli.fills_in(cause="暴力分拣", department="物流", note="分拣时摔了")
