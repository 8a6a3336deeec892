"""Rows: what the database itself holds to, whatever the floors above do."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, SQLAlchemyError, StatementError
from sqlmodel import Session

from bot.review import Review
from bot.rules.refusals.cases import AlreadyDone, UnknownCase
from bot.vocabulary import ReviewChange, Status
from storage import arrivals, case_files, inbox, people, reviews
from storage.cases import SomeoneWasFaster, append_event, count_once, load_case, read_case, save_case
from storage.database import Database
from storage.inbox import Delivery
from storage.tables import CaseRow
from tests.house.clock import T0, at
from tests.house.shop import a_review
from tests.storage.conftest import case_row


def test_whoever_saves_second_is_told_so(db: Database, case_id: int) -> None:
    """Both read version 1; only one of them may make it version 2."""
    seen = db.in_snapshot(read_case, case_id)
    db.in_transaction(save_case, seen, replace(seen, version=2, owner="U0LI"))

    with pytest.raises(SomeoneWasFaster):
        db.in_transaction(save_case, seen, replace(seen, version=2, owner="U0WANG"))

    assert db.in_snapshot(read_case, case_id).owner == "U0LI"


def test_a_case_comes_back_as_it_was_saved(db: Database, case_id: int) -> None:
    seen = db.in_snapshot(read_case, case_id)
    after = replace(
        seen, version=2, status=Status.WAITING, waiting_at=at(hours=1), waited=timedelta(minutes=7), start_kept=False
    )
    db.in_transaction(save_case, seen, after)

    assert db.in_snapshot(read_case, case_id) == after


def test_who_reads_the_row_on_gets_what_was_saved(db: Database, case_id: int) -> None:
    seen = db.in_snapshot(read_case, case_id)

    def work(session: Session) -> tuple[str | None, str | None]:
        row = session.get_one(CaseRow, case_id)
        before = row.owner
        save_case(session, seen, replace(seen, version=2, owner="U0LI"))
        return before, row.owner

    assert db.in_transaction(work) == (None, "U0LI")


def test_an_unknown_case_is_told_by_its_number(db: Database) -> None:
    with pytest.raises(UnknownCase):
        db.in_snapshot(read_case, 7)
    with pytest.raises(UnknownCase):
        db.in_snapshot(case_files.read_file, 7)


@pytest.mark.parametrize("change", ["UPDATE event SET what = 'claim'", "DELETE FROM event"])
def test_the_timeline_cannot_be_rewritten(db: Database, case_id: int, change: str) -> None:
    db.in_transaction(lambda session: _event(session, case_id))

    with pytest.raises(SQLAlchemyError):
        db.in_transaction(lambda session: session.execute(text(change)))


def test_a_review_has_one_case(db: Database, case_id: int) -> None:
    with pytest.raises(IntegrityError):
        db.in_transaction(lambda session: case_row(session, 1))


def test_what_a_failed_transaction_wrote_is_gone(db: Database, case_id: int) -> None:
    def half(session: Session) -> None:
        count_once(session, "press:1", T0)
        raise RuntimeError("the process dies here")

    with pytest.raises(RuntimeError):
        db.in_transaction(half)

    db.in_transaction(count_once, "press:1", T0)
    with pytest.raises(AlreadyDone):
        db.in_transaction(count_once, "press:1", T0)


def test_what_a_reader_changes_is_thrown_away(db: Database) -> None:
    db.in_snapshot(count_once, "press:1", T0)

    db.in_transaction(count_once, "press:1", T0)


def test_a_moment_without_its_zone_is_refused(db: Database) -> None:
    with pytest.raises(StatementError, match="without its zone"):
        db.in_transaction(people.sign_off, "U0LI", datetime(2026, 11, 23, 10))


def test_moments_come_back_in_utc(db: Database) -> None:
    db.in_transaction(people.sign_off, "U0LI", at(hours=3))

    until = db.in_snapshot(people.off_until, "U0LI", T0)

    assert until == at(hours=3)
    assert until is not None
    assert until.tzinfo is UTC
    assert db.in_snapshot(people.signed_off, at(hours=4)) == {}


def test_what_a_revision_leaves_out_stays_known(db: Database) -> None:
    told = a_review(customer={"tier": "diamond"})
    bare = {"id": told["id"], "store": "home-cn", "type": "updated", "rating": 2, "created_at": told["created_at"]}

    for number, body in enumerate((told, bare)):
        db.in_transaction(arrivals.store, [[Delivery("standard", f"m{number}", Review.model_validate(body))]], T0)
    second, _ = db.in_snapshot(inbox.read, 2)
    first, _ = db.in_snapshot(inbox.read, 1)
    for delivery in (first, second):
        kept = db.in_transaction(reviews.keep, delivery, T0, category=None, is_negative=True)

    assert (kept.tier, kept.rating, kept.line, kept.sku) == ("diamond", 2, "厨房电器", told["product"]["sku"])
    assert second.review.type is ReviewChange.UPDATED


def _event(session: Session, case_id: int) -> None:
    append_event(session, load_case(session, case_id), "opened", at=T0, actor=None, came_from=None, facts={})
