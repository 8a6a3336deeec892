"""Shop year: reviews, cases and what came of them by chance, written as rows, and kept as plain dicts to recount."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from sqlmodel import Session

from bot.vocabulary import Category, Grade, Status
from storage.database import Database
from storage.tables import CaseRow, CauseRow, CompensationRow, MessageRow, ReviewRow, RevisionRow
from tests.house.clock import T0

STORES, LINES = ("home-cn", "beauty-cn"), ("厨房电器", "家居用品", "美妆个护")
_STANDS = ("accepted", "silent", "unasked", "upheld", "asked", "disputed", "changed", "withdrawn")
_NAMES = ("no_double_check", "thin_packaging", "size_chart_wrong")


@dataclass
class Told:
    """What was written, as it was meant."""

    reviews: list[dict[str, Any]] = field(default_factory=list)
    cases: list[dict[str, Any]] = field(default_factory=list)
    compensations: list[dict[str, Any]] = field(default_factory=list)
    causes: list[dict[str, Any]] = field(default_factory=list)


def write(db: Database, seed: int, many: int, days: int = 90) -> Told:
    """So many reviews over the days before `T0`, about two thirds of them with a case."""
    random, told = Random(seed), Told()
    db.in_transaction(_write, random, told, many, days)
    return told


def _write(session: Session, random: Random, told: Told, many: int, days: int) -> None:
    for number in range(many):
        review = _review(random, number, days) | {"id": number + 1}
        session.add(ReviewRow(**review))
        told.reviews.append(review)
    session.flush()
    for review in told.reviews:
        for place in range(1, review["revision"] + 1):
            at = review["received_at"] if place == 1 else review["changed_at"]
            session.add(RevisionRow(review_id=review["id"], number=place, change="created", rating=1, at=at))
        if review["is_negative"] or review["rating"] == 3:
            _case(session, random, told, review)
    session.flush()
    for case in told.cases:
        _around(session, random, told, case)
    session.flush()


def _review(random: Random, number: int, days: int) -> dict[str, Any]:
    received = T0 - timedelta(days=days) + timedelta(seconds=random.randrange(days * 86_400))
    negative = random.random() < 0.6
    changed = received + timedelta(days=random.randrange(20)) if random.random() < 0.3 else None
    sku = f"sku-{random.randrange(12)}"
    return {
        "source": "standard",
        "external_id": f"r-{number}",
        "content_hash": "x",
        "store": random.choice(STORES),
        "line": LINES[int(sku.removeprefix("sku-")) % 3],
        "sku": sku,
        "product_name": f"商品{sku}",
        "customer_id": f"c-{number}" if random.random() < 0.8 else None,
        "rating": random.choice((1, 2, 3, 4, 5, None)),
        "category": random.choice((*Category, None)),
        "is_negative": negative,
        "change": random.choice(("updated", "appended", "deleted")) if changed else "created",
        "revision": 2 if changed else 1,
        "written_at": received,
        "received_at": received,
        "changed_at": changed,
        "deleted_at": None,
    }


def _case(session: Session, random: Random, told: Told, review: dict[str, Any]) -> None:
    opened = review["received_at"] + timedelta(seconds=random.randrange(1, 10))
    status = random.choice(list(Status))
    over = status in (Status.RESOLVED, Status.CLOSED)
    resolved = opened + timedelta(hours=random.randrange(1, 300)) if over else None
    attempted = opened + timedelta(minutes=random.randrange(1, 900)) if random.random() < 0.8 else None
    case = {
        "review_id": review["id"],
        "status": status,
        "grade": random.choice(list(Grade)),
        "opened_at": opened,
        "contact_due_at": opened + timedelta(hours=2),
        "attempted_at": attempted,
        "reached_at": attempted if random.random() < 0.7 else None,
        "start_kept": random.choice((True, False, None)),
        "contact_kept": attempted <= opened + timedelta(hours=2) if attempted else False,
        "reached_kept": random.choice((True, False, None)),
        "resolved_at": resolved,
        "satisfaction": random.randrange(1, 6) if status is Status.CLOSED else None,
        "category": review["category"],
        "bought_again_at": resolved + timedelta(days=3) if resolved and random.random() < 0.3 else None,
    }
    case_id = len(told.cases) + 1
    session.add(CaseRow(id=case_id, secondary=[], reasons=[], **case))
    posted = opened + timedelta(seconds=random.randrange(1, 600)) if random.random() < 0.9 else None
    told.cases.append(case | {"id": case_id, "review": review, "posted_at": posted})


def _around(session: Session, random: Random, told: Told, case: dict[str, Any]) -> None:
    opened, number = case["opened_at"], case["id"]
    session.add(
        MessageRow(
            key=f"card:{number}", kind="card", case_id=number, channel="C0HOME", blocks=[], not_before=opened,
            created_at=opened, posted_at=case["posted_at"],
        )
    )  # fmt: skip
    at: datetime = opened + timedelta(hours=random.randrange(1, 200))
    if random.random() < 0.5:
        paid = {
            "case_id": case["id"],
            "level": random.randrange(1, 7),
            "amount_cents": random.randrange(100, 9000),
            "stand": random.choice(("executed", "executed", "asked", "replaced")),
            "executed_at": at,
        }
        session.add(CompensationRow(solution="coupon", needs="agent", asked_by="U0LI", asked_at=at, **paid))
        told.compensations.append(paid | {"case": case})
    if random.random() < 0.5:
        found = {
            "case_id": case["id"],
            "stage": "warehouse",
            "department": random.choice(("warehouse", "quality")),
            "name": random.choice(_NAMES),
            "stand": random.choice(_STANDS),
            "found_at": at,
        }
        session.add(CauseRow(found_by="U0LI", **found))
        told.causes.append(found | {"case": case})
