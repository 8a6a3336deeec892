"""Shelves: which stores have reviews, and whether anything has come."""

from sqlmodel import Session

from storage import shelves
from storage.database import Database
from storage.tables import ReviewRow, RevisionRow
from tests.house.clock import T0


def _review(session: Session, number: int, store: str) -> None:
    known = {"source": "standard", "external_id": f"r-{number}", "content_hash": "x", "text": "坏了"}
    session.add(ReviewRow(id=number, store=store, written_at=T0, received_at=T0, **known))
    session.flush()
    session.add(RevisionRow(review_id=number, number=1, change="created", at=T0))
    session.flush()


def test_each_store_is_told_once_in_order(db: Database) -> None:
    for number, store in enumerate(("home-cn", "beauty-cn", "home-cn", "家居"), 1):
        db.in_transaction(_review, number, store)

    assert db.in_snapshot(shelves.stores_with_reviews) == ["beauty-cn", "home-cn", "家居"]


def test_without_reviews_there_is_no_store(db: Database) -> None:
    assert db.in_snapshot(shelves.stores_with_reviews) == []


def test_the_stamp_changes_when_a_review_comes(db: Database) -> None:
    before = db.in_snapshot(shelves.stamp)
    db.in_transaction(_review, 1, "home-cn")

    assert db.in_snapshot(shelves.stamp) != before
