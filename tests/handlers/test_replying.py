"""The public reply, by clicks: its draft and guard, once a case, inside the platform's window, unlike the last ones."""

from typing import Any

from storage import case_files
from tests.house.people import Somebody
from tests.house.shop import Shop

_DRAFT = "【写一句:改进了什么,从哪天起】"
_BETTER = "12月1日起发出的水壶,底座都换成了加厚的。"


async def _opens(shop: Shop, **said: Any) -> Somebody:
    await shop.review_arrives(platform="taobao", **said)
    xiaoli = shop.person("小李")
    await xiaoli.presses("认领")
    await xiaoli.chooses_more("公开回复")
    return xiaoli


def _text(xiaoli: Somebody) -> str:
    block = next(block for block in xiaoli.dialog()["blocks"] if block["type"] == "input")
    words: str = block["element"]["initial_value"]
    return words


def _errors(outcome: Any) -> str:
    return " ".join((outcome.errors or {}).values())


async def test_a_reply_begins_with_the_draft_of_its_category_and_is_kept_as_it_was_posted(shop: Shop) -> None:
    xiaoli = await _opens(shop)
    posted = _text(xiaoli).replace(_DRAFT, _BETTER)
    assert "您说的情况我们正在处理。" in posted
    assert all(told in str(xiaoli.dialog()) for told in ("复制到平台发出后再保存", "【】里写上"))

    await xiaoli.fills_in(reply=posted)

    assert "💬 11-23 10:00 已公开回复" in xiaoli.reads()
    assert xiaoli.thread()[-1] == "小李 公开回复了评价"
    happened = await shop.parts.staff.desk.db.read(case_files.timeline, 1)
    assert (happened[-1].what, happened[-1].facts["said"]) == ("public_reply", posted)
    assert happened[-1].facts["script"] == "public_reply.product_quality@1"
    await xiaoli.presses("更多")
    assert "公开回复" not in xiaoli.dialog_buttons()


async def test_what_everybody_may_not_read_is_refused_in_its_place(shop: Shop) -> None:
    xiaoli = await _opens(shop, customer={"name": "王小明"}, order={"id": "TB20261120001"})
    for words, told in (
        (_text(xiaoli), "【】里还没写"),
        ("王小明您好,对不起,我们马上处理。", "姓名或订单号"),
        ("订单TB20261120001已经换好了。", "姓名或订单号"),
        ("改成五星就返您20元", "以利益换评价"),
        ("请加V详聊", "引到平台外"),
        ("我们会把每一步都写下来。" * 26, "最多 300 字"),
    ):
        assert told in _errors(await xiaoli.fills_in(reply=words)), words

    assert "已公开回复" not in xiaoli.reads()


async def test_two_customers_do_not_read_the_same(shop: Shop) -> None:
    xiaoli = await _opens(shop)
    posted = _text(xiaoli).replace(_DRAFT, _BETTER)
    await xiaoli.fills_in(reply=posted)
    xiaoli = await _opens(shop)

    refused = await xiaoli.fills_in(reply=posted.replace("谢谢", "多谢"))

    assert "换个说法" in _errors(refused)
    own = "您等着给孩子冲奶,水却烧不开,换了谁都着急,对不起。质检加了一道通电测试,从明天起每只水壶都要过。"
    await xiaoli.fills_in(reply=own)
    assert "已公开回复" in xiaoli.reads()


async def test_the_card_says_until_when_the_platform_takes_a_reply_and_no_longer_than_that(shop: Shop) -> None:
    xiaoli = await _opens(shop, created_at="2026-11-20T09:00:00+08:00")
    await xiaoli.closes_dialog()
    assert "💬 还没公开回复 · 平台 12-20 09:00 截止" in xiaoli.reads()
    await shop.stands_still(days=27)

    await xiaoli.chooses_more("公开回复")

    assert "平台在 12-20 09:00 已经关闭了 #1 的回复" in xiaoli.reads_dialog()


async def test_an_addition_closes_the_replies_where_the_platform_says_so(shop: Shop) -> None:
    await shop.review_arrives(id="r-1", platform="taobao")
    xiaoli = shop.person("小李")
    await xiaoli.presses("认领")
    await shop.review_arrives(id="r-1", platform="taobao", type="appended", text="用了一周彻底坏了")
    assert "追评之后,平台不再接受公开回复" in xiaoli.reads()

    await xiaoli.chooses_more("公开回复")

    assert "客户写了追评,平台已经关闭了" in xiaoli.reads_dialog()


async def test_a_platform_without_a_window_takes_a_reply_at_any_time(shop: Shop) -> None:
    await shop.review_arrives(platform="jd")
    xiaoli = shop.person("小李")
    await xiaoli.presses("认领")
    assert "还没公开回复" not in xiaoli.reads()
    await shop.stands_still(days=40)

    await xiaoli.chooses_more("公开回复")
    await xiaoli.fills_in(reply=_BETTER)

    assert "已公开回复" in xiaoli.reads()


async def test_only_who_holds_the_case_replies(shop: Shop) -> None:
    await shop.review_arrives(platform="taobao")
    await shop.person("小李").presses("认领")
    xiaowang = shop.person("小王")

    await xiaowang.presses("更多")

    assert "公开回复" not in xiaowang.dialog_buttons()


class TestApproval:
    """Where the policy says so, somebody above reads a public reply before it is posted."""

    TEXT = "谢谢您告诉我们,水壶没做好,抱歉。我们已换了温控器供应商,11 月 29 日起发新的一批。"

    @staticmethod
    async def _asked(shop: Shop, text: str = TEXT) -> Somebody:
        desk = shop.parts.staff.desk
        strict = desk.policy.public_reply.model_copy(update={"approval_for": ("urgent",)})
        object.__setattr__(desk, "policy", desk.policy.model_copy(update={"public_reply": strict}))
        await shop.review_arrives(text="插上电就冒烟了,差点着火")
        xiaoli = shop.person("小李")
        await xiaoli.presses("认领")
        await xiaoli.chooses_more("公开回复")
        await xiaoli.fills_in(reply=text)
        return xiaoli

    async def test_it_is_read_approved_posted_and_saved_as_it_was(self, shop: Shop) -> None:
        xiaoli, zhao = await self._asked(shop), shop.person("赵组长")
        assert "💬 公开回复等组长通过" in xiaoli.reads()
        assert "小李 请组长看一下" in zhao.reads("C0SUPERVISE")
        assert self.TEXT in zhao.reads("C0SUPERVISE")
        assert "请组长看一下" in await zhao.opens_home()

        await zhao.presses_in_home("通过")

        assert "请组长看一下" not in zhao.reads_home()
        assert zhao.buttons("C0SUPERVISE") == ["查看"]
        assert "赵组长 通过了" in zhao.reads("C0SUPERVISE")
        assert "再打开「公开回复」原样保存" in xiaoli.direct_messages()[-1]
        await xiaoli.presses("公开回复", "D" + xiaoli.user[1:])
        await xiaoli.fills_in()
        assert "已公开回复" in xiaoli.reads()

    async def test_it_is_sent_back_with_what_is_amiss_and_keeps_what_was_written(self, shop: Shop) -> None:
        xiaoli, zhao = await self._asked(shop), shop.person("赵组长")

        await zhao.presses("退回", "C0SUPERVISE")
        await zhao.fills_in(note="说说哪天起换新")

        assert "退回:说说哪天起换新" in xiaoli.reads()
        await xiaoli.chooses_more("公开回复")
        assert self.TEXT in str(xiaoli.dialog())
        await xiaoli.fills_in(reply=self.TEXT + "欢迎随时来问。")
        assert "💬 公开回复等组长通过" in xiaoli.reads()
        assert zhao.buttons("C0SUPERVISE") == ["通过", "退回", "查看"]

    async def test_another_text_than_the_approved_one_is_read_again(self, shop: Shop) -> None:
        xiaoli, zhao = await self._asked(shop), shop.person("赵组长")
        await zhao.presses("通过", "C0SUPERVISE")

        await xiaoli.chooses_more("公开回复")
        await xiaoli.fills_in(reply=self.TEXT + "有问题请找客服。")

        assert "💬 公开回复等组长通过" in xiaoli.reads()

    async def test_the_first_who_decides_counts_and_nobody_decides_for_themselves(self, shop: Shop) -> None:
        xiaoli, zhao, chen = await self._asked(shop), shop.person("赵组长"), shop.person("陈主管")
        await zhao.presses("退回", "C0SUPERVISE")
        await chen.presses("通过", "C0SUPERVISE")
        refused = await zhao.fills_in(note="晚了一步")
        assert "公开回复现在是「已通过」(陈主管" in " ".join((refused.errors or {}).values())
        assert "陈主管 通过了" in xiaoli.reads()

    async def test_who_may_approve_needs_nobody_and_other_grades_neither(self, shop: Shop) -> None:
        await self._asked(shop)
        zhao = shop.person("赵组长")
        await shop.review_arrives(text="插上电就冒烟了,吓死人")
        await zhao.presses("认领")
        await zhao.chooses_more("公开回复")
        await zhao.fills_in(reply="谢谢提醒,让您受惊了,对不起。这一批水壶正在逐个检查,查完就公布结果。")

        assert "已公开回复" in zhao.reads()
