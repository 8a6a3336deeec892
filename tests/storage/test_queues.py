"""Queues: timers, occurrences and messages are each won by one, and lost by nobody."""

from datetime import datetime, timedelta

from sqlmodel import Session, select

from bot.messenger import Posted
from bot.vocabulary import TimerKind
from storage import errands, gathering, occurrences, outbox, places, timers
from storage.database import Database
from storage.tables import MessageRow
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


def test_a_timer_that_could_not_fire_is_due_when_it_is_tried_again(db: Database, case_id: int) -> None:
    wanted = {TimerKind.START_WARN: at(minutes=15), TimerKind.CONTACT_WARN: at(hours=9)}
    db.in_transaction(timers.keep_in_step, case_id, 1, wanted, T0)
    assert db.in_snapshot(timers.next_due) == at(minutes=15)
    (due,) = db.in_snapshot(timers.due_timers, at(minutes=15), 10)

    db.in_transaction(timers.put_off, due, at(minutes=15))

    assert db.in_snapshot(timers.next_due) == at(minutes=15, seconds=10)
    assert db.in_snapshot(timers.due_timers, at(minutes=15), 10) == []
    assert len(db.in_snapshot(timers.due_timers, at(minutes=15, seconds=10), 10)) == 1


def test_a_card_that_stands_nowhere_goes_where_the_policy_says_now_and_one_that_stands_stays(
    db: Database, case_id: int
) -> None:
    def want(version: int, channel: str) -> str:
        db.in_transaction(outbox.want_card, case_id, channel, version=version, rank=1, now=T0)
        return db.in_snapshot(lambda session: session.exec(select(MessageRow)).one().channel)

    assert [want(1, "C0HOME"), want(2, "C0OTHER")] == ["C0HOME", "C0OTHER"]
    (errand,) = db.in_transaction(errands.lease, now=T0, token="us", limit=1)
    assert errand.version == 2
    assert db.in_transaction(errands.record_sent, errand, Posted("C0OTHER", "1.1"), 2, T0)

    assert want(3, "C0HOME") == "C0OTHER"
    row = db.in_snapshot(lambda session: session.exec(select(MessageRow)).one().model_dump())
    assert (row["desired_version"], row["sent_version"], row["pending"], row["posted_at"]) == (3, 2, True, T0)


def test_a_burst_of_notices_is_one_message_that_waits_until_all_are_written(db: Database) -> None:
    def write(keys: list[str], moment: datetime, leaves: datetime) -> None:
        def work(session: Session) -> None:
            for key in keys:
                outbox.enqueue(session, key=key, channel="C0HOME", text=key, blocks=[], now=moment)
            gathering.bring_together(session, "C0HOME", keys, moment, about="escalated", told=keys[-1], leaves=leaves)

        db.in_transaction(work)

    def leased(moment: datetime) -> list[str]:
        return [errand.key for errand in db.in_transaction(errands.lease, now=moment, token="a", limit=9)]

    write(["a", "b"], T0, at(seconds=5))
    assert leased(T0) == [], "more is being written"
    write(["c"], at(seconds=1), at(seconds=1))
    assert leased(at(seconds=1)) == ["together:1"]
    assert db.in_snapshot(_told_in, "together:1") == ("c", ["a", "b", "c"])

    write(["d"], at(seconds=2), at(seconds=2))
    assert db.in_snapshot(_told_in, "together:1")[1] == ["a", "b", "c"], "that one is on its way"
    write(["e"], at(minutes=5), at(minutes=5))
    assert db.in_snapshot(_gathered_in, "e") is None, "one alone needs no list"


def _told_in(session: Session, key: str) -> tuple[str, list[str]]:
    row = session.exec(select(MessageRow).where(MessageRow.key == key)).one()
    return row.text, sorted(session.exec(select(MessageRow.key).where(MessageRow.gathered_in == row.id)))


def _gathered_in(session: Session, key: str) -> int | None:
    return session.exec(select(MessageRow.gathered_in).where(MessageRow.key == key)).one()


def test_two_couriers_never_hold_the_same_errand(db: Database, case_id: int) -> None:
    db.in_transaction(outbox.want_card, case_id, "C0HOME", version=1, rank=0, now=T0)
    first = db.in_transaction(errands.lease, now=T0, token="a", limit=5)
    second = db.in_transaction(errands.lease, now=T0, token="b", limit=5)

    assert (len(first), second) == (1, [])


def test_who_lost_the_lease_cannot_record_what_was_sent(db: Database, case_id: int) -> None:
    """A courier that slept through its lease wakes up when another one has done the work."""
    db.in_transaction(outbox.want_card, case_id, "C0HOME", version=1, rank=0, now=T0)
    (slept,) = db.in_transaction(errands.lease, now=T0, token="a", limit=5)
    (woke,) = db.in_transaction(errands.lease, now=at(minutes=1), token="b", limit=5)

    db.in_transaction(errands.put_back, slept, not_before=at(days=9), doubtful_since=None)

    assert woke.doubtful_since is not None
    assert woke.doubtful_since < T0
    assert db.in_snapshot(outbox.next_wish) == T0


def test_a_notice_is_enqueued_once_by_its_key(db: Database) -> None:
    for words in ("first", "second"):
        db.in_transaction(outbox.enqueue, key="digest:1", channel="C0MANAGERS", text=words, blocks=[], now=T0)

    (errand,) = db.in_transaction(errands.lease, now=T0, token="a", limit=5)
    assert errand.text == "first"


def test_a_busy_channel_waits_with_posts_and_a_held_one_with_updates_too(db: Database, case_id: int) -> None:
    db.in_transaction(outbox.want_card, case_id, "C0HOME", version=1, rank=0, now=T0)
    (card,) = db.in_transaction(errands.lease, now=T0, token="a", limit=5)
    db.in_transaction(errands.record_sent, card, Posted("C0HOME", "1.000001"), 1, T0)
    db.in_transaction(outbox.want_card, case_id, "C0HOME", version=2, rank=0, now=T0)
    for number in range(2):
        db.in_transaction(outbox.enqueue, key=f"note:{number}", channel="C0HOME", text="hello", blocks=[], now=T0)

    burst = db.in_transaction(errands.lease, now=T0, token="b", limit=5)
    while_busy = db.in_transaction(errands.lease, now=T0, token="c", limit=5)
    db.in_transaction(errands.record_sent, burst[0], Posted("C0HOME", "1.000002"), 1, T0)
    db.in_transaction(errands.put_back, burst[1], not_before=T0, doubtful_since=None)
    db.in_transaction(places.hold, "C0HOME", T0, timedelta(seconds=30))
    while_held = db.in_transaction(errands.lease, now=at(seconds=29), token="d", limit=5)
    afterwards = db.in_transaction(errands.lease, now=at(seconds=30), token="e", limit=5)

    assert [errand.key for errand in burst] == ["note:0", card.key]
    assert (while_busy, while_held) == ([], [])
    assert [errand.key for errand in afterwards] == ["note:1", card.key]


def test_what_died_is_remembered_for_a_day_and_forgotten_when_it_is_wanted_again(db: Database, case_id: int) -> None:
    """However long it had waited before: the day begins with its death."""
    died = at(days=3)
    db.in_transaction(_die, case_id, "C0HOME", died)

    told = [db.in_snapshot(outbox.backlog, died + gap).dead for gap in (timedelta(hours=23), timedelta(hours=25))]
    db.in_transaction(outbox.want_card, case_id, "C0HOME", version=2, rank=0, now=died)

    assert told == [1, 0]
    assert db.in_snapshot(outbox.backlog, died).dead == 0
    assert db.in_snapshot(_died_at) is None


def test_a_new_start_wants_the_dead_again_and_forgets_their_death(db: Database, case_id: int) -> None:
    db.in_transaction(_die, case_id, "C0HOME", at(days=3))

    db.in_transaction(outbox.revive, at(days=3))

    assert (db.in_snapshot(outbox.backlog, at(days=3)).dead, db.in_snapshot(outbox.next_wish)) == (0, T0)
    assert db.in_snapshot(_died_at) is None


def test_a_line_does_not_count_as_waiting_while_its_card_is_dead(db: Database, case_id: int) -> None:
    db.in_transaction(_die, case_id, "C0HOME", T0)
    db.in_transaction(_say_in_thread, case_id)

    dead = db.in_snapshot(outbox.backlog, T0)
    db.in_transaction(outbox.revive, T0)
    alive = db.in_snapshot(outbox.backlog, T0)

    assert ((dead.waiting, dead.dead), (alive.waiting, alive.dead)) == ((0, 1), (2, 0))


def _die(session: Session, case_id: int, channel: str, now: datetime) -> None:
    """The case's card is wanted at T0, and cannot be delivered at `now`."""
    outbox.want_card(session, case_id, channel, version=1, rank=0, now=T0)
    (errand,) = errands.lease(session, now=now, token="a", limit=1)
    errands.bury(session, errand, "is_archived", now)


def _say_in_thread(session: Session, case_id: int) -> None:
    outbox.enqueue(
        session, key="line:1", channel="C0HOME", text="hello", blocks=[], now=T0, case_id=case_id, in_thread=True
    )


def _died_at(session: Session) -> datetime | None:
    return session.exec(select(MessageRow.died_at)).one()
