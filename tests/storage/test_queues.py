"""Queues: timers, occurrences and messages are each won by one, and lost by nobody."""

from typing import Any

from bot.vocabulary import TimerKind
from storage import occurrences, outbox, timers
from storage.database import Database
from tests.house.clock import T0, at


def test_an_occurrence_is_won_once(db: Database) -> None:
    wins = [db.in_transaction(occurrences.win, "digest", T0.date(), T0) for _ in range(3)]

    assert wins == [True, False, False]


def test_a_timer_is_claimed_once_and_never_again_for_the_same_moment(db: Database, case_id: int) -> None:
    wanted = {TimerKind.START_WARN: at(minutes=15)}
    db.in_transaction(timers.keep_in_step, case_id, 1, wanted, T0)
    (due,) = db.in_snapshot(timers.due_timers, at(minutes=15), 10)

    claims = [db.in_transaction(timers.claim_timer, due, at(minutes=15), moot=False) for _ in range(2)]
    db.in_transaction(timers.keep_in_step, case_id, 1, wanted, at(minutes=16))

    assert claims == [True, False]
    assert db.in_snapshot(timers.due_timers, at(days=1), 10) == []


def test_a_timer_that_is_no_longer_wanted_is_settled(db: Database, case_id: int) -> None:
    db.in_transaction(timers.keep_in_step, case_id, 1, {TimerKind.START_WARN: at(minutes=15)}, T0)
    db.in_transaction(timers.keep_in_step, case_id, 2, {TimerKind.CONTACT_WARN: at(minutes=90)}, T0)

    (left,) = db.in_snapshot(timers.due_timers, at(days=1), 10)

    assert (left.kind, left.generation) == (TimerKind.CONTACT_WARN, 2)


def test_two_couriers_never_hold_the_same_errand(db: Database, case_id: int) -> None:
    db.in_transaction(outbox.want_card, case_id, "C0HOME", version=1, rank=0, now=T0)
    lease: dict[str, Any] = {"now": T0, "until": at(seconds=30), "busy": [], "limit": 5}

    first = db.in_transaction(outbox.lease_errands, lease="a", **lease)
    second = db.in_transaction(outbox.lease_errands, lease="b", **lease)

    assert (len(first), second) == (1, [])


def test_who_lost_the_lease_cannot_record_what_was_sent(db: Database, case_id: int) -> None:
    """A courier that slept through its lease wakes up when another one has done the work."""
    db.in_transaction(outbox.want_card, case_id, "C0HOME", version=1, rank=0, now=T0)
    lease: dict[str, Any] = {"busy": [], "limit": 5}
    (slept,) = db.in_transaction(outbox.lease_errands, now=T0, until=at(seconds=30), lease="a", **lease)
    (woke,) = db.in_transaction(outbox.lease_errands, now=at(minutes=1), until=at(minutes=2), lease="b", **lease)

    db.in_transaction(outbox.put_back, slept, not_before=at(days=9), doubtful_since=None)

    assert woke.doubtful_since is not None
    assert woke.doubtful_since < T0
    assert db.in_snapshot(outbox.next_wish) == T0


def test_a_notice_is_enqueued_once_by_its_key(db: Database) -> None:
    for words in ("first", "second"):
        db.in_transaction(outbox.enqueue, key="digest:1", channel="C0MANAGERS", text=words, blocks=[], now=T0)

    (errand,) = db.in_transaction(
        outbox.lease_errands, now=T0, until=at(seconds=30), lease="a", busy=[], limit=5
    )  # fmt: skip
    assert errand.text == "first"
