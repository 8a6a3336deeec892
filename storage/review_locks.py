"""Locks: on PostgreSQL several processes may meet at one review or order; the second waits until the first is done."""

from collections.abc import Iterable
from hashlib import blake2b

from sqlalchemy import text
from sqlmodel import Session

_LOCK = text("SELECT pg_advisory_xact_lock(number) FROM (SELECT unnest(CAST(:numbers AS bigint[])) AS number) AS asked")


def lock_reviews(session: Session, reviews: Iterable[tuple[str, str]]) -> None:
    """Take the reviews, told by (source, id), until the transaction ends. SQLite has one writer anyway.

    In one order for everybody: two who want the same ones never wait for each other.
    """
    if session.get_bind().dialect.name == "postgresql":
        _lock(session, {_number(source, external_id) for source, external_id in reviews})


def lock_orders(session: Session, source: str, names: Iterable[str]) -> None:
    """The same for orders, by their fingerprints, and for counts of orders, by what they count."""
    if session.get_bind().dialect.name == "postgresql":
        _lock(session, {_number(f"{source}\0order", name) for name in names})


def lock_assignments(session: Session) -> None:
    """The same for giving new cases to people: one process after the other sees what the others gave."""
    if session.get_bind().dialect.name == "postgresql":
        _lock(session, {_number("", "assignments")})


def lock_escalations(session: Session) -> None:
    """The same for telling what rises: what one process tells together, no other tells in halves."""
    if session.get_bind().dialect.name == "postgresql":
        _lock(session, {_number("", "escalations")})


def _lock(session: Session, numbers: set[int]) -> None:
    session.connection().execute(_LOCK, {"numbers": sorted(numbers)})


def _number(source: str, external_id: str) -> int:
    """64 bits, signed; two that share them only wait for each other."""
    digest = blake2b(f"{source}\0{external_id}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, signed=True)
