"""Review locks: on PostgreSQL several processes may meet at one review; the second waits until the first is done."""

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
        numbers = sorted({_number(source, external_id) for source, external_id in reviews})
        session.connection().execute(_LOCK, {"numbers": numbers})


def _number(source: str, external_id: str) -> int:
    """64 bits, signed; two reviews that share them only wait for each other."""
    digest = blake2b(f"{source}\0{external_id}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, signed=True)
