"""A database of one's own, and a case in it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import Session

from bot.case import Case
from bot.review import Review
from bot.vocabulary import Grade, Status
from storage import case_files, reviews
from storage.database import Database
from storage.inbox import Delivery
from tests.house.clock import T0, at
from tests.house.keys import KEYS
from tests.house.shop import a_review


@pytest.fixture
def db(tmp_path: Path, template: Path, database_url: str | None) -> Iterator[Database]:
    """An empty database of one's own."""
    path = tmp_path / "rows.db"
    path.write_bytes(template.read_bytes())
    database = Database(database_url or f"sqlite:///{path}", keys=KEYS)
    yield database
    database.close()


@pytest.fixture
def case_id(db: Database) -> int:
    """A case that has just been opened."""
    return db.in_transaction(open_one)


def open_one(session: Session) -> int:
    review = Delivery("standard", "m", Review.model_validate(a_review()))
    kept = reviews.keep(session, review, T0, category=None, is_negative=True)
    return case_row(session, kept.review_id)


def case_row(session: Session, review_id: int) -> int:
    case = Case(0, 1, Status.OPEN, Grade.NORMAL, safety=False, opened_at=T0, contact_due_at=at(hours=2))
    return case_files.open_case(
        session,
        case,
        review_id=review_id,
        secondary=[],
        reasons=[],
        intensity=1,
        confidence=0.5,
        assigned_because="line_owner",
    )
