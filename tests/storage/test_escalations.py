"""Escalation rows: each step of a missed deadline is told once, to nobody twice, and found by an index."""

from dataclasses import replace
from datetime import datetime

import pytest

from bot.rules.escalation import EscalationRules, Miss, ladder_for
from bot.vocabulary import Escalation, Grade, Level
from storage import escalations
from storage.database import Database
from tests.house.clock import T0, at
from tests.storage.plans import plans_of

START = Miss(Escalation.START, at(minutes=30))
FAR = at(days=9)
LATER = Miss(Escalation.START, at(hours=5))
WANTED = {
    Level.LEAD: (at(minutes=40), at(minutes=40)),
    Level.SUPERVISOR: (at(minutes=50), at(minutes=50)),
    Level.MANAGER: (at(minutes=90), at(minutes=90)),
}


def _pending(db: Database, now: datetime = FAR) -> list[Level]:
    return [step.level for step in db.in_snapshot(escalations.due, now, 10)]


def test_a_step_is_claimed_once_and_never_again_for_the_same_deadline(db: Database, case_id: int) -> None:
    db.in_transaction(escalations.keep_in_step, case_id, START, WANTED, T0)
    (step,) = db.in_snapshot(escalations.due, at(minutes=45), 10)

    claims = [db.in_transaction(escalations.claim, step, at(minutes=45), Level.LEAD) for _ in range(2)]
    db.in_transaction(escalations.keep_in_step, case_id, START, WANTED, at(minutes=46))

    assert claims == [True, False]
    assert _pending(db) == [Level.SUPERVISOR, Level.MANAGER]


def test_whom_it_reached_and_everybody_below_hears_no_more_of_that_deadline(db: Database, case_id: int) -> None:
    db.in_transaction(escalations.keep_in_step, case_id, START, WANTED, T0)
    (step,) = db.in_snapshot(escalations.due, at(minutes=45), 10)
    db.in_transaction(escalations.claim, step, at(minutes=45), Level.SUPERVISOR)  # no lead was there
    db.in_transaction(escalations.keep_in_step, case_id, START, WANTED, at(minutes=45))
    assert _pending(db) == [Level.MANAGER]

    db.in_transaction(escalations.keep_in_step, case_id, LATER, WANTED, at(hours=5))

    assert _pending(db) == [Level.LEAD, Level.SUPERVISOR, Level.MANAGER]


def test_none_is_to_be_told_before_the_change_that_brings_it(db: Database, case_id: int) -> None:
    """The deadline passed long ago, and the steps are only written now: nothing of it is late."""
    db.in_transaction(escalations.keep_in_step, case_id, START, WANTED, at(hours=5))
    assert {step.tell_at for step in db.in_snapshot(escalations.due, FAR, 10)} == {at(hours=5)}

    later = {Level.LEAD: (at(hours=6), at(hours=6))}
    db.in_transaction(escalations.keep_in_step, case_id, START, later, at(hours=5))
    db.in_transaction(escalations.keep_in_step, case_id, START, later, at(hours=7))
    assert [step.tell_at for step in db.in_snapshot(escalations.due, FAR, 10)] == [at(hours=6)], "that one is late"


def test_what_the_program_is_known_to_bring_late_is_late(db: Database, case_id: int) -> None:
    db.in_transaction(escalations.keep_in_step, case_id, START, WANTED, at(hours=5), since=at(minutes=30))

    assert [step.tell_at for step in db.in_snapshot(escalations.due, at(minutes=45), 10)] == [at(minutes=40)]


def test_what_waits_waits_on(db: Database, case_id: int) -> None:
    db.in_transaction(escalations.keep_in_step, case_id, START, WANTED, T0)
    db.in_transaction(escalations.wait, db.in_snapshot(escalations.due, at(minutes=40), 10), at(hours=2))

    db.in_transaction(escalations.keep_in_step, case_id, START, WANTED, at(minutes=41))

    assert _pending(db, at(minutes=45)) == []


def test_a_case_that_was_given_back_keeps_its_steps_and_counts_anew(db: Database, case_id: int) -> None:
    db.in_transaction(escalations.count_anew, case_id, at(hours=2))
    assert db.in_snapshot(escalations.ladder_of, case_id) is None, "it had none"
    ladder = ladder_for(Grade.NORMAL, EscalationRules(), T0)
    db.in_transaction(escalations.note_ladder, case_id, ladder)

    db.in_transaction(escalations.count_anew, case_id, at(hours=2))

    assert db.in_snapshot(escalations.ladder_of, case_id) == replace(ladder, since=at(hours=2))


def test_what_is_moot_is_settled_and_what_is_missed_again_comes_back(db: Database, case_id: int) -> None:
    db.in_transaction(escalations.keep_in_step, case_id, START, WANTED, T0)
    db.in_transaction(escalations.keep_in_step, case_id, None, {}, T0)
    assert _pending(db) == []
    assert db.in_snapshot(escalations.next_due) is None

    db.in_transaction(escalations.keep_in_step, case_id, START, WANTED, T0)

    assert len(_pending(db)) == 3
    assert db.in_snapshot(escalations.next_due) == at(minutes=40)


def test_the_steps_of_a_case_come_back_as_they_were_kept(db: Database, case_id: int) -> None:
    ladder = ladder_for(Grade.IMPORTANT, EscalationRules(), T0)
    assert db.in_snapshot(escalations.ladder_of, case_id) is None

    db.in_transaction(escalations.note_ladder, case_id, ladder)

    assert db.in_snapshot(escalations.ladder_of, case_id) == ladder


@pytest.mark.sqlite_only  # it is SQLite that is asked how it means to find the rows
def test_steps_are_found_without_reading_those_that_are_over(db: Database) -> None:
    for plan in (
        plans_of(db, escalations.due, T0, 10),
        plans_of(db, escalations.due_of, 1, T0),
        plans_of(db, escalations.next_due),
        plans_of(db, escalations.risen, T0, T0),
        plans_of(db, escalations.told, 1, START),
        plans_of(db, escalations.keep_in_step, 1, None, {}, T0),
        plans_of(db, escalations.ladder_of, 1),
    ):
        assert not [step for step in plan if step.startswith("SCAN") and "escalation_step_due" not in step], plan
