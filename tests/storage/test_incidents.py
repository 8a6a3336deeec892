"""Incidents as rows: one a product and category, whoever else makes it; what is asked often is found by an index."""

import threading
from collections.abc import Iterator

import pytest
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, select, text

from bot.incident_file import Buyers
from bot.rules.incidents import Incident
from bot.rules.refusals.incidents import UnknownIncident
from bot.vocabulary import Category
from storage import incident_buyers, incident_cases, incidents
from storage.database import Database
from storage.tables import IncidentRow
from tests.house.clock import SHANGHAI, T0, at
from tests.house.keys import KEYS
from tests.house.postgres import own_database
from tests.storage.plans import plans_of

LEAK = Incident(0, "home-cn", "kettle", "电热水壶", Category.PRODUCT_QUALITY, opened_at=T0, last_at=T0)

_BUYERS = Buyers(1, 1, T0.date(), T0.date())


@pytest.fixture
def server() -> Iterator[Database]:
    """A database on PostgreSQL, where several processes work."""
    with own_database() as address:
        database = Database(address, keys=KEYS)
        yield database
        database.close()


def _add(session: Session) -> int | None:
    made = incidents.add(session, LEAK, None)
    return made.id if made else None


def _gather(session: Session, hold: threading.Event | None = None, begun: threading.Event | None = None) -> int:
    """As the intake does: nobody else gathers this product's cases meanwhile."""
    incident_cases.lock_product(session, LEAK.store, LEAK.sku)
    if begun:
        begun.set()
    if hold:
        hold.wait(20)
    known = incidents.running(session, LEAK.store, LEAK.sku)
    number = known[0].id if known else _add(session)
    assert number is not None
    return number


def test_a_product_has_one_of_each_category_that_goes_on(db: Database) -> None:
    first = db.in_transaction(_add)

    assert first is not None
    assert db.in_transaction(_add) is None
    db.in_transaction(_close, first)
    assert db.in_transaction(_add) not in (None, first)


def test_two_processes_make_one_incident(server: Database) -> None:
    """The second waits for the first, and finds what it made."""
    numbers: list[int] = []
    begun, go_on = threading.Event(), threading.Event()
    first = threading.Thread(target=lambda: numbers.append(server.in_transaction(_gather, go_on, begun)))
    second = threading.Thread(target=lambda: numbers.append(server.in_transaction(_gather)))
    first.start()
    assert begun.wait(20)
    second.start()
    second.join(0.3)
    assert second.is_alive()  # it waits
    go_on.set()
    for one in (first, second):
        one.join(20)

    assert len(set(numbers)) == 1
    assert server.in_snapshot(lambda session: len(session.exec(select(IncidentRow)).all())) == 1


def test_even_without_the_lock_the_database_keeps_it_to_one(server: Database) -> None:
    made: list[int | None] = []
    both = threading.Barrier(2, timeout=20)

    def at_once(session: Session) -> None:
        assert incidents.running(session, LEAK.store, LEAK.sku) == []
        both.wait()
        made.append(_add(session))

    others = [threading.Thread(target=server.in_transaction, args=(at_once,)) for _ in range(2)]
    for one in others:
        one.start()
    for one in others:
        one.join(20)

    assert sorted(one is None for one in made) == [False, True]


def test_a_case_is_in_one_incident_at_most(db: Database, case_id: int) -> None:
    first = db.in_transaction(_add)
    assert first is not None
    db.in_transaction(_close, first)
    second = db.in_transaction(_add)
    assert second is not None

    assert db.in_transaction(incident_cases.join, first, [case_id], T0) == [case_id]
    assert db.in_transaction(incident_cases.join, second, [case_id], T0) == []


def test_its_timeline_only_grows(db: Database) -> None:
    number = db.in_transaction(_add)
    assert number is not None
    db.in_transaction(incidents.note, number, "opened", at=T0, actor=None, facts={"note": "x"})

    with pytest.raises(DBAPIError, match="append-only"):
        db.in_transaction(lambda session: session.connection().execute(text("DELETE FROM incident_event")))


def test_an_unknown_one_is_refused_and_no_error_of_the_databases(db: Database) -> None:
    for number in (0, 7, 10**12):
        with pytest.raises(UnknownIncident):
            db.in_snapshot(incidents.find, number)


@pytest.mark.sqlite_only
def test_what_is_asked_of_incidents_is_found_by_an_index(db: Database, case_id: int) -> None:
    number = db.in_transaction(_add)
    assert number is not None
    for plan in (
        plans_of(db, incident_cases.free_complaints, "home-cn", "kettle", T0),
        plans_of(db, incident_cases.complaints_in, number),
        plans_of(db, incidents.of_case, case_id),
        plans_of(db, incidents.running, "home-cn", "kettle"),
        plans_of(db, incidents.count_going_on),
        plans_of(db, incidents.going_on, 8),
        plans_of(db, incidents.due, T0, 50),
        plans_of(db, incidents.next_due),
        plans_of(db, incident_buyers.silent_by_day, db.in_snapshot(incidents.find, number), _BUYERS),
        plans_of(db, incident_buyers.silent_by_name, db.in_snapshot(incidents.find, number), _BUYERS),
        plans_of(db, incident_cases.read_incident_file, db.in_snapshot(incidents.find, number), at(hours=1), SHANGHAI),
    ):
        assert [step for step in plan if step.startswith("SCAN") and "incident_" not in step] == []


def _close(session: Session, number: int) -> None:
    session.connection().execute(text("UPDATE incident SET stand = 'closed' WHERE id = :number"), {"number": number})
