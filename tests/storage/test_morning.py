"""Morning: what the digest tells besides the day's figures is what a plain recount comes to, found by indexes."""

from collections import Counter
from datetime import date, datetime, time, timedelta

import pytest
from sqlmodel import Session, select

from bot.rules.figures import Kept, Mean
from bot.rules.figures.morning import Matter
from bot.rules.unusual import Kind
from bot.vocabulary import Category, Status
from storage import morning
from storage.database import Database
from storage.pending import pending
from storage.tables import (
    CompensationRow,
    DispatchRow,
    EventRow,
    ImprovementRow,
    IncidentRow,
    ProductAlertRow,
    ReplyRequestRow,
)
from tests.house.clock import SHANGHAI, T0
from tests.storage.plans import plans_of
from tests.storage.shop_year import Told, write

DAY = date(2026, 11, 20)
_OPEN = (Status.OPEN, Status.CLAIMED, Status.CONTACTED, Status.SOLVING, Status.WAITING)


@pytest.fixture
def told(db: Database) -> Told:
    return write(db, seed=7, many=500)


def _within(moment: datetime | None, first: date, days: int = 1) -> bool:
    begin = datetime.combine(first, time(), SHANGHAI)
    return moment is not None and begin <= moment < begin + timedelta(days=days)


def test_products_are_counted_on_the_day_and_on_the_days_before(db: Database, told: Told) -> None:
    counted = db.in_snapshot(morning.often, DAY, 28, SHANGHAI)

    def by_product(first: date, days: int) -> Counter[tuple[str, str]]:
        found = (one["review"] for one in told.cases if _within(one["opened_at"], first, days))
        return Counter((one["store"], one["product_name"]) for one in found)

    now, before = by_product(DAY, 1), by_product(DAY - timedelta(days=28), 28)
    products = [one for one in counted if one.kind is Kind.PRODUCT]
    expected = Counter((one[1], now[one], before[one]) for one in now | before)
    assert Counter((one.name, one.count, one.before) for one in products) == expected
    assert {one.days for one in counted} == {28}


def test_a_shop_knows_as_many_days_as_it_has_lived(db: Database, told: Told) -> None:
    first = min(one["received_at"] for one in told.reviews).astimezone(SHANGHAI).date()

    assert db.in_snapshot(morning.known_days, DAY, SHANGHAI) == 28
    assert db.in_snapshot(morning.known_days, first + timedelta(days=4), SHANGHAI) == 3
    assert db.in_snapshot(morning.known_days, first, SHANGHAI) == 0


def test_a_new_shop_knows_none(db: Database) -> None:
    assert db.in_snapshot(morning.known_days, DAY, SHANGHAI) == 0
    assert db.in_snapshot(morning.often, DAY, 0, SHANGHAI) == []


def test_money_of_the_day_and_of_its_month_up_to_it(db: Database, told: Told) -> None:
    money = db.in_snapshot(morning.money, DAY, SHANGHAI)

    paid = [one for one in told.compensations if one["stand"] == "executed" and _within(one["executed_at"], DAY)]
    assert (money.paid_cents, money.paid) == (sum(one["amount_cents"] for one in paid), len(paid))
    month = DAY.replace(day=1)
    assert money.month_cents == db.in_snapshot(_asked_between, month, (DAY - month).days + 1) > 0


def _asked_between(session: Session, first: date, days: int) -> int:
    rows = session.exec(select(CompensationRow)).all()
    counting = [one for one in rows if one.stand in ("asked", "approved", "executed")]
    return sum(one.amount_cents for one in counting if _within(one.asked_at, first, days))


def test_emotion_is_averaged_over_new_cases_and_the_week_before(db: Database, told: Told) -> None:
    mood = db.in_snapshot(morning.mood, DAY, SHANGHAI)

    assert mood.intensity.count == sum(_within(one["opened_at"], DAY) for one in told.cases) > 0
    before = sum(_within(one["opened_at"], DAY - timedelta(days=7), 7) for one in told.cases)
    assert mood.week_before == Mean(before, before)  # every one of them is 1


def test_those_who_came_back_unhappy_are_among_those_who_were_asked(db: Database, told: Told) -> None:
    """A case that was opened again has lost its call-back: its timeline has not."""
    noon = datetime.combine(DAY, time(12), SHANGHAI)

    def called(session: Session) -> None:
        for number, (what, score, at) in enumerate(
            [
                ("follow_up_good", 5, noon),
                ("follow_up_good", 4, noon),
                ("follow_up_good", 3, noon),
                ("follow_up_bad", 1, noon),
                ("follow_up_missed", None, noon),
                ("follow_up_good", 5, noon - timedelta(days=1)),
            ]
        ):
            facts = {"satisfaction": score} if score else {}
            session.add(EventRow(case_id=number + 1, at=at, what=what, to_status="closed", facts=facts))

    db.in_transaction(called)

    assert db.in_snapshot(morning.mood, DAY, SHANGHAI).content == Kept(2, 4)


def test_load_is_what_is_at_work_by_owner(db: Database, told: Told) -> None:
    load = db.in_snapshot(morning.load, {"U0WANG"})

    assert load.cases == {None: sum(one["status"] in _OPEN for one in told.cases)}
    assert load.off == {"U0WANG"}


def test_what_waits_is_counted_whole_and_told_oldest_first(db: Database, told: Told) -> None:
    db.in_transaction(_much_waits)

    waits, counts = db.in_snapshot(pending, T0.date(), 3)

    disputed = sum(one["stand"] == "disputed" for one in told.causes)
    urgent = sum(one["status"] is Status.OPEN and one["grade"] == "urgent" for one in told.cases)
    assert counts == {
        Matter.UNSAFE: 5,
        Matter.UNOWNED: urgent,
        Matter.UNCLEAR: 5,
        Matter.COMPENSATION: 5,
        Matter.ALERT: 5,
        Matter.CAUSE: disputed,
        Matter.REPLY: 5,
        Matter.NOT_HELD: 10,
        Matter.NOT_STARTED: 5,
        Matter.OUTCOME: 10,
    }
    for matter in Matter:
        of_it = [one for one in waits if one.matter is matter]
        assert len(of_it) == 3
        assert [one.since for one in of_it] == sorted(one.since for one in of_it)


def _much_waits(session: Session) -> None:
    """Five of each kind that wait, and some beside them that do not."""
    for number in range(5):
        at = T0 - timedelta(hours=number)
        asked = {"case_id": 1, "asked_by": "U0LI", "asked_at": at}
        for stand, needs in (("asked", "supervisor"), ("asked", "lead"), ("rejected", "manager")):
            offer = {"level": 6, "solution": "full_refund", "amount_cents": 100, "stand": stand, "needs": needs}
            session.add(CompensationRow(**asked, **offer))
        for stand in ("asked", "approved"):
            session.add(ReplyRequestRow(**asked, text="谢谢", script="x", needs="lead", stand=stand))
        for stand in ("unclear", "waiting", "sent"):
            text = {"outlet": "sms", "purpose": "contact", "text": "您好", "script": "x", "gives_up_at": at}
            session.add(DispatchRow(**asked, **text, stand=stand, not_before=at))
        alert = {"store": "home-cn", "sku": f"k-{number}", "topic": "size", "began_at": at, "last_at": at}
        for stand, ended in (("open", None), ("taken", None), ("open", at)):
            session.add(ProductAlertRow(**alert, customers=9, sessions=9, usual=1.0, stand=stand, ended_at=ended))
        known = {"store": "home-cn", "sku": f"k-{number}", "opened_at": at, "last_at": at, "safety_at": at}
        for place, (stand, due, ended) in enumerate(
            (("open", at, None), ("quiet", at, at), ("quiet", None, None), ("open", at, at), ("closed", at, at))
        ):
            law = {"category": list(Category)[place], "stop_sale": "none", "legal_due_at": due, "legal_ended_at": ended}
            session.add(IncidentRow(**known, **law, stand=stand))
        for stand, start in (
            ("planned", T0.date() - timedelta(days=1)),
            ("planned", T0.date()),
            ("not_held", T0.date()),
            ("reopened", T0.date()),
            ("held", T0.date()),
        ):
            plan = {"category": "logistics", "department": "warehouse", "owner": "U0LI", "metric": "share"}
            made = {"target": 0.1, "made_by": "U0ZHAO", "made_at": at}
            session.add(ImprovementRow(what="改", **plan, **made, stand=stand, start=start))


@pytest.mark.sqlite_only
class TestPlans:
    """It is SQLite that is asked how it means to find the rows."""

    def test_the_days_around_are_counted_without_the_years_before(self, db: Database) -> None:
        for plan in (
            plans_of(db, morning.fortnight, DAY, 14, SHANGHAI),
            plans_of(db, morning.known_days, DAY, SHANGHAI),
            plans_of(db, morning.often, DAY, 28, SHANGHAI),
            plans_of(db, morning.money, DAY, SHANGHAI),
            plans_of(db, morning.mood, DAY, SHANGHAI),
            plans_of(db, morning.load, set()),
        ):
            assert [step for step in plan if step.startswith("SCAN") and "person" not in step] == []

    def test_what_was_carried_out_is_found_by_its_day(self, db: Database) -> None:
        plan = plans_of(db, morning.money, DAY, SHANGHAI)

        assert any("USING INDEX compensation_executed (executed_at>? AND executed_at<?)" in step for step in plan)

    def test_call_backs_are_found_by_their_day(self, db: Database) -> None:
        plan = plans_of(db, morning.mood, DAY, SHANGHAI)

        assert any("USING INDEX event_called_back (at>? AND at<?)" in step for step in plan)

    def test_cases_of_nobody_are_found_among_those_in_hand(self, db: Database) -> None:
        assert any("INDEX case_in_hand (status=? AND owner=?)" in step for step in plans_of(db, pending, DAY, 6))

    def test_what_waits_is_found_without_what_is_decided(self, db: Database) -> None:
        """All of a partial index is read, and only what waits is in it."""
        plan = plans_of(db, pending, DAY, 6)

        partial = {"cause_disputed", "dispatch_unclear", "product_alert_lasts", "incident_going"}
        scans = [step for step in plan if step.startswith("SCAN")]
        assert {step.rpartition(" ")[2] for step in scans} <= partial
