"""Sealing: who has the database and not the key learns nothing; keys rotate, and nothing can be moved about."""

import base64
import re

import pytest
from sqlalchemy import JSON, Text
from sqlmodel import SQLModel

import storage.tables  # noqa: F401  # registers the tables
from storage.columns import Sealed, SealedJson
from storage.sealing import CannotOpen, KeyRing, NoKeys, new_key, ring_from
from tests.house.keys import KEY, KEYS

_PLACE = "review.customer_name"


def _ring(*keys: str) -> KeyRing:
    ring = ring_from(" ".join(keys))
    assert ring
    return ring


def test_what_is_sealed_opens_again_and_does_not_show() -> None:
    sealed = KEYS.seal("王小明", _PLACE)

    assert KEYS.open(sealed, _PLACE) == "王小明"
    assert re.fullmatch(r"s1\.[0-9a-f]{12}\.[\w=-]+", sealed)
    assert "王小明".encode() not in base64.urlsafe_b64decode(sealed.rpartition(".")[2])


def test_equal_words_are_sealed_differently() -> None:
    assert KEYS.seal("王小明", _PLACE) != KEYS.seal("王小明", _PLACE)


def test_what_was_sealed_elsewhere_does_not_open_here() -> None:
    """Nobody who can write into the database makes one customer's number another field's."""
    with pytest.raises(CannotOpen, match="changed outside the desk"):
        KEYS.open(KEYS.seal("13800138000", "review.customer_phone"), _PLACE)


@pytest.mark.parametrize("at", [20, -8])
def test_what_was_changed_does_not_open(at: int) -> None:
    letters = list(KEYS.seal("王小明", _PLACE))
    letters[at] = "A" if letters[at] != "A" else "B"

    with pytest.raises(CannotOpen, match="changed outside the desk"):
        KEYS.open("".join(letters), _PLACE)


@pytest.mark.parametrize("value", ["王小明", "s1.", "s1.abc", "s2.0.x", "."])
def test_what_was_never_sealed_does_not_open(value: str) -> None:
    with pytest.raises(CannotOpen, match="DATA_KEY"):
        KEYS.open(value, _PLACE)


def test_every_key_opens_and_the_first_seals() -> None:
    old, new = KEY, new_key()
    before = _ring(old).seal("王小明", _PLACE)

    both = _ring(new, old)

    assert both.open(before, _PLACE) == "王小明"
    assert _ring(new).open(both.seal("李四", _PLACE), _PLACE) == "李四"
    with pytest.raises(CannotOpen, match="sealed under another key: put it back into DATA_KEY"):
        _ring(new).open(before, _PLACE)


def test_a_fingerprint_is_the_same_for_the_same_words_and_tells_them_to_nobody() -> None:
    mine, others = KEYS, _ring(new_key())

    assert mine.fingerprint(" ＴＢ-1  x", _PLACE) == mine.fingerprint("tb-1 X", _PLACE)
    assert mine.fingerprint("a", _PLACE) != mine.fingerprint("a", "review.order_id")
    assert mine.fingerprint("a", _PLACE) != others.fingerprint("a", _PLACE)
    assert len(mine.fingerprint("a", _PLACE)) == 22


@pytest.mark.parametrize("wrong", ["short", "not base64 at all!!", KEY[:-4], f"{KEY} x", "钥匙"])
def test_what_is_no_key_is_told_by_its_place_and_not_repeated(wrong: str) -> None:
    with pytest.raises(NoKeys, match=r"key \d is not 32 bytes in base64; `python app.py key` prints a new one") as told:
        ring_from(wrong)

    assert wrong not in str(told.value)


def test_a_key_may_be_written_in_either_alphabet() -> None:
    raw = bytes(range(220, 252))
    spellings = (base64.b64encode(raw).decode(), base64.urlsafe_b64encode(raw).decode().rstrip("="))

    assert len({_ring(one).first.id for one in spellings}) == 1
    assert len(set(spellings)) == 2


def test_nothing_shows_a_key() -> None:
    assert KEY not in repr(KEYS)
    assert repr(base64.b64decode(KEY))[2:-1] not in repr(KEYS)


def test_whatever_holds_free_words_is_sealed_or_is_public() -> None:
    """A new column of words is `Sealed`, or it is named here with its reason."""
    public = {"review.text", "revision.text", "public_reply.text"}  # anybody may read them on the platform
    # categories; rules, and words that they found in a public review; levels and times; numbers of cases
    ours = {"case.secondary", "case.reasons", "case.ladder", "briefing.numbers"}
    open_words = {
        f"{table.name}.{column.name}"
        for table in SQLModel.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, Text | JSON)
    }

    assert open_words == public | ours


def test_what_tells_who_a_customer_is_is_sealed_in_its_own_place() -> None:
    sealed = {
        f"{table.name}.{column.name}": column.type.place
        for table in SQLModel.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, Sealed | SealedJson)
    }

    assert all(place == name for name, place in sealed.items())
    assert {"review.customer_name", "review.customer_phone", "review.customer_email", "review.order_id"} <= set(sealed)
    assert {"inbox.review", "event.facts", "message.text", "message.blocks"} <= set(sealed)
