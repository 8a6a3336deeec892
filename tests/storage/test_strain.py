"""Strain in rows: once for each person and case, pauses, the team's days, and what is forgotten when."""

from dataclasses import replace
from datetime import date, timedelta

from sqlmodel import Session

from bot.rules.check_ins import Mood
from bot.rules.strain import Because, DayOfTeam
from storage import buddies, check_ins, strain, wellbeing
from storage.cases import read_case
from storage.database import Database
from tests.house.clock import T0, at


def _came(session: Session, case_id: int, user: str, hours: float, *, by_desk: bool = True) -> bool:
    case = replace(read_case(session, case_id), owner=user)
    return strain.add(session, case, at(hours=hours), 5, intense=True, by_desk=by_desk)


def test_a_case_comes_to_a_person_once(db: Database, case_id: int) -> None:
    assert db.in_transaction(_came, case_id, "U0LI", 0)
    assert not db.in_transaction(_came, case_id, "U0LI", 5)
    assert db.in_transaction(_came, case_id, "U0WANG", 1, by_desk=False)

    felt = db.in_snapshot(strain.felt_since, T0)
    assert {user: [one.at for one in came] for user, came in felt.items()} == {"U0LI": [T0], "U0WANG": [at(hours=1)]}
    assert db.in_snapshot(strain.intense_since, ["U0LI", "U0SUN"], at(hours=-1)) == {"U0LI": 1, "U0SUN": 0}
    assert db.in_snapshot(strain.intense_since, ["U0LI"], T0) == {"U0LI": 0}, "what came then has left the window"
    assert db.in_snapshot(strain.intense_given, "U0LI", T0, at(hours=1)) == 1
    assert db.in_snapshot(strain.intense_given, "U0WANG", T0, at(hours=2)) == 0


def test_a_pause_ends_by_itself_and_the_next_belongs_to_its_episode(db: Database) -> None:
    first = db.in_transaction(strain.begin_pause, "U0LI", T0, at(minutes=30), Because.HARD_LIMIT, None)
    assert db.in_snapshot(strain.paused, at(minutes=-1)) == set()
    assert db.in_snapshot(strain.paused, at(minutes=29)) == {"U0LI"}
    assert db.in_snapshot(strain.paused, at(minutes=30)) == set()
    assert db.in_snapshot(strain.pause_of, "U0WANG", T0) is None

    longer = db.in_transaction(strain.lengthen, first, at(minutes=40))
    second = db.in_transaction(strain.begin_pause, "U0LI", at(hours=1), at(minutes=90), Because.ABUSE, first.episode)

    assert longer.until == at(minutes=40)
    assert second.episode == first.episode == first.id != second.id
    assert db.in_snapshot(strain.last_pause, "U0LI", at(minutes=50)) == second
    assert db.in_snapshot(strain.pauses, T0, at(hours=1)) == [longer]


def test_what_is_old_is_forgotten_and_the_days_stay(db: Database, case_id: int) -> None:
    db.in_transaction(_came, case_id, "U0LI", 0)
    db.in_transaction(_came, case_id, "U0WANG", 3)
    db.in_transaction(strain.begin_pause, "U0LI", T0, at(minutes=30), Because.HARD_LIMIT, None)
    db.in_transaction(strain.keep_day, T0.date(), DayOfTeam(3, 60.5))
    db.in_transaction(strain.keep_day, T0.date(), DayOfTeam(9, 1.0))

    assert db.in_transaction(strain.forget, at(hours=1), 100) == 1

    assert list(db.in_snapshot(strain.felt_since, at(days=-1))) == ["U0WANG"]
    assert db.in_snapshot(strain.pauses, at(days=-1), at(days=1)) == []
    assert db.in_snapshot(strain.days, T0.date(), T0.date()) == {T0.date(): DayOfTeam(3, 60.5)}


def test_the_first_answer_of_a_day_counts_and_is_read_by_its_person(db: Database) -> None:
    monday, tuesday = date(2026, 11, 23), date(2026, 11, 24)
    for user, day, mood in (("U0LI", monday, Mood.TIRED), ("U0LI", monday, Mood.FINE), ("U0WANG", monday, Mood.HEAVY)):
        db.in_transaction(check_ins.keep, user, day, mood)
    db.in_transaction(check_ins.keep, "U0LI", tuesday, Mood.FINE)

    own = db.in_snapshot(check_ins.own, "U0LI", monday)
    assert [(one.day, one.mood) for one in own] == [(monday, Mood.TIRED), (tuesday, Mood.FINE)]
    db.in_transaction(check_ins.forget, tuesday)
    assert [one.day for one in db.in_snapshot(check_ins.own, "U0LI", monday)] == [tuesday]
    assert db.in_snapshot(check_ins.own, "U0WANG", monday) == []
    db.in_transaction(check_ins.forget_all, "U0LI")
    assert db.in_snapshot(check_ins.own, "U0LI", monday) == []


def test_who_is_to_be_asked_sooner_stays_so(db: Database) -> None:
    db.in_transaction(wellbeing.ask_at, ["U0LI", "U0WANG"], at(hours=2))
    db.in_transaction(wellbeing.ask_at, ["U0LI"], at(hours=1))
    db.in_transaction(wellbeing.ask_at, ["U0LI"], at(hours=5))

    assert db.in_snapshot(wellbeing.next_due) == at(hours=1)
    (number,) = db.in_snapshot(wellbeing.due, at(hours=1), 50)
    assert db.in_snapshot(wellbeing.whose, number).user_id == "U0LI"
    db.in_transaction(wellbeing.asked, "U0LI", T0.date())
    db.in_transaction(wellbeing.put_off, number + 1, at(hours=2))
    assert db.in_snapshot(wellbeing.next_due) == at(hours=2, minutes=5)
    db.in_transaction(wellbeing.ask_no_more, "U0WANG")
    assert db.in_snapshot(wellbeing.next_due) is None


def test_a_request_for_company_is_passed_on_ended_and_forgotten(db: Database) -> None:
    one = db.in_transaction(buddies.add, "U0LI", "U0SUN", T0)
    passed = db.in_transaction(buddies.pass_on, one, "U0WANG", at(minutes=10))
    assert (passed.buddy, passed.tried) == ("U0WANG", ("U0SUN",))
    assert db.in_snapshot(buddies.newest, "U0LI", at(minutes=5)) == passed
    assert db.in_snapshot(buddies.newest, "U0LI", at(minutes=11)) is None

    db.in_transaction(buddies.end, passed)

    ended = db.in_snapshot(buddies.newest, "U0LI", T0)
    assert ended is not None
    assert ended.is_over
    db.in_transaction(buddies.forget, T0 + timedelta(days=1))
    assert db.in_transaction(buddies.load, one.id) is None
