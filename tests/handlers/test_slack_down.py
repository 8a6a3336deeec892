"""Slack down for two hours: reviews are taken all the time, and then everything comes, the gravest first."""

from datetime import timedelta

from handlers.casework.intake import take_in_all
from handlers.clock.timetable import tick
from sandbox.trouble import Trouble
from tests.house.reading import words_of
from tests.house.shop import Shop, a_review

_EVERY_CALL = "*"
_GRADES = ("🔴 紧急", "🟠 重要", "🟡 普通")
_SAID = {
    "🔴 紧急": {"text": "插上电就冒烟了,差点着火"},
    "🟠 重要": {"text": "又坏了,真的太气人了!再也不买了!!", "rating": 1, "images": ["https://x.example/1.jpg"] * 3},
    "🟡 普通": {"text": "快递太慢了,等了十天", "rating": 2, "customer": {"tier": "basic"}},
}


async def test_intake_goes_on_and_then_all_comes_in_the_order_of_its_grade(shop: Shop) -> None:
    shop.forgive("cannot be delivered")
    shop.workspace.trouble.add(Trouble(_EVERY_CALL, "500", times=10**6))
    for minute in range(0, 120, 10):
        grade = _GRADES[2 - (minute // 10) % 3]
        assert (await shop.push(a_review(shop.clock.now(), **_SAID[grade]))).status_code == 202
        await _ten_minutes(shop)
    calls = len([entry for entry in shop.workspace.log if entry["detail"] == "scripted"])

    shop.workspace.trouble.clear()
    shop.clock.advance(minutes=2)
    await shop.settles()

    cards = [words_of(card) for card in shop.person("小李").sees()]
    grades = [next(place for place, grade in enumerate(_GRADES) if grade in card) for card in cards]
    assert len(cards) == 12
    assert grades == sorted(grades)
    assert calls < 400, "an outage is looked at now and then, not stormed"


async def test_readiness_tells_of_the_outage_and_of_its_end(shop: Shop) -> None:
    shop.workspace.trouble.add(Trouble(_EVERY_CALL, "500", times=10**6))
    await shop.push(a_review())
    await _ten_minutes(shop)
    during = (await shop.http.get("/readyz")).json()["reasons"]

    shop.workspace.trouble.clear()
    shop.clock.advance(minutes=2)
    await shop.settles()
    shop.parts.staff.heartbeat.beat()

    assert any("the workspace takes nothing since" in reason for reason in during)
    assert (await shop.http.get("/readyz")).json() == {"ready": True, "reasons": []}


async def test_a_reminder_that_became_moot_meanwhile_is_not_sent_and_a_late_one_says_so(shop: Shop) -> None:
    """Both fall due during the outage; one customer is contacted by then."""
    for _ in range(2):
        await shop.review_arrives()
    shop.workspace.trouble.add(Trouble("chat.postMessage", "500", times=10**6))
    shop.clock.advance(minutes=106)
    await tick(shop.parts.staff.desk)
    await shop.settles()
    await shop.person("小李").presses("认领", number=0)
    await shop.person("小李").presses("联系客户", number=0)
    await shop.person("小李").fills_in(outcome="reached", note="说好了")
    assert shop.person("小李").direct_messages() == []

    shop.workspace.trouble.clear()
    shop.clock.advance(minutes=3)
    await shop.settles()

    (told,) = shop.person("小李").direct_messages()
    assert "#2" in told


async def _ten_minutes(shop: Shop) -> None:
    """As the courier and the timetable would live through them."""
    staff, until = shop.parts.staff, shop.clock.now() + timedelta(minutes=10)
    while shop.clock.now() < until:
        await tick(staff.desk)
        await take_in_all(staff.desk, shop.opinion)
        await staff.courier.send_all()
        shop.clock.advance(seconds=20)
