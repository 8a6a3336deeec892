"""Revisions: a review that its customer changes stays one review, one case and one card."""

from typing import Any

from tests.house.shop import Shop, a_review


async def test_an_edit_revises_the_card_and_says_how_the_stars_moved(shop: Shop) -> None:
    body = a_review(rating=1)
    await shop.push(body)
    await shop.settles()
    shop.clock.advance(hours=1)

    await shop.push(body | {"type": "updated", "rating": 4, "text": "客服换了一个,现在好用"})
    await shop.settles()

    xiaoli = shop.person("小李")
    assert len(xiaoli.sees()) == 1
    assert "★★★★☆" in xiaoli.reads()
    assert "修改了评价,★ 由 1 变 4" in xiaoli.reads()
    assert "分数变好了:确认客户满意后可以结案" in xiaoli.reads()
    assert "客服换了一个" in xiaoli.reads()
    assert xiaoli.thread() == ["客户改动了评价:修改了内容"]


async def test_an_addition_is_quoted_with_what_it_adds_to(shop: Shop) -> None:
    body = a_review(rating=1, text="用了两天就坏了")
    await shop.push(body)
    await shop.settles()

    await shop.push({"id": body["id"], "store": "home-cn", "type": "appended", "text": "打电话也没人接",
                     "created_at": body["created_at"]})  # fmt: skip
    await shop.settles()

    card = shop.person("小李").reads()
    assert "用了两天就坏了\n打电话也没人接" in card
    assert "★☆☆☆☆" in card
    assert "追评" in card
    assert "1 星" in card  # the stars it was given still count
    assert "电热水壶 1.5L" in card
    assert "王*明 · 金牌" in card
    assert len(shop.person("小李").sees()) == 1


async def test_an_addition_raises_the_grade_and_starts_its_clock_anew(shop: Shop) -> None:
    body = a_review(rating=2, text="壶盖有点松")
    await shop.push(body)
    await shop.settles()
    await shop.time_passes(minutes=20)

    await shop.push(body | {"type": "appended", "text": "今天插上电就冒烟了,差点着火"})
    await shop.settles()

    xiaoli = shop.person("小李")
    assert "🔴 紧急" in xiaoli.reads()
    assert "冒烟(安全)" in xiaoli.reads()
    assert "请在 10:50 前开始" in xiaoli.reads()
    assert xiaoli.thread() == ["客户改动了评价:写了追评\n评价改动后升为紧急"]
    assert "的客户改动了评价:写了追评" in xiaoli.direct_messages()[-1]


async def test_a_kinder_edit_never_lowers_the_grade_of_a_running_case(shop: Shop) -> None:
    body = a_review(text="插上电就冒烟了,差点着火")
    await shop.push(body)
    await shop.settles()

    await shop.push(body | {"type": "updated", "rating": 5, "text": "解决了,谢谢"})
    await shop.settles()

    assert "🔴 紧急" in shop.person("小李").reads()


async def test_a_deleted_review_leaves_its_card_and_says_so(shop: Shop) -> None:
    body = a_review(rating=1)
    await shop.push(body)
    await shop.settles()

    gone = {"id": body["id"], "store": "home-cn", "type": "deleted", "created_at": body["created_at"]}
    assert (await shop.push(gone)).json()["accepted"] == 1
    await shop.settles()

    card = shop.person("小李").reads()
    assert "🗑️ 客户" in card
    assert "删除了这条评价" in card
    assert "用了两天就坏了" in card
    assert "★☆☆☆☆" in card
    assert "产品质量" in card
    assert shop.person("小李").thread() == ["客户改动了评价:删除了评价"]


async def test_a_deletion_of_what_we_never_saw_makes_no_card(shop: Shop) -> None:
    await shop.review_arrives(type="deleted", text=None, rating=None)

    assert shop.person("小李").sees() == []


async def test_a_good_review_that_turns_bad_gets_its_card_then_with_all_that_was_known(shop: Shop) -> None:
    body = a_review(rating=5, text="很好用,喜欢")
    await shop.push(body)
    await shop.settles()
    assert shop.person("小李").sees() == []

    await shop.push({"id": body["id"], "store": "home-cn", "type": "appended", "text": "用了两天就漏水,质量太差",
                     "created_at": body["created_at"]})  # fmt: skip
    await shop.settles()

    card = shop.person("小李").reads()
    assert "漏水" in card
    assert "<@U0LI>(厨房电器)" in card
    assert "金牌" in card


async def test_an_edit_of_the_stars_alone_keeps_the_words(shop: Shop) -> None:
    body = a_review(rating=2, text="插上电就冒烟了")
    await shop.push(body)
    await shop.settles()

    await shop.push(body | {"type": "updated", "rating": 1, "text": None})
    await shop.settles()

    assert "冒烟(安全)" in shop.person("小李").reads()
    assert "产品质量" in shop.person("小李").reads()


async def test_the_same_addition_told_again_with_a_picture_is_not_quoted_twice(shop: Shop) -> None:
    body = a_review(rating=1, text="用了两天就坏了")
    added = body | {"type": "appended", "text": "打电话也没人接"}
    for one in (body, added, added | {"images": ["https://img.example/1.jpg"]}):
        await shop.push(one)
        await shop.settles()

    assert "用了两天就坏了\n打电话也没人接\n" in shop.person("小李").reads() + "\n"
    assert shop.person("小李").reads().count("打电话也没人接") == 1


async def test_a_change_after_the_end_is_shown_and_its_owner_told(shop: Shop) -> None:
    body = await _dismissed(shop)

    await shop.push(body | {"type": "appended", "text": "客服没有再找过我"})
    await shop.settles()

    assert "➖ *非投诉*" in shop.person("小李").reads()
    assert "追评" in shop.person("小李").reads()
    assert "写了追评" in shop.person("小李").direct_messages()[-1]


async def test_a_finished_case_that_turns_dangerous_is_opened_again_and_the_supervisors_hear_it(shop: Shop) -> None:
    body = await _dismissed(shop)

    await shop.push(body | {"type": "appended", "text": "今天插上电就冒烟了,差点着火"})
    await shop.settles()

    card = shop.person("小李").reads()
    assert "🔴 紧急" in card
    assert "冒烟" in card
    assert "请在 10:30 前开始" in card
    assert "已重新打开" in shop.person("陈主管").reads("C0SUPERVISE")


async def test_more_votes_are_no_news_and_do_not_undo_what_a_supervisor_decided(shop: Shop) -> None:
    body = a_review(text="插上电就冒烟了,差点着火")
    await shop.push(body)
    await shop.settles()
    await shop.person("陈主管").presses("改判")
    await shop.person("陈主管").fills_in(grade="🟡 普通", note="核实过,是水蒸气")
    told = len(shop.person("小李").thread())

    await shop.push(body | {"type": "updated", "useful": 30})
    await shop.settles()

    assert "🟡 普通" in shop.person("小李").reads()
    assert len(shop.person("小李").thread()) == told
    assert shop.person("小李").direct_messages() == []


async def _dismissed(shop: Shop) -> dict[str, Any]:
    body = a_review(rating=1)
    await shop.push(body)
    await shop.settles()
    await shop.person("小李").presses("认领")
    await shop.person("小李").chooses_more("不是投诉")
    await shop.person("小李").fills_in(note="发错店铺了")
    return body
