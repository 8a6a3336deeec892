"""Scorecard cases: written as rows, so that a month of a whole team is there at once; each says only what matters."""

from datetime import datetime, timedelta
from itertools import count
from typing import Any

from sqlmodel import Session

from bot.vocabulary import Action, Grade, Status
from storage.tables import CaseRow, EventRow, ReviewRow

_numbers = count(1)


def add_case(session: Session, agent: str | None, opened_at: datetime, **said: Any) -> int:
    """Resolved two hours later and confirmed, contacted in time, of a customer of its own; its number."""
    number = next(_numbers)
    review = {"customer_id": f"s-{number}", "tier": "basic"} | {
        name: said.pop(name) for name in ("customer_id", "tier", "change", "changed_at", "rating") if name in said
    }
    row = ReviewRow(
        source="standard", external_id=f"seeded-{number}", content_hash="x", store="home-cn", product_name="电热水壶",
        line="厨房电器", text="烧不开水", is_negative=True, written_at=opened_at, received_at=opened_at, **review,
    )  # fmt: skip
    session.add(row)
    session.flush()
    usual: dict[str, Any] = {
        "status": Status.CLOSED,
        "satisfaction": 5,
        "grade": Grade.NORMAL,
        "intensity": 1,
        "owner": agent,
        "opened_at": opened_at,
        "contact_due_at": opened_at + timedelta(hours=2),
        "claimed_by": agent,
        "claimed_at": opened_at + timedelta(minutes=5),
        "first_claimed_at": opened_at + timedelta(minutes=5),
        "attempted_by": agent,
        "attempted_at": opened_at + timedelta(minutes=10),
        "contact_kept": True,
        "resolved_by": agent,
        "resolved_at": opened_at + timedelta(hours=2),
    }
    case = CaseRow(review_id=row.id, secondary=[], reasons=[], **(usual | said))
    session.add(case)
    session.flush()
    assert case.id is not None
    return case.id


def unresolved(**said: Any) -> dict[str, Any]:
    """Still in hand."""
    return {"status": Status.CLAIMED, "satisfaction": None, "resolved_by": None, "resolved_at": None} | said


def resolved_before(session: Session, case_id: int, agent: str, at: datetime) -> None:
    """Somebody resolved it at that time, and it came back."""
    session.add(EventRow(case_id=case_id, at=at, actor=agent, what=Action.RESOLVE, to_status=Status.RESOLVED, facts={}))
    session.flush()


def handed_over(session: Session, case_id: int, by: str, at: datetime) -> None:
    """Somebody gave it to whoever owns it now."""
    session.add(EventRow(case_id=case_id, at=at, actor=by, what=Action.HAND_OVER, to_status=Status.OPEN, facts={}))
    session.flush()


def appointed(session: Session, case_id: int, at: datetime) -> None:
    """Nobody could take it before; the desk gave it to whoever owns it now."""
    session.add(EventRow(case_id=case_id, at=at, actor=None, what="appointed", to_status=Status.OPEN, facts={}))
    session.flush()


def reopened(session: Session, case_id: int, by: str, at: datetime) -> None:
    """It had been dismissed by mistake."""
    was, now = Status.DISMISSED, Status.OPEN
    session.add(
        EventRow(case_id=case_id, at=at, actor=by, what=Action.REOPEN, from_status=was, to_status=now, facts={})
    )
    session.flush()
