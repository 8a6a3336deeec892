"""Drills by doors: begun by command or offer, replied in, scored, lapsed; and nothing of the real work is touched."""

import asyncio
import json
import re
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select as sql_select
from sqlmodel import Session, SQLModel, func, select

from bot.rules.drills import DrillStand
from bot.rules.refusals.drills import NotYourDrill
from handlers.casework import drills as casework
from scripts_library.drills import personas
from storage import drills
from storage.tables import DrillTurnRow
from tests.conftest import OpenShop
from tests.house.people import Somebody
from tests.house.phones import Phones, gateways
from tests.house.reading import fields_of
from tests.house.shop import Shop

ROOT = Path(__file__).parents[2]

LI_DM = "D0LI"
SORRY = "真的很抱歉,漏水还让您白等一个星期,换了谁都生气。请问是什么时候发现的?方便的话发张照片给我。"
BRIBE = "改成五星就返您20元红包"
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


async def test_a_reply_that_is_sent_twice_counts_once(shop: Shop) -> None:
    xiaoli = await _begun(shop)
    await xiaoli.presses("回复", LI_DM)

    first = xiaoli.fills_in(drill_text=SORRY, then_settles=False)
    await asyncio.gather(first, xiaoli.fills_in(drill_text=SORRY, then_settles=False))
    await shop.settles()

    assert len(await _turns(shop)) == 1
    assert len(xiaoli.direct_messages()) == 2


async def test_what_was_said_is_forgotten_after_half_a_year_and_the_score_stays(shop: Shop) -> None:
    xiaoli = await _begun(shop)
    await xiaoli.presses("回复", LI_DM)
    await xiaoli.fills_in(drill_text=SORRY)
    await xiaoli.presses("结束演练", LI_DM)
    shop.clock.advance(days=179)
    await shop.does_what_is_due()
    assert len(await _turns(shop)) == 1

    shop.clock.advance(days=2)
    await shop.does_what_is_due()

    assert await _turns(shop) == []
    drill = await shop.parts.staff.desk.db.read(drills.find, 1)
    assert drill is not None
    assert drill.stand is not DrillStand.GOING


async def test_a_reply_from_an_older_window_is_told_and_keeps_its_words(shop: Shop) -> None:
    xiaoli = await _begun(shop)
    await xiaoli.presses("回复", LI_DM)
    await casework.reply(shop.parts.staff.desk, 1, "U0LI", 0, SORRY, once="another window")

    refused = await xiaoli.fills_in(drill_text=REMEDY)

    assert "另一个窗口" in " ".join((refused.errors or {}).values())
    assert len(await _turns(shop)) == 1


async def test_the_script_is_offered_once_and_sent_as_it_was_it_is_noticed(shop: Shop) -> None:
    xiaoli = await _begun(shop)
    await xiaoli.presses("回复", LI_DM)
    offered = fields_of(xiaoli.dialog())["drill_text"]["initial_value"]
    assert "我是家居用品店的小李" in offered
    assert "写一句只属于这位客户的话" in xiaoli.reads_dialog()

    await xiaoli.fills_in()

    assert any(line in xiaoli.reads(LI_DM) for line in personas("zh_CN")["furious"].lines["template"])
    await xiaoli.presses("回复", LI_DM)
    assert "initial_value" not in fields_of(xiaoli.dialog())["drill_text"]


async def test_the_preview_shows_what_the_linter_finds_and_the_score_voids_it(shop: Shop) -> None:
    xiaoli = await _begun(shop)
    await xiaoli.presses("回复", LI_DM)
    await xiaoli.types_in("drill_text", BRIBE)
    assert "⚠️" in xiaoli.reads_dialog()

    await xiaoli.fills_in(drill_text=BRIBE)
    await _ends(xiaoli)

    score = xiaoli.reads(LI_DM)
    assert "*0 / 20 分* · 有一句违规,整场作废" in score
    assert "*合规* 0/4 · “改成五星就返您20元红包”" in score


async def test_one_that_goes_on_is_not_begun_again(shop: Shop) -> None:
    xiaoli = await _begun(shop)

    assert "还有一场演练没结束" in await xiaoli.types("/reviews drill")
    assert len(xiaoli.direct_messages()) == 1


async def test_an_unknown_persona_is_answered_with_those_there_are(shop: Shop) -> None:
    told = await shop.person("小李").types("/reviews drill <b>谁</b>")

    assert "暴怒型、沉默型、职业索赔" in told
    assert shop.person("小李").direct_messages() == []


async def test_ended_at_once_it_has_no_score(shop: Shop) -> None:
    xiaoli = await _begun(shop)

    await xiaoli.presses("结束演练", LI_DM)

    assert "还没回复过,这场不记分" in xiaoli.reads(LI_DM)
    assert xiaoli.buttons(LI_DM, 0) == []


async def test_left_alone_for_a_day_it_lapses_without_a_score(shop: Shop) -> None:
    xiaoli = await _begun(shop)
    await _replies(xiaoli, SORRY)
    await xiaoli.presses("回复", LI_DM)

    await shop.time_passes(hours=25)

    assert "放了一天没回" in xiaoli.reads(LI_DM)
    assert xiaoli.buttons(LI_DM, -2) == []
    refused = await xiaoli.fills_in(drill_text=REMEDY)
    assert "已经结束了" in " ".join((refused.errors or {}).values())
    assert "演练开始了" in await xiaoli.types("/reviews drill")


async def test_a_drill_is_its_trainees_alone(shop: Shop) -> None:
    await _begun(shop)
    desk = shop.parts.staff.desk
    number = (await desk.db.read(drills.going, "U0LI")).id  # type: ignore[union-attr]

    with pytest.raises(NotYourDrill):
        await casework.reply(desk, number, "U0WANG", 0, SORRY, once="a")
    with pytest.raises(NotYourDrill):
        await casework.stop(desk, number, "U0WANG", once="b")


async def test_somebody_outside_the_team_does_not_practise(shop: Shop) -> None:
    guest = shop.person("访客小何")

    assert "演练开始了" not in await guest.types("/reviews drill")
    assert guest.direct_messages() == []


@pytest.mark.parametrize("text", ["<!channel> <@U0LI> *粗* `码`", "{{ 7*7 }}[words]", "=cmd()\u202e\x00坏", "😀" * 300])
async def test_hostile_text_stays_text(shop: Shop, text: str) -> None:
    xiaoli = await _begun(shop)

    await _replies(xiaoli, text)
    await _ends(xiaoli)

    assert "演练结束" in xiaoli.reads(LI_DM)
    assert "<!channel>" not in json.dumps(xiaoli.sees(LI_DM), ensure_ascii=False)


async def test_progress_is_compared_with_oneself(shop: Shop) -> None:
    xiaoli = await _begun(shop)
    await _replies(xiaoli, SORRY)
    await xiaoli.presses("结束演练", LI_DM)
    await shop.time_passes(minutes=5)
    await _begun(shop)
    await _replies(xiaoli, SORRY)

    await xiaoli.presses("结束演练", LI_DM)

    assert re.search(r"你自己的进步:11-23 \d+ → 这次 \d+", xiaoli.reads(LI_DM))


async def test_english_is_complete(opening: OpenShop) -> None:
    async with opening(locale="en") as shop:
        xiaoli = shop.person("小李")
        assert "drill has begun" in await xiaoli.types("/reviews drill Furious")
        assert xiaoli.reads(LI_DM).startswith("🎓 *Drill* · Furious · ")
        await xiaoli.presses("Reply", LI_DM)
        await xiaoli.fills_in(drill_text="I am sorry you waited a week for rubbish. When did you first notice it?")
        await xiaoli.presses("Reply", LI_DM)
        await xiaoli.fills_in(drill_text="You can have a replacement or a refund. I will call you by 18:00 today.")

        assert "Drill over* · Furious · the customer agreed" in xiaoli.reads(LI_DM)
        assert "*20 / 20 points*" in xiaoli.reads(LI_DM)


async def test_ones_own_words_are_read_whole(shop: Shop) -> None:
    xiaoli = await _begun(shop)
    words = "真的很抱歉,杯子用了两天就漏水,白等一个星期,换我也生气。" * 3 + "请问是什么时候发现的?"

    await _replies(xiaoli, words)

    assert words in xiaoli.reads(LI_DM)


async def test_a_bare_topic_or_what_they_never_say_is_no_story(shop: Shop) -> None:
    """Who was refunded does not complain that the refund was refused, and "退款" alone says nothing."""
    for number, text in enumerate(("退款", "不给退款,售后没人管", "售后不给退货")):
        await shop.review_arrives(
            id=f"r-{number}", text=text, product={"sku": "c", "name": "电饭煲", "line": "厨房电器"}
        )

    xiaoli = await _begun(shop, persona="已退款仍不满")

    assert any(words in xiaoli.reads(LI_DM) for words in ("拖了半个月", "来回跑了三趟", "没人解释"))


class TestByTheMonth:
    async def test_agents_are_offered_one_and_reminded_once(self, shop: Shop) -> None:
        await shop.time_passes(days=7)  # 30 November
        xiaoli, xiaowang = shop.person("小李"), shop.person("小王")
        assert _about_drills(xiaoli) == []

        await shop.time_passes(days=1)  # 1 December, 10:00
        assert xiaoli.buttons(LI_DM) == ["现在开始"]
        assert "这个月的还没练" in xiaoli.reads(LI_DM)
        assert _about_drills(shop.person("陈主管")) == []
        await xiaoli.presses("现在开始", LI_DM)
        assert "最多 8 句" in xiaoli.reads(LI_DM)
        assert "已经开始了" in xiaoli.reads(LI_DM, -2)

        await shop.time_passes(days=20)

        assert len(_about_drills(xiaowang)) == 2
        assert "再提醒一次" in _about_drills(xiaowang)[-1]
        assert not any("再提醒" in line for line in xiaoli.direct_messages())

    async def test_who_has_had_one_this_month_is_not_asked(self, opening: OpenShop) -> None:
        async with opening(policy="[drills]\nday = 25\n") as shop:
            xiaoli = await _begun(shop)
            await _replies(xiaoli, SORRY)
            await xiaoli.presses("结束演练", LI_DM)

            await shop.time_passes(days=3)

            assert not any("还没练" in line for line in xiaoli.direct_messages())
            assert len(_about_drills(shop.person("小王"))) == 1

    async def test_a_shop_may_do_without(self, opening: OpenShop) -> None:
        async with opening(policy="[drills]\nmonthly = false\n") as shop:
            await shop.time_passes(days=12)

            assert _about_drills(shop.person("小王")) == []

    async def test_the_offer_pressed_twice_begins_one(self, opening: OpenShop) -> None:
        async with opening(policy="[drills]\nday = 24\n") as shop:
            await shop.time_passes(days=1, hours=1)
            xiaoli = shop.person("小李")
            first = xiaoli.presses("现在开始", LI_DM, then_settles=False)
            second = xiaoli.presses("现在开始", LI_DM, then_settles=False)
            await asyncio.gather(first, second)
            await shop.settles()

            assert sum("最多 8 句" in line for line in xiaoli.direct_messages()) == 1


class TestForSupervisors:
    async def test_few_people_have_no_average(self, shop: Shop) -> None:
        xiaoli = await _begun(shop)
        await _replies(xiaoli, SORRY)
        await xiaoli.presses("结束演练", LI_DM)

        told = await shop.person("陈主管").types("/reviews drill team")

        assert "有 1 人练了 1 场" in told
        assert "不到 5 人" in told
        assert "共情" not in told
        assert "由主管来看" in await xiaoli.types("/reviews drill team")

    async def test_nobody_yet_is_said(self, shop: Shop) -> None:
        told = await shop.person("陈主管").types("/reviews drill team")

        assert "还没有人练过" in told
        assert "平均分" not in told

    async def test_one_person_is_one_in_english(self, opening: OpenShop) -> None:
        async with opening(locale="en") as shop:
            xiaoli = shop.person("小李")
            await xiaoli.types("/reviews drill Furious")
            await xiaoli.presses("Reply", LI_DM)
            await xiaoli.fills_in(drill_text="I am sorry you waited a week for rubbish. When did you first notice it?")
            await xiaoli.presses("End drill", LI_DM)

            assert "one person did 1" in await shop.person("陈主管").types("/reviews drill team")

    async def test_five_people_have_averages_and_no_names(self, shop: Shop) -> None:
        people = {"小李": "D0LI", "小王": "D0WANG", "小孙": "D0SUN", "赵组长": "D0ZHAO", "周经理": "D0ZHOU"}
        for name, dm in people.items():
            await _begun(shop, name)
            await _replies(shop.person(name), SORRY, dm)
            await shop.person(name).presses("结束演练", dm)

        told = await shop.person("陈主管").types("/reviews drill team")

        assert "有 5 人练了 5 场" in told
        assert "合规 4.0/4" in told
        assert not any(name in told for name in ("小李", "小王", "小孙"))


class TestApart:
    async def test_no_figure_report_audit_or_gateway_changes(self, opening: OpenShop) -> None:
        phones = Phones()
        async with opening(gateways=gateways(phones)) as shop:
            await shop.review_arrives()
            before, rows = await _figures(shop), await _real_rows(shop)
            xiaoli = await _begun(shop)
            for text in (SORRY, BRIBE, REMEDY):
                if xiaoli.buttons(LI_DM):
                    await _replies(xiaoli, text)
            await _ends(xiaoli)

            assert await _figures(shop) == before
            assert await _real_rows(shop) == rows
            assert phones.tries == []

    def test_only_drills_read_the_rows_of_drills(self) -> None:
        """Nothing that counts, lists, reports or exports can meet one."""
        named = {
            str(path.relative_to(ROOT))
            for folder in ("handlers", "storage", "demo", "bot")
            for path in (ROOT / folder).rglob("*.py")
            if re.search(r"\bDrill(?:Turn|Offer)?Row\b", path.read_text("utf-8"))
        }

        assert named == {
            "storage/drills.py",
            "storage/drill_offers.py",
            "storage/tables/__init__.py",
            "storage/tables/drilling.py",
        }

    def test_the_tables_are_tied_to_no_other(self) -> None:
        tables = SQLModel.metadata.tables
        ours = {name for name in tables if name.startswith("drill")}
        ties = {(name, key.column.table.name) for name in tables for key in tables[name].foreign_keys}

        assert ours == {"drill", "drill_turn", "drill_offer"}
        assert {tie for tie in ties if ours & set(tie)} == {("drill_turn", "drill")}

    async def test_of_the_shops_cases_only_line_and_known_words_are_used(self, shop: Shop) -> None:
        secret = "用了两天就坏了,王小明电话13800138000,烧不开水"
        await shop.review_arrives(text=secret, product={"name": "秘密型号X9", "line": "厨房电器"})
        xiaoli = await _begun(shop)

        card = xiaoli.reads(LI_DM)

        assert "厨房电器" in card
        assert not any(part in card for part in ("X9", "王小明", "138", "两天就坏了,"))


async def _ends(somebody: Somebody) -> None:
    """Unless the customer has left already."""
    if somebody.buttons(LI_DM):
        await somebody.presses("结束演练", LI_DM)


def _about_drills(somebody: Somebody) -> list[str]:
    return [line for line in somebody.direct_messages() if line.startswith("🎓")]


async def _turns(shop: Shop) -> list[DrillTurnRow]:
    def read(session: Session) -> list[DrillTurnRow]:
        return list(session.exec(select(DrillTurnRow)))

    return await shop.parts.staff.desk.db.read(read)


async def _figures(shop: Shop) -> list[str]:
    """What people may see of the real work, asked for anew."""
    chen = shop.person("陈主管")
    asked = ("status", "digest today", "report", "overdue", "mine")
    return [await chen.types(f"/reviews {verb}") for verb in asked] + [await chen.opens_home()]


async def _real_rows(shop: Shop) -> dict[str, int]:
    """How many rows each table has that is about real work."""
    apart = {"drill", "drill_turn", "drill_offer", "message", "place", "press", "occurrence", "picture"}

    def count(session: Session) -> dict[str, int]:
        tables = SQLModel.metadata.sorted_tables
        return {
            one.name: session.execute(sql_select(func.count()).select_from(one)).scalar_one()
            for one in tables
            if one.name not in apart
        }

    return await shop.parts.staff.desk.db.read(count)
