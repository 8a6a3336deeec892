"""Heard: which deliveries told something new of a row, so that a late retry of an older one does not bring it back."""

import hashlib

_LETTERS, _MOST = 12, 8


def digest(delivery: str, content: str) -> str:
    """A delivery that said this, in a few letters."""
    return hashlib.sha256(f"{delivery}\0{content}".encode()).hexdigest()[:_LETTERS]


def has_heard(heard: str, said: str) -> bool:
    """Whether the row knows this delivery already."""
    return said in heard.split()


def with_one_more(heard: str, said: str) -> str:
    """The last few of them."""
    return " ".join([*heard.split(), said][-_MOST:])
