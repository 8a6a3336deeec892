"""Undeliverable: cards deleted in Slack, archived channels and a wrong token are told, survived and made good."""

from handlers.running import at_work
from tests.house.patience import becomes
from tests.house.shop import Shop


async def test_a_card_deleted_in_slack_is_posted_anew(shop: Shop) -> None:
    shop.forgive("thread_not_found", "message_not_found")
    await shop.review_arrives()
    xiaoli = shop.person("小李")
    shop.workspace.messages.remove("C0HOME", xiaoli.card()["ts"])
    assert xiaoli.sees() == []

    await xiaoli.types("/reviews show 1")
    await xiaoli.presses_private("认领")

    assert len(xiaoli.sees()) == 1
    assert "🟢 <@U0LI>" in xiaoli.reads()
    assert xiaoli.thread() == ["小李 认领了"]


async def test_an_archived_channel_is_told_and_delivered_to_once_it_is_back(shop: Shop) -> None:
    shop.forgive("cannot be delivered", "is_archived")
    shop.workspace.rooms["C0HOME"].is_archived = True
    await shop.review_arrives()
    await shop.person("小李").types("/reviews show 1", "C0BEAUTY")
    await shop.person("小李").presses_private("认领", "C0BEAUTY")
    shop.clock.advance(minutes=10)
    shop.parts.staff.heartbeat.beat()

    assert "收不到消息(is_archived)" in await shop.person("陈主管").types("/reviews status", "C0BEAUTY")
    assert "delivery: C0HOME takes nothing since" in str((await shop.http.get("/readyz")).json()["reasons"])
    assert "review_desk_places_broken 1.0" in (await shop.http.get("/metrics")).text
    told = shop.person("陈主管").reads("C0SUPERVISE")
    assert "<#C0HOME> 收不到消息:频道已归档" in told
    assert "请取消归档" in told

    shop.workspace.rooms["C0HOME"].is_archived = False
    shop.clock.advance(minutes=15)
    shop.parts.staff.heartbeat.beat()
    await shop.settles()
    assert "<#C0HOME> 又能收到消息了" in shop.person("陈主管").reads("C0SUPERVISE")
    await shop.person("小李").types("/reviews mine", "C0BEAUTY")
    await shop.person("小李").presses_private("联系客户", "C0BEAUTY")
    await shop.person("小李").fills_in(outcome="reached", note="说好了")

    assert "💬 <@U0LI>" in shop.person("小李").reads()
    assert shop.person("小李").thread() == ["小李 认领了", "小李 电话联系上了客户:说好了"]
    assert (await shop.http.get("/readyz")).status_code == 200


async def test_a_new_start_tries_again_what_could_not_be_delivered(shop: Shop) -> None:
    shop.forgive("cannot be delivered", "is_archived")
    shop.workspace.rooms["C0HOME"].is_archived = True
    await shop.review_arrives()
    shop.workspace.rooms["C0HOME"].is_archived = False

    async with at_work(shop.parts.staff):
        await becomes(lambda: len(shop.person("小李").sees()) == 1)


async def test_a_wrong_token_delays_everything_and_loses_nothing(shop: Shop) -> None:
    shop.forgive("invalid_auth")
    app = shop.workspace.app
    object.__setattr__(app, "token", "xoxb-rotated")
    await shop.review_arrives()
    object.__setattr__(app, "token", shop.settings.slack_bot_token)

    shop.clock.advance(minutes=2)
    await shop.settles()

    assert len(shop.person("小李").sees()) == 1
