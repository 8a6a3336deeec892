"""Plans: what is asked often is found by an index, however many rows there are."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlmodel import Session

from bot.purchase import Purchase
from bot.rules.assignment import AssignmentRules
from bot.rules.repurchase import Bought, RepurchaseRules
from bot.vocabulary import Stage
from storage import (
    case_lists,
    causes,
    chat_figures,
    chats,
    denominators,
    dispatches,
    errands,
    figures,
    loads,
    outbox,
    pictures,
    product_alerts,
    purchases,
    repurchases,
    reviews,
    shelves,
)
from storage.database import Database
from storage.recognising import Keeping
from tests.house.clock import SHANGHAI, T0
from tests.storage.plans import plans_of

pytestmark = pytest.mark.sqlite_only  # it is SQLite that is asked how it means to find the rows


def test_the_backlog_is_counted_without_reading_the_outbox(db: Database) -> None:
    plan = plans_of(db, outbox.backlog, T0)

    assert _read_whole(plan) == []
    assert "SEARCH message USING INDEX message_unsent (pending=?)" in plan
    assert any("USING INDEX message_dead (died_at>?)" in step for step in plan)


def test_whose_a_cause_was_the_last_time_is_found_by_two_indexes(db: Database) -> None:
    plan = plans_of(db, causes.department_last_settled, "mispicked", Stage.WAREHOUSE, ("warehouse", "quality"))

    assert "SEARCH cause USING INDEX cause_name (name=?)" in plan
    assert "SEARCH cause USING INDEX cause_stage (stage=?)" in plan
    assert [step for step in plan if step.startswith("SCAN cause")] == []


def test_the_next_wish_is_found_without_reading_the_outbox(db: Database) -> None:
    assert _read_whole(plans_of(db, outbox.next_wish)) == []


def test_errands_are_found_without_reading_the_outbox(db: Database) -> None:
    """Of the messages only what waits is read."""
    db.in_transaction(outbox.enqueue, key="note", channel="C0HOME", text="hello", blocks=[], now=T0)
    plan = plans_of(db, errands.lease, now=T0, token="a", limit=20)

    assert set(_read_whole(plan)) <= {"SCAN message USING INDEX message_next"}


def test_a_line_looks_up_its_own_card_only(db: Database) -> None:
    for asked in (plans_of(db, outbox.backlog, T0), plans_of(db, outbox.next_wish)):
        assert any("USING INDEX message_case (case_id=? AND kind=?)" in step for step in asked)


def test_a_new_start_reads_the_dead_and_nobody_else(db: Database) -> None:
    """All of this index is read, and only the dead are in it."""
    assert plans_of(db, outbox.revive, T0) == ["SCAN place", "SCAN message USING INDEX message_dead"]
    assert "WHERE dead_because IS NOT NULL" in db.in_snapshot(_index, "message_dead")


def test_the_days_figures_read_neither_all_cases_nor_all_reviews(db: Database) -> None:
    plan = plans_of(db, figures.day_figures, T0.date(), SHANGHAI, T0, timedelta(days=1))

    assert _read_whole(plan) == []
    assert any("USING INDEX case_follow_up (follow_up_due_at>? AND follow_up_due_at<?)" in step for step in plan)


def test_a_customers_complaints_are_found_by_customer_and_store(db: Database) -> None:
    """Shops of one platform may number their customers alike."""
    plan = plans_of(db, reviews.earlier_complaints, "c-1", store="home-cn", besides=1, now=T0)

    assert any("INDEX review_customer (customer_id=? AND store=?)" in step for step in plan)
    assert _read_whole(plan) == []


def test_what_is_at_work_is_found_without_the_years_of_finished_cases(db: Database) -> None:
    grace = timedelta(days=1)
    for plan in (
        plans_of(db, case_lists.overdue, T0, grace, 10),
        plans_of(db, case_lists.standing, T0, T0, grace),
        plans_of(db, case_lists.cases_of, "U0LI", 10),
    ):
        assert _read_whole(plan) == []
        assert any("USING INDEX case_in_hand" in step for step in plan)


def test_texts_on_their_way_are_found_without_reading_those_that_are_out(db: Database) -> None:
    for plan in (
        plans_of(db, dispatches.any_due, T0),
        plans_of(db, dispatches.take, T0, "a"),
        plans_of(db, dispatches.next_due),
    ):
        assert any("USING INDEX dispatch_due" in step for step in plan)
    assert _read_whole(plans_of(db, dispatches.on_their_way, [1, 2])) == []


def test_who_bought_again_is_found_by_customer_and_not_among_all_reviews(db: Database) -> None:
    for many in (1, 3, 300):
        bought = {f"c-{number}": [Bought(T0, frozenset())] for number in range(many)}
        plan = plans_of(db, repurchases.again_by_case, "standard", bought, RepurchaseRules())
        assert "SEARCH review USING INDEX review_customer (customer_id=?)" in plan

    plan = plans_of(db, purchases.bought_after, "standard", "c-1", T0)
    assert any("INDEX purchase_customer (customer_fingerprint=? AND source=? AND placed_at>?)" in one for one in plan)


def test_orders_are_counted_by_their_days(db: Database) -> None:
    begin, end = T0.date(), (T0 + timedelta(days=30)).date()
    for asked in ({}, {"store": "home-cn"}, {"sku": "kettle"}, {"line": "厨房"}):
        plan = [step for step in plans_of(db, denominators.counted, begin, end, **asked) if "each" not in step]

        assert [step for step in _read_whole(plan) if "anon" not in step] == []
        assert any("purchase" in step and "day>" in step for step in plan), plan


def test_orders_that_come_are_looked_up_by_their_own_names_and_moments(db: Database) -> None:
    """Not among all orders of their source, however many came and on however many days."""
    how = Keeping("standard", "msg", T0, SHANGHAI, T0)
    for many in (1, 3, 300):
        placed = [(T0 + timedelta(hours=number)).isoformat() for number in range(many)]
        orders = [Purchase(id=str(number), store="home-cn", placed_at=at) for number, at in enumerate(placed)]  # type: ignore[arg-type]
        plan = plans_of(db, purchases.keep, orders, how)

        steps = {step for step in plan if "purchase" in step}
        assert steps == {
            "SEARCH purchase USING INDEX sqlite_autoindex_purchase_1 (source=? AND order_fingerprint=? AND item=?)",
            "SEARCH purchase USING INDEX purchase_day (day=? AND store=? AND placed_at=?)",
        }


def test_whose_orders_are_to_be_forgotten_is_found_without_the_years_of_forgotten_ones(db: Database) -> None:
    plan = plans_of(db, purchases.forget_customers, T0, 100)

    assert plan[0].startswith("SEARCH purchase USING INDEX purchase_known (placed_at<?)")


def test_old_pictures_are_found_without_reading_the_others(db: Database) -> None:
    for plan in (plans_of(db, pictures.forget, T0, 100), plans_of(db, pictures.last_trouble)):
        assert any("INDEX picture_made" in step for step in plan)
    assert _read_whole(plans_of(db, pictures.forget, T0, 100)) == []


def _read_whole(plan: list[str]) -> list[str]:
    """The steps that read all of a table; of places there are few, and lists stand in the query."""
    assert plan, "nothing was asked"
    small = ("SCAN place", "SCAN (subquery", "SCAN CONSTANT ROW")
    return [step for step in plan if step.startswith("SCAN") and not step.startswith(small)]


def _index(session: Session, name: str) -> str:
    return str(session.execute(text("SELECT sql FROM sqlite_master WHERE name = :name"), {"name": name}).scalar_one())


def test_what_customers_chat_about_is_found_by_product(db: Database) -> None:
    what = chat_figures.ChatProduct("home-cn", "kettle-01", "电热水壶", "厨房电器")
    window, days = (T0 - timedelta(days=1), T0), (T0.date() - timedelta(days=28), T0.date())
    for plan in (
        plans_of(db, chat_figures.seen, what, window),
        plans_of(db, chat_figures.first_at, what, "size", window),
        plans_of(db, chat_figures.usual, what, {"size"}, days, {}),
        plans_of(db, chat_figures.examples, what, "size", window, 3),
        plans_of(db, chat_figures.due, T0, 50),
        plans_of(db, product_alerts.last_of_each_topic, "home-cn", "kettle-01"),
        plans_of(db, product_alerts.ended_since, "home-cn", "kettle-01", T0),
        plans_of(db, product_alerts.lasting, 5),
        plans_of(db, chats.forget_words, T0, 100),
        plans_of(db, chats.forget_lines, T0, 100),
    ):
        assert [step for step in _read_whole(plan) if "product_alert_lasts" not in step] == []


def test_the_next_look_reads_only_products_that_wait_for_one(db: Database) -> None:
    assert all("chat_product_look" in step for step in plans_of(db, chat_figures.next_due))


def test_how_many_looks_there_are_is_counted_by_store(db: Database) -> None:
    days = (T0.date() - timedelta(days=28), T0.date())
    plan = plans_of(db, chat_figures.looks, days)

    assert any("chat_count USING INDEX" in step and "store=?" in step for step in plan)
    assert not any(step == "SCAN chat_count" for step in plan)


def test_stores_are_told_without_reading_the_reviews(db: Database) -> None:
    plan = plans_of(db, shelves.stores_with_reviews)

    assert all("INDEX review_store" in step for step in plan if "review" in step)


def test_how_far_the_records_have_come_is_told_by_their_last_rows(db: Database) -> None:
    assert all("SEARCH" in step for step in plans_of(db, shelves.stamp))


def test_what_the_team_holds_is_found_without_the_years_of_finished_cases(db: Database) -> None:
    weights, grace = AssignmentRules().weights, timedelta(days=1)
    plan = plans_of(db, loads.loads_of, ["U0LI", "U0WANG"], weights)
    assert any("SEARCH case USING" in step and "(owner=? AND status=?)" in step for step in plan), plan
    plans = [
        plan,
        plans_of(db, loads.held_by_all, T0, grace, weights),
        plans_of(db, loads.resolved_since, T0),
        plans_of(db, case_lists.holders),
    ]
    assert [step for each in plans for step in _read_whole(each)] == []
