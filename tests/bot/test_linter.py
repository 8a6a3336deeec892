"""The linter: what may not leave, whatever the letters look like; and what may, though it sounds alike."""

import pytest

from bot.compliance import Sent, Verdict, lint
from bot.vocabulary import Outlet, Purpose

WANGWANG = Sent(Outlet.WANGWANG, Purpose.CONTACT)
AMEND = Sent(Outlet.WANGWANG, Purpose.AMEND)
PUBLIC = Sent(Outlet.PUBLIC, Purpose.PUBLIC_REPLY)

FORBIDDEN = [
    ("incentive_for_review", "改成五星就返您20元红包"),
    ("incentive_for_review", "好评后联系客服领取5元红包"),
    ("incentive_for_review", "您把差评删了,我们马上给您全额退款"),
    ("incentive_for_review", "返 现 10 元,帮忙改一下评价"),
    ("incentive_for_review", "追评晒图返5元"),
    ("incentive_for_review", "麻烦您修改一下评价,小小补偿不成敬意"),
    ("incentive_for_review", "给个5🌟,送您优惠券"),
    ("incentive_for_review", "如果您能更新评价的话,我们再补您30元"),
    ("incentive_for_review", "改⭐⭐⭐⭐⭐返🧧"),
    ("incentive_for_review", "只要您愿意改评,退款立刻到账"),
    ("incentive_for_review", "退款可以,不过要先删除评价才能退款"),
    ("incentive_for_review", "修改評價後返現20元"),
    ("incentive_for_review", "If you change your review to five stars we will send you a gift card."),
    ("incentive_for_review", "Once you update your review we can refund you in full."),
    ("incentive_for_review", "删了差评全额退款不用退货"),
    ("incentive_for_review", "追加好评联系我领5元"),
    ("incentive_for_review", "换成五颗星星就赔您双倍"),
    ("asks_for_stars", "麻烦您给个五星好评"),
    ("asks_for_stars", "亲,给个 5 星 支持一下"),
    ("asks_for_stars", "方便的话给5🌟哦"),
    ("asks_for_stars", "期待您的好.评"),
    ("asks_for_stars", "Please leave us a 5-star review."),
    ("asks_to_remove", "能不能麻烦您把差评删一下"),
    ("asks_to_remove", "请撤销评价"),
    ("asks_to_remove", "Would you mind removing it? Please delete your review."),
    ("threat", "再不处理我们就起诉您"),
    ("threat", "不改评价,我们只好把您的信息曝光"),
    ("threat", "我们知道您家地址"),
    ("threat", "后果自负"),
    ("threat", "您再这样我就去您单位闹"),
    ("threat", "We know where you live."),
    ("begging", "求求您了,不然我要被扣工资"),
    ("begging", "再有一个差评我就被开除了"),
    ("begging", "I will lose my job because of this."),
    ("over_promise", "我们保证不再发生这样的事"),
    ("over_promise", "绝对没有下次"),
    ("over_promise", "１００％ 给您满意"),
    ("over_promise", "This will never happen again, guaranteed."),
    ("over_promise", "这个锅终身不坏"),
    ("silences", "问题解决了,请您不要投诉到12315"),
    ("silences", "签一份保密协议,我们就退"),
    ("silences", "Please keep this between us."),
    ("off_platform", "您加V:abc123,我转给您"),
    ("off_platform", "加 薇 信 详聊"),
    ("off_platform", "加我微♥信"),
    ("off_platform", "➕V 私聊"),
    ("off_platform", "＋ｖ 聊"),
    ("off_platform", "我用支付宝转给您"),
    ("off_platform", "Add me on WhatsApp."),
    ("insults", "您这是无理取闹"),
    ("insults", "贪便宜就别怪质量"),
    ("insults", "Stop being greedy."),
]
ALLOWED = [
    "妈妈的生日礼物没赶上,换了谁都难受",
    "她说他妈妈已经收到了",
    "我们不会以任何补偿要求您修改评价。",
    "您好,我是家居用品店的小李。您说水壶插上就冒烟,人没事吧?请先拔掉插头,不要再用。",
    "退款已经原路退回,一般三天内到账。给您添麻烦了。",
    "您在评价里写“保证不再发生的话我就给五星”,我们看到了。",
    "您提到客服说“加微信才处理”,这是我们的错,已经纠正。",
    "我们从不要求顾客删除评价。",
    "为您重新寄一只,今天下午四点前发出,顺丰单号会发到旺旺。",
    "我们保证48小时内退款到账,逾期您找我",
    "我们不接受私了,一切按平台规则来。",
    "您有权向12315投诉,我们会配合调查。",
    "运费20元已经补给您,请留意到账提醒。",
    "谢谢您的五星好评,祝您生活愉快。",
    "退货请走平台的退货流程,运费我们承担。",
    "如果还漏,请告诉我,我们换新的给您。",
    "新的包装从11月29日起使用,加了两层缓冲。",
    "We have refunded you in full; it should arrive within three days.",
    "We do not ask anybody to change a review.",
    "You wrote “never again”, and we understand why.",
]
INVITATIONS = [
    "您的问题已经解决。如果您愿意,可以如实更新您的评价。",
    "退款已到账。如果您方便,欢迎如实补充使用感受,说好说坏都可以。",
    "If you like, you can update your review as you see it now.",
]


def _rules(verdict: Verdict) -> set[str]:
    return {finding.rule for finding in verdict.findings}


@pytest.mark.parametrize(("rule", "text"), FORBIDDEN)
def test_what_may_not_leave_is_found_whatever_the_letters_look_like(rule: str, text: str) -> None:
    verdict = lint(text, WANGWANG)

    assert not verdict.allowed
    assert rule in _rules(verdict)


@pytest.mark.parametrize("text", ALLOWED)
def test_what_only_sounds_alike_may_leave(text: str) -> None:
    assert lint(text, WANGWANG).findings == ()


@pytest.mark.parametrize("text", INVITATIONS)
def test_a_neutral_invitation_may_leave(text: str) -> None:
    assert lint(text, AMEND).findings == ()


@pytest.mark.parametrize(
    "text",
    [
        "麻烦您在今天之内修改一下评价",
        "改好后请截图发我",
        "您可以这样写:物流很快,客服很好",
        "更新评价就送您一张券",
        "You must update your review within 24 hours.",
    ],
)
def test_an_invitation_that_presses_or_pays_may_not(text: str) -> None:
    assert not lint(text, AMEND).allowed


def test_the_evidence_of_a_reward_is_the_whole_bargain_told_once() -> None:
    (finding,) = lint("您好,改成五星就返您20元红包。谢谢", AMEND).findings

    assert (finding.rule, finding.evidence) == ("incentive_for_review", "改成五星就返您20元红包")
    assert "您好,改成五星就返您20元红包。谢谢"[finding.start : finding.end] == finding.evidence


def test_the_evidence_is_what_was_written_tricks_and_all() -> None:
    (finding,) = lint("有事加 Ｖ 聊", WANGWANG).findings

    assert finding.evidence == "加 Ｖ"


@pytest.mark.parametrize(
    "text",
    [
        "王小明先生,您的订单已经补发",
        "请拨打13800138000联系我们",
        "订单号 2026112700012 已处理",
        "收货地址:杭州市文三路100号",
        "李女士您好",
        "Please mail us at shop@example.com",
    ],
)
def test_a_public_reply_names_nobody(text: str) -> None:
    assert "personal_data" in _rules(lint(text, PUBLIC))


@pytest.mark.parametrize("text", ["这位女士您好,感谢您的反馈", "新包装 2026 年 11 月 29 日起使用", "我们换了 3 层缓冲"])
def test_what_names_nobody_may_be_public(text: str) -> None:
    assert lint(text, PUBLIC).findings == ()


def test_the_same_number_may_be_told_in_private() -> None:
    assert lint("客服热线 057188886666,或者回复我", WANGWANG).findings == ()


@pytest.mark.parametrize(
    "text",
    ["水壶冒烟是产品缺陷,我们全责", "孩子过敏,是我们产品造成的", "冒烟了,这是我们的疏忽", "烫伤了孩子,是我们的错"],
)
def test_liability_is_not_admitted_where_somebody_came_to_harm(text: str) -> None:
    assert "admits_liability" in _rules(lint(text, WANGWANG))


def test_liability_for_a_scratch_may_be_admitted() -> None:
    assert lint("漏发一只杯子,责任在我们,今天补发", WANGWANG).findings == ()
    assert not lint("漏发一只杯子,责任在我们,今天补发", Sent(Outlet.WANGWANG, Purpose.CONTACT, in_safety=True)).allowed


def test_a_short_message_is_short() -> None:
    sms = Sent(Outlet.SMS, Purpose.CONTACT)

    assert lint("好" * 70, sms).allowed
    assert _rules(lint("好" * 71, sms)) == {"too_long"}
    assert lint("a" * 160, sms).allowed
    assert _rules(lint("a" * 161, sms)) == {"too_long"}


def test_a_long_public_reply_is_advised_against_and_a_very_long_one_refused() -> None:
    assert lint("谢" * 301, PUBLIC).allowed
    assert _rules(lint("谢" * 301, PUBLIC)) == {"too_long"}
    assert not lint("谢" * 501, PUBLIC).allowed


@pytest.mark.parametrize("text", ["", "   ", "\n"])
def test_nothing_is_not_sent(text: str) -> None:
    assert _rules(lint(text, WANGWANG)) == {"empty"}


@pytest.mark.parametrize("text", ["😀" * 5000, "a" * 20000, "\x00\x01", "返" * 3000, "“" * 2000, "- " * 5000])
def test_any_text_is_answered(text: str) -> None:
    assert isinstance(lint(text, PUBLIC), Verdict)
