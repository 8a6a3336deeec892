"""Private rows: keys that tell of people go in time, found by an index, and answers lie in equal lengths."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select as sql_select
from sqlmodel import Session, col, update

from bot.rules.check_ins import Mood
from storage import check_ins, outbox, private
from storage.cases import count_once
from storage.database import Database
from storage.tables import MessageRow, PressRow
from tests.house.clock import T0, at
from tests.storage.plans import plans_of


def _write(session: Session, key: str, *, sent: bool = True) -> None:
    outbox.enqueue(session, key=key, channel="U0LI", text="a", blocks=[], now=T0)
    if sent:
        session.execute(
            update(MessageRow).where(col(MessageRow.key) == key).values(pending=False, sent_version=1, posted_ts="1.0")
        )


def _keys(session: Session) -> set[str]:
    rows = (session.execute(sql_select(row.key)).scalars() for row in (MessageRow, PressRow))  # type: ignore[call-overload]
    return {key for found in rows for key in found}


def test_old_private_messages_and_presses_go_and_others_stay(db: Database) -> None:
    for key in ("wellbeing:U0LI:hard:1", "wellbeing:U0LI:check_in:2026-11-27", "case:1:told"):
        db.in_transaction(_write, key)
    db.in_transaction(_write, "wellbeing:U0LI:soft:1", sent=False)
    for key in (private.press_key("press:U0LI:1:buddy"), "press:U0LI:1:claim"):
        db.in_transaction(count_once, key, T0)
    assert db.in_transaction(private.forget, T0, 100) == 0

    while db.in_transaction(private.forget, at(minutes=1), 1):
        pass

    assert db.in_snapshot(_keys) == {"case:1:told", "press:U0LI:1:claim"}


def test_what_a_courier_has_on_its_way_is_left(db: Database) -> None:
    db.in_transaction(_write, "wellbeing:U0LI:hard:1")
    db.in_transaction(lambda session: session.execute(update(MessageRow).values(lease="a")) and None)

    assert db.in_transaction(private.forget, at(minutes=1), 100) == 0


def test_questions_of_one_person_go_once_they_are_settled(db: Database) -> None:
    for user in ("U0LI", "U0LIU"):
        db.in_transaction(_write, private.question_key(user, "2026-11-27"))
    db.in_transaction(_write, private.question_key("U0LI", "2026-11-28"), sent=False)
    db.in_transaction(_write, "wellbeing:U0LI:hard:1")

    db.in_transaction(private.forget_questions_of, "U0LI")

    assert db.in_snapshot(_keys) == {
        "wellbeing:U0LIU:check_in:2026-11-27",
        "wellbeing:U0LI:check_in:2026-11-28",
        "wellbeing:U0LI:hard:1",
    }


def test_a_question_is_closed_once_however_often_it_is_answered(db: Database) -> None:
    key = private.question_key("U0LI", "2026-11-27")
    db.in_transaction(_write, key)
    assert db.in_snapshot(private.open_questions, at(minutes=1), 10) == [key]

    for _ in range(2):
        db.in_transaction(private.close_question, key, text="b", blocks=[])

    versions = db.in_snapshot(lambda session: session.execute(sql_select(MessageRow.desired_version)).scalars().all())  # type: ignore[call-overload]
    assert list(versions) == [2]
    assert db.in_snapshot(private.open_questions, at(minutes=1), 10) == []


def test_answers_lie_in_equal_lengths_and_read_as_given(db: Database) -> None:
    first = date(2026, 11, 2)
    for number, mood in enumerate(Mood):
        db.in_transaction(check_ins.keep, "U0LI", first + timedelta(days=number), mood)

    with db.engine.connect() as connection:
        lying = [row[0] for row in connection.exec_driver_sql("SELECT mood FROM check_in")]
    assert len({len(one) for one in lying}) == 1
    assert [one.mood for one in db.in_snapshot(check_ins.own, "U0LI", first)] == list(Mood)


@pytest.mark.sqlite_only
def test_they_are_found_by_an_index(db: Database) -> None:
    plan = plans_of(db, private.forget, T0, 100)
    assert any("message_private" in step for step in plan)
    assert any("press_private" in step for step in plan)
    for work, *given in (
        (private.forget_questions, T0, 100),
        (private.open_questions, T0, 100),
        (private.forget_questions_of, "U0LI"),
    ):
        assert [step for step in plans_of(db, work, *given) if "SCAN message" in step and "private" not in step] == []
