"""Shelves: which stores have reviews, and how far the records have come, told without reading them all."""

from sqlmodel import Session, col, func, select

from storage.tables import EventRow, ReviewRow, RevisionRow

_MOST = 200
Stamp = tuple[int, ...]


def stores_with_reviews(session: Session) -> list[str]:
    """In order; one step through the index for each, not one for each review."""
    found: list[str] = []
    while len(found) < _MOST:
        wanted = select(func.min(ReviewRow.store))
        one = session.exec(wanted.where(col(ReviewRow.store) > found[-1]) if found else wanted).one()
        if one is None:
            break
        found.append(one)
    return found


def stamp(session: Session) -> Stamp:
    """Another one once a review has come or something was done to a case; orders are not told by it."""
    return tuple(session.exec(select(func.max(one))).one() or 0 for one in (RevisionRow.id, EventRow.id))
