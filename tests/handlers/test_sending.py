"""Texts that the desk sends by itself: asked for in a dialog, handed over once, counted when they are out."""

from collections.abc import AsyncIterator

import pytest

from bot.outreach import NotTaken, TryLater, Unclear
from handlers.casework import dispatch_outcomes, dispatching
from handlers.outgoing import sending
from storage import case_files, dispatches, replies
from storage.cases import read_case
from tests.conftest import OpenShop
from tests.house.people import Somebody
from tests.house.phones import Phones, gateways
from tests.house.reading import words_of
from tests.house.shop import Shop

OWN_WORDS = "您好,我是家居用品店的小李。水壶烧不开,换了谁都着急,对不起。今天 14:00 前给您答复,可以吗?"
INVITING = "水壶的事给您办好了。如果方便,欢迎您按实际情况更新评价;不改也完全没关系。"


@pytest.fixture
def phones() -> Phones:
    return Phones()


@pytest.fixture
async def shop(opening: OpenShop, phones: Phones) -> AsyncIterator[Shop]:
    async with opening(gateways=gateways(phones)) as running:
        yield running


async def _opens_contact(shop: Shop, channel: str = "旺旺", **said: object) -> Somebody:
    await shop.review_arrives(**said)
    xiaoli = shop.person("小李")
    await xiaoli.presses("认领")
    await xiaoli.presses("联系客户")
    await xiaoli.chooses(channel)
    return xiaoli


async def _sends(xiaoli: Somebody, **more: object) -> dict[str, str]:
    block = next(one["block_id"] for one in xiaoli.dialog()["blocks"] if one.get("block_id", "").startswith("text_"))
    outcome = await xiaoli.fills_in(**{block: OWN_WORDS}, **more)
    return dict(outcome.errors or {})


async def _happened(shop: Shop, number: int = 1) -> list[tuple[str, dict[str, object]]]:
    lines = await shop.parts.staff.desk.db.read(case_files.timeline, number)
    return [(one.what, one.facts) for one in lines]


async def test_the_common_text_of_an_incident_goes_to_each_customer_with_a_sentence_of_their_own(
    shop: Shop, phones: Phones
) -> None:
    """Nothing leaves when it is written, and nothing while its open sentence is open."""
    for text in ("盖子漏水,桌上全是水", "才一周就漏水了", "漏水,盖子盖不严"):
        await shop.review_arrives(text=text, product={"sku": "kettle-01"})
    xiaoli = shop.person("小李")
    card = next(at for at, one in enumerate(xiaoli.sees()) if "合并事件 1" in words_of(one))
    await xiaoli.presses("全部认领", number=card)
    await xiaoli.presses("发同一段话", number=card)
    await xiaoli.fills_in(script="〔客户〕您好,密封圈有问题。【写一句只属于这位客户的话】")
    assert phones.got == []

    await xiaoli.presses_in_dialog("联系客户")
    await xiaoli.chooses("旺旺")
    assert "还差一句" in str((await xiaoli.fills_in()).errors)
    assert phones.got == []
    assert await _sends(xiaoli) == {}

    assert phones.texts() == [OWN_WORDS]


class TestContact:
    async def test_a_text_goes_out_and_counts_as_an_attempt_once_it_is_out(self, shop: Shop, phones: Phones) -> None:
        xiaoli = await _opens_contact(shop)

        assert await _sends(xiaoli) == {}

        assert phones.texts() == [OWN_WORDS]
        assert phones.got[0].to.customer_id
        assert "旺旺联系客户,已发出" in "\n".join(xiaoli.thread())
        assert [what for what, _ in await _happened(shop)][-3:] == ["send_asked", "contact_missed", "task_made"]
        assert "发送中" not in xiaoli.reads()

    async def test_on_the_telephone_or_without_a_gateway_nothing_is_offered_to_send(self, shop: Shop) -> None:
        xiaoli = await _opens_contact(shop, "电话")

        assert "让机器人现在发出" not in str(xiaoli.dialog())
        await xiaoli.chooses("短信")
        assert "让机器人现在发出" in str(xiaoli.dialog())

    async def test_who_did_it_by_hand_says_so_and_nothing_is_sent(self, shop: Shop, phones: Phones) -> None:
        xiaoli = await _opens_contact(shop)

        await _sends(xiaoli, outcome_send="联系上了")

        assert phones.got == []
        assert "联系上" in xiaoli.reads()

    async def test_the_case_waits_for_the_customer_where_that_was_ticked(self, shop: Shop) -> None:
        xiaoli = await _opens_contact(shop)

        await _sends(xiaoli, next=["等客户回复(计时暂停)"])

        assert "⏸ 等客户回复" in xiaoli.reads()

    async def test_what_may_not_leave_is_refused_before_it_is_asked_for(self, shop: Shop, phones: Phones) -> None:
        xiaoli = await _opens_contact(shop)

        refused = await xiaoli.fills_in(text_wangwang_sincere="改成五星就返您20元红包")

        assert "以利益换评价" in " ".join((refused.errors or {}).values())
        assert phones.tries == []

    async def test_saved_twice_it_goes_once(self, shop: Shop, phones: Phones) -> None:
        xiaoli = await _opens_contact(shop)
        view = xiaoli.dialog()
        from tests.house.reading import filled

        given = filled(view, {"text_wangwang_sincere": OWN_WORDS})
        await xiaoli._person.submit(given, view["id"])
        await xiaoli._person.submit(given, view["id"])
        await shop.settles()

        assert phones.texts() == [OWN_WORDS]

    async def test_a_gateway_that_cannot_now_gets_it_a_little_later(self, shop: Shop, phones: Phones) -> None:
        phones.trouble = [TryLater("busy"), Unclear("timeout")]
        xiaoli = await _opens_contact(shop)

        await _sends(xiaoli)

        assert "📤 旺旺发送中(小李 10:00)" in xiaoli.reads()
        assert phones.got == []
        await shop.time_passes(minutes=1)
        assert phones.texts() == [OWN_WORDS]
        assert phones.tries == ["dispatch-1"] * 3
        assert "已发出" in "\n".join(xiaoli.thread())

    async def test_while_one_is_on_its_way_no_other_goes_the_same_way(self, shop: Shop, phones: Phones) -> None:
        phones.trouble = [TryLater("busy", 60)]
        xiaoli = await _opens_contact(shop)
        await _sends(xiaoli)
        await xiaoli.presses("联系客户")
        await xiaoli.chooses("旺旺")

        assert "的旺旺正在发(小李 10:00)" in " ".join((await _sends(xiaoli)).values())

        await xiaoli.chooses("电话")
        await xiaoli.fills_in(outcome="没接")
        assert "没接" in "\n".join(xiaoli.thread())

    async def test_what_is_on_its_way_counts_towards_the_caps_of_all_the_customers_cases(
        self, shop: Shop, phones: Phones
    ) -> None:
        phones.trouble = [TryLater("busy", 60)]
        await _sends(await _opens_contact(shop, "短信", customer={"id": "c-1"}))
        xiaoli = await _opens_contact(shop, "短信", customer={"id": "c-1"})

        assert "短信" in " ".join((await _sends(xiaoli)).values())
        assert phones.got == []

    async def test_a_refusal_reaches_whoever_asked_with_the_reason_and_counts_as_nothing(
        self, shop: Shop, phones: Phones
    ) -> None:
        phones.trouble = [NotTaken("号码是空号")]
        xiaoli = await _opens_contact(shop, "短信")

        await _sends(xiaoli)

        assert "短信没有发出去:号码是空号" in xiaoli.direct_messages()[-1]
        assert xiaoli.buttons("D" + xiaoli.user[1:])[0] == "联系客户"
        assert "contact_missed" not in [what for what, _ in await _happened(shop)]
        assert "12:00 前联系客户" in xiaoli.reads()

    async def test_what_waited_too_long_is_given_up_and_said(self, shop: Shop, phones: Phones) -> None:
        phones.trouble = [TryLater("busy")] * 50
        xiaoli = await _opens_contact(shop)
        await _sends(xiaoli)

        await shop.time_passes(minutes=20)

        assert "等得太久,话已经过时了" in xiaoli.direct_messages()[-1]
        assert phones.got == []
        assert "发送中" not in xiaoli.reads()

    async def test_nothing_goes_out_once_quiet_hours_have_begun(self, shop: Shop, phones: Phones) -> None:
        await shop.time_passes(hours=10, minutes=58)
        phones.trouble = [TryLater("busy", 180)]
        xiaoli = await _opens_contact(shop, "短信")
        await _sends(xiaoli)

        await shop.time_passes(minutes=5)

        assert "到了不打扰的时间" in xiaoli.direct_messages()[-1]
        assert phones.got == []

    async def test_a_customer_who_was_left_alone_meanwhile_gets_nothing(self, shop: Shop, phones: Phones) -> None:
        phones.trouble = [TryLater("busy", 60)]
        xiaoli = await _opens_contact(shop)
        await _sends(xiaoli)
        await xiaoli.presses("联系客户")
        await xiaoli.fills_in(channel="电话", outcome="要求不再联系")

        await shop.time_passes(minutes=2)

        assert phones.got == []
        assert "案件有变动,不用发了" in xiaoli.direct_messages()[-1]

    async def test_what_may_not_be_said_once_somebody_came_to_harm_stays_here(self, shop: Shop, phones: Phones) -> None:
        phones.trouble = [TryLater("busy", 60)]
        xiaoli = await _opens_contact(shop, id="r-1")
        text = "王女士您好,我是小李。责任在我们,水壶今天就给您换一个,您看方便吗?"
        assert not (await xiaoli.fills_in(text_wangwang_sincere=text)).errors
        await shop.review_arrives(id="r-1", type="appended", text="今天插上电就冒烟了,差点着火")

        await shop.time_passes(minutes=2)

        assert phones.got == []
        assert "案件有变动,不用发了" in "\n".join(xiaoli.direct_messages())

    async def test_where_too_little_is_known_of_the_customer_it_is_left_to_people(self, shop: Shop) -> None:
        xiaoli = await _opens_contact(shop, "短信", customer={"id": None, "phone": "", "name": "王小明"})

        assert "让机器人现在发出" not in str(xiaoli.dialog())

    async def test_what_a_dying_process_had_handed_over_is_not_shown_twice(self, shop: Shop, phones: Phones) -> None:
        """The gateway has it, and nothing is recorded: it comes again under the same key, and counts once."""
        phones.trouble = [TryLater("busy", 30)]
        xiaoli, desk = await _opens_contact(shop), shop.parts.staff.desk
        await _sends(xiaoli)
        shop.clock.advance(seconds=30)
        handover = await desk.db.write(dispatching.take, desk, "dead")
        assert handover
        await handover.gateway.send(handover.parcel)

        await shop.time_passes(minutes=2)

        assert (phones.texts(), phones.tries) == ([OWN_WORDS], ["dispatch-1"] * 3)
        assert [what for what, _ in await _happened(shop)].count("contact_missed") == 1

    @pytest.mark.parametrize("trouble", [TryLater("busy"), NotTaken("unknown"), Unclear("timeout")])
    async def test_what_may_be_out_is_asked_about_once_the_case_moved_on(
        self, shop: Shop, phones: Phones, trouble: Exception
    ) -> None:
        """A lost answer, then no more tries: nobody is told that it did not go out."""
        phones.trouble = [Unclear("timeout"), trouble]
        xiaoli = await _opens_contact(shop)
        await _sends(xiaoli)
        await xiaoli.presses("联系客户")
        await xiaoli.fills_in(channel="电话", outcome="要求不再联系")

        await shop.time_passes(minutes=2)

        assert phones.tries == ["dispatch-1"]
        assert "不知道发出去没有" in xiaoli.reads("D" + xiaoli.user[1:])

    async def test_what_may_be_out_is_asked_about_when_it_is_too_late_to_try_again(
        self, shop: Shop, phones: Phones
    ) -> None:
        phones.trouble = [Unclear("timeout"), *[TryLater("busy")] * 50]
        xiaoli = await _opens_contact(shop)
        await _sends(xiaoli)

        await shop.time_passes(minutes=20)

        assert "不知道发出去没有" in xiaoli.reads("D" + xiaoli.user[1:])

    async def test_what_cannot_be_looked_at_for_long_is_given_up_and_said(
        self, shop: Shop, phones: Phones, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        phones.trouble = [TryLater("busy")]
        xiaoli = await _opens_contact(shop)
        await _sends(xiaoli)
        shop.forgive("a text could not be handed over and is put off")
        with monkeypatch.context() as broken:
            broken.delattr(Phones, "reaches")
            await shop.time_passes(minutes=16)

        await shop.time_passes(minutes=5)

        assert "等得太久,话已经过时了" in xiaoli.direct_messages()[-1]
        assert "发送中" not in xiaoli.reads()

    async def test_what_went_out_as_quiet_hours_began_counts(self, shop: Shop, phones: Phones) -> None:
        await shop.time_passes(hours=10, minutes=59)
        phones.takes = lambda: shop.clock.advance(minutes=2)
        xiaoli = await _opens_contact(shop, "短信")

        await _sends(xiaoli)

        assert "短信联系客户,已发出" in "\n".join(xiaoli.thread())

    async def test_saved_before_the_dialog_has_followed_the_channel_nothing_empty_is_sent(
        self, shop: Shop, phones: Phones
    ) -> None:
        xiaoli = await _opens_contact(shop)

        refused = await xiaoli.fills_in(channel="短信", outcome_send="让机器人现在发出")

        assert phones.tries == []
        assert "还没有短信要发的话" in str(refused.errors)

    @pytest.mark.parametrize("trouble", [TryLater("busy", 1e15), NotTaken("\ud83d 空号\x00")], ids=["pause", "words"])
    async def test_an_odd_answer_does_not_stop_the_sending(
        self, shop: Shop, phones: Phones, trouble: Exception
    ) -> None:
        phones.trouble = [trouble]
        xiaoli = await _opens_contact(shop)
        await _sends(xiaoli)

        await shop.time_passes(minutes=20)

        assert "发送中" not in xiaoli.reads()

    async def test_what_cannot_be_recorded_is_told_and_asked_about_and_stops_nothing(
        self, shop: Shop, phones: Phones, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def breaks(*_: object) -> None:
            raise RuntimeError("a fault of ours")

        shop.forgive("what came of a text could not be recorded")
        xiaoli = await _opens_contact(shop)
        with monkeypatch.context() as broken:
            broken.setattr(dispatch_outcomes, "went_out", breaks)
            await _sends(xiaoli)
            await shop.time_passes(minutes=14)
        await shop.time_passes(minutes=5)

        assert len(phones.got) == 1
        assert "旺旺联系客户,已发出" in "\n".join(xiaoli.thread()) or "不知道发出去没有" in xiaoli.reads()

    async def test_a_gateway_that_hangs_is_not_waited_for_longer_than_the_lease(
        self, shop: Shop, phones: Phones, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(sending, "_MOST_SECONDS", 0.05)
        phones.hangs = 1
        xiaoli = await _opens_contact(shop)

        await _sends(xiaoli)
        await shop.time_passes(minutes=1)

        assert (phones.tries, phones.texts()) == (["dispatch-1"] * 2, [OWN_WORDS])

    async def test_numbers_in_a_gateways_words_are_not_logged(self, shop: Shop, phones: Phones) -> None:
        phones.trouble = [NotTaken("13800138000 是空号")]
        xiaoli = await _opens_contact(shop, "短信")

        await _sends(xiaoli)

        assert "是空号" in str(shop.logs)
        assert "13800138000" not in str(shop.logs)

    async def test_in_english(self, opening: OpenShop, phones: Phones) -> None:
        phones.trouble = [NotTaken("blocked")]
        async with opening(gateways=gateways(phones), locale="en") as shop:
            await shop.review_arrives()
            xiaoli = shop.person("小李")
            await xiaoli.presses("Claim")
            await xiaoli.presses("Contact")
            await xiaoli.chooses("Wangwang")
            words = "Hello, your kettle does not boil, and I am sorry. Would you like a new one or your money back?"
            await xiaoli.fills_in(text_wangwang_sincere=words)
            assert "did not go out: blocked" in xiaoli.direct_messages()[-1]


class TestUnclear:
    """A gateway that cannot tell a repetition, and no answer from it: a person has to look."""

    @pytest.fixture
    def phones(self) -> Phones:
        return Phones(repeats_safely=False, trouble=[Unclear("timeout")])

    async def test_the_timeline_keeps_the_gateways_words_without_numbers(self, shop: Shop, phones: Phones) -> None:
        phones.trouble = [Unclear("13800138000 timeout")]
        await _sends(await _opens_contact(shop, "短信"))

        told = dict(await _happened(shop))["send_unclear"]

        assert told["note"] == "138****8000 timeout"

    async def test_it_is_not_sent_again_until_somebody_has_looked(self, shop: Shop, phones: Phones) -> None:
        xiaoli = await _opens_contact(shop, "短信")
        await _sends(xiaoli)
        await shop.time_passes(minutes=40)
        assert phones.tries == ["dispatch-1"]
        assert "⚠️ 短信不知道发出去没有(小李 10:00)" in xiaoli.reads()
        mine = "D" + xiaoli.user[1:]
        assert xiaoli.buttons(mine, 0) == ["已经发出去了", "没有发出去", "查看"]

        await xiaoli.presses("联系客户")
        await xiaoli.chooses("短信")
        assert "还不知道发出去没有" in " ".join((await _sends(xiaoli)).values())
        await xiaoli.closes_dialog()
        await xiaoli.presses("已经发出去了", mine, 0)

        assert xiaoli.buttons(mine, 0) == ["查看"]
        assert "小李 看过,已经发出去了" in xiaoli.reads(mine, 0)
        assert "短信联系客户,已发出" in "\n".join(xiaoli.thread())

    async def test_one_that_did_not_go_may_be_sent_again(self, shop: Shop, phones: Phones) -> None:
        xiaoli = await _opens_contact(shop, "短信")
        await _sends(xiaoli)

        await xiaoli.presses("没有发出去", "D" + xiaoli.user[1:], 0)
        await xiaoli.presses("联系客户")
        await xiaoli.chooses("短信")

        assert await _sends(xiaoli) == {}
        assert phones.tries == ["dispatch-1", "dispatch-2"]

    async def test_the_first_answer_counts(self, shop: Shop) -> None:
        xiaoli = await _opens_contact(shop, "短信")
        await _sends(xiaoli)
        mine = "D" + xiaoli.user[1:]
        await xiaoli.presses("没有发出去", mine, 0, then_settles=False)
        await xiaoli.presses("已经发出去了", mine, 0)

        assert "这条现在是「没发出」" in xiaoli.told_privately(mine)[-1]

    async def test_a_process_that_died_while_sending_leaves_it_unclear(self, shop: Shop, phones: Phones) -> None:
        phones.trouble = [TryLater("busy", 60)]
        xiaoli = await _opens_contact(shop, "短信")
        await _sends(xiaoli)
        await shop.parts.staff.desk.db.write(lambda session: dispatches.take(session, shop.clock.now(), "dead"))
        shop.clock.advance(seconds=61)
        await shop.parts.staff.desk.db.write(lambda session: dispatches.take(session, shop.clock.now(), "dead"))

        await shop.time_passes(minutes=3)

        assert phones.got == []
        assert "不知道发出去没有" in xiaoli.reads()

    async def test_a_process_that_died_while_sending_leaves_it_unclear_whatever_became_of_the_case(
        self, shop: Shop, phones: Phones
    ) -> None:
        phones.trouble = [TryLater("busy", 60)]
        xiaoli = await _opens_contact(shop, "短信")
        await _sends(xiaoli)
        shop.clock.advance(seconds=61)
        await shop.parts.staff.desk.db.write(lambda session: dispatches.take(session, shop.clock.now(), "dead"))
        await xiaoli.presses("联系客户")
        await xiaoli.fills_in(channel="电话", outcome="要求不再联系")

        await shop.time_passes(minutes=3)

        assert "不知道发出去没有" in xiaoli.reads("D" + xiaoli.user[1:])

    async def test_what_a_dying_process_had_is_not_sent_again_after_a_fault_of_ours(
        self, shop: Shop, phones: Phones, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        phones.trouble = [TryLater("busy", 60)]
        xiaoli = await _opens_contact(shop, "短信")
        await _sends(xiaoli)
        shop.clock.advance(seconds=61)
        await shop.parts.staff.desk.db.write(lambda session: dispatches.take(session, shop.clock.now(), "dead"))
        shop.forgive("a text could not be handed over and is put off")
        with monkeypatch.context() as broken:
            broken.delattr(Phones, "reaches")
            await shop.time_passes(minutes=2)

        await shop.time_passes(minutes=5)

        assert phones.tries == ["dispatch-1"]
        assert "不知道发出去没有" in xiaoli.reads()

    async def test_what_is_known_only_at_night_to_have_gone_counts(self, shop: Shop) -> None:
        await shop.time_passes(hours=10, minutes=30)
        xiaoli = await _opens_contact(shop, "短信")
        await _sends(xiaoli)
        await shop.time_passes(hours=1)

        await xiaoli.presses("已经发出去了", "D" + xiaoli.user[1:], 0)

        assert "contact_missed" in [what for what, _ in await _happened(shop)]

    async def test_whoever_asked_can_say_so_after_the_case_was_handed_on(self, shop: Shop) -> None:
        xiaoli = await _opens_contact(shop, "短信")
        await _sends(xiaoli)
        await xiaoli.presses("转交")
        await xiaoli.fills_in(to=shop.person("小王").user, note="交给你")

        await xiaoli.presses("已经发出去了", "D" + xiaoli.user[1:], 0)

        assert "这时案件已有变动" in "\n".join(xiaoli.thread())


class TestOtherTexts:
    async def test_an_invitation_is_made_once_when_it_is_out(self, shop: Shop, phones: Phones) -> None:
        xiaoli = await _resolved(shop)
        await xiaoli.chooses_more("邀请更新评价")
        await xiaoli.fills_in(text=INVITING, how="让机器人发出")

        assert len(phones.got) == 1
        assert "✉️ 11-23 10:00 邀请过客户如实更新评价" in xiaoli.reads()
        await xiaoli.presses("更多")
        assert "邀请更新评价" not in xiaoli.dialog_buttons()

    async def test_what_the_desk_sends_is_not_to_be_copied_first(self, shop: Shop) -> None:
        xiaoli = await _resolved(shop)
        for step in ("公开回复", "邀请更新评价"):
            await xiaoli.chooses_more(step)
            assert "复制" not in str(xiaoli.dialog()), step

    async def test_an_invitation_on_its_way_is_not_made_again_by_hand(self, shop: Shop, phones: Phones) -> None:
        xiaoli = await _resolved(shop)
        phones.trouble = [TryLater("busy", 60)]
        await xiaoli.chooses_more("邀请更新评价")
        await xiaoli.fills_in(text=INVITING, how="让机器人发出")

        await xiaoli.chooses_more("邀请更新评价")

        assert "正在发" in xiaoli.reads_dialog()

    async def test_an_invitation_that_went_out_when_the_case_had_moved_on_is_the_one_invitation(
        self, shop: Shop, phones: Phones
    ) -> None:
        phones.repeats_safely = False
        xiaoli = await _resolved(shop)
        phones.trouble = [Unclear("timeout")]
        await xiaoli.chooses_more("邀请更新评价")
        await xiaoli.fills_in(text=INVITING, how="让机器人发出")
        await xiaoli.chooses_more("重新打开")
        await xiaoli.fills_in(note="客户又来了")

        await xiaoli.presses("已经发出去了", "D" + xiaoli.user[1:], -1)

        case = await shop.parts.staff.desk.db.read(read_case, 1)
        assert case.invited_at

    async def test_a_reply_that_went_out_when_the_case_had_moved_on_is_the_one_reply(
        self, shop: Shop, phones: Phones
    ) -> None:
        phones.repeats_safely = False
        await shop.review_arrives(platform="taobao")
        xiaoli = shop.person("小李")
        await xiaoli.presses("认领")
        phones.trouble = [Unclear("timeout")]
        await xiaoli.chooses_more("公开回复")
        words = "谢谢您告诉我们,水壶没做好,抱歉。12月1日起发出的水壶,底座都换成了加厚的。"
        await xiaoli.fills_in(reply=words, how="让机器人发出")
        await xiaoli.presses("转交")
        await xiaoli.fills_in(to=shop.person("小王").user, note="交给你")

        await xiaoli.presses("已经发出去了", "D" + xiaoli.user[1:], 0)

        case, said = await shop.parts.staff.desk.db.read(
            lambda session: (read_case(session, 1), replies.recent(session, 9))
        )
        assert case.replied_at
        assert said == [words]

    async def test_the_call_back_can_be_asked_in_writing_and_is_asked_again_a_day_later(
        self, shop: Shop, phones: Phones
    ) -> None:
        xiaoli = await _resolved(shop)
        await shop.time_passes(days=7)
        await xiaoli.presses("回访")
        await xiaoli.chooses("旺旺")
        await xiaoli.fills_in(follow_up_text="您好,水壶用得还好吗?满意的话回个 1–5 分就行。")

        assert len(phones.got) == 1
        assert "发消息回访,没回的话 12-01 10:00 再问" in "\n".join(xiaoli.thread())
        await shop.time_passes(days=1)
        assert xiaoli.buttons() == ["回访", "更多"]

    async def test_a_public_reply_is_pushed_to_where_the_review_stands(self, shop: Shop, phones: Phones) -> None:
        await shop.review_arrives(id="r-1", platform="taobao")
        xiaoli = shop.person("小李")
        await xiaoli.presses("认领")
        await xiaoli.chooses_more("公开回复")
        words = "谢谢您告诉我们,水壶没做好,抱歉。12月1日起发出的水壶,底座都换成了加厚的。"
        await xiaoli.fills_in(reply=words, how="让机器人发出")

        assert (phones.texts(), phones.got[0].to.review_id) == ([words], "r-1")
        assert "💬 11-23 10:00 已公开回复" in xiaoli.reads()

    async def test_a_reply_that_the_platform_refuses_can_be_written_anew(self, shop: Shop, phones: Phones) -> None:
        phones.trouble = [NotTaken("含有违规词")]
        await shop.review_arrives(platform="taobao")
        xiaoli = shop.person("小李")
        await xiaoli.presses("认领")
        await xiaoli.chooses_more("公开回复")
        await xiaoli.fills_in(reply="谢谢您告诉我们,水壶没做好,抱歉。12月1日起都换成加厚底座。", how="让机器人发出")

        assert "公开回复没有发出去:含有违规词" in xiaoli.direct_messages()[-1]
        assert "已公开回复" not in xiaoli.reads()
        await xiaoli.chooses_more("公开回复")
        await xiaoli.fills_in(reply="谢谢您告诉我们,水壶没做好,抱歉。12月1日起都换成加厚底座。", how="让机器人发出")
        assert "已公开回复" in xiaoli.reads()


async def _resolved(shop: Shop) -> Somebody:
    await shop.review_arrives(platform="taobao")
    xiaoli = shop.person("小李")
    await xiaoli.presses("认领")
    await xiaoli.presses("联系客户")
    await xiaoli.fills_in(channel="电话", outcome="联系上了")
    await xiaoli.presses("结案")
    await xiaoli.fills_in(cause="复核缺失", department="仓储", note="复核漏了")
    return xiaoli
