"""Private: messages and presses between the desk and one person. Their keys tell of people, so they do not stay."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, text, update
from sqlmodel import Session, col, select

from storage.choosing import NOTICE
from storage.tables import MessageRow, PressRow

PRIVATE = "wellbeing:"  # how the keys of both begin
_QUESTION = "check_in"
_IS_PRIVATE = text(f"key LIKE '{PRIVATE}%'")  # in these words, or the partial indexes would not be used


def is_private(key: str) -> bool:
    """Whether it is the key of such a message or press."""
    return key.startswith(PRIVATE)


def told_as(key: str) -> str:
    """The key as logs may tell it."""
    return "private" if is_private(key) else key


def message_key(user_id: str, what: str) -> str:
    """The key of a message to this person alone."""
    return f"{PRIVATE}{user_id}:{what}"


def press_key(key: str) -> str:
    """The key under which such a press counts."""
    return f"{PRIVATE}{key}"


def question_key(user_id: str, day: str) -> str:
    """The key of the question that a person was asked on that day."""
    return message_key(user_id, f"{_QUESTION}:{day}")


def close_question(session: Session, key: str, *, text: str, blocks: list[dict[str, Any]]) -> None:
    """It asks no more. Once: how often its buttons were pressed cannot be told from its version."""
    session.execute(
        update(MessageRow)
        .where(col(MessageRow.key) == key, col(MessageRow.kind) == NOTICE, col(MessageRow.desired_version) == 1)
        .values(text=text, blocks=blocks, desired_version=2, pending=True)
    )


def open_questions(session: Session, before: datetime, limit: int) -> list[str]:
    """The keys of questions that have stood there since before that moment, and still ask."""
    return list(
        session.exec(
            select(MessageRow.key)
            .where(*_questions(), MessageRow.created_at < before)
            .where(col(MessageRow.desired_version) == 1, col(MessageRow.posted_ts).is_not(None))
            .limit(limit)
        )
    )


def forget_questions(session: Session, before: datetime, limit: int) -> int:
    """Up to `limit` questions of before that moment of which nothing is on its way; how many."""
    return _forget(session, (*_questions(), MessageRow.created_at < before, _is_said()), limit)


def forget_questions_of(session: Session, user_id: str) -> None:
    """All that this person was asked, where nothing of it is on its way."""
    theirs = col(MessageRow.key).startswith(message_key(user_id, f"{_QUESTION}:"), autoescape=True)
    _forget(session, (_IS_PRIVATE, theirs, _is_said()))


def forget(session: Session, before: datetime, limit: int) -> int:
    """Up to `limit` messages, sent or not, and as many presses of before that moment; how many."""
    messages = _forget(session, (_IS_PRIVATE, MessageRow.created_at < before), limit)
    old = select(PressRow.key).where(_IS_PRIVATE, PressRow.at < before).limit(limit)
    presses = session.exec(old).all()
    session.execute(delete(PressRow).where(col(PressRow.key).in_(presses)))
    return messages + len(presses)


def _forget(session: Session, such: Sequence[Any], limit: int | None = None) -> int:
    """No courier has them, and none is looked for in Slack any more."""
    idle = (col(MessageRow.lease).is_(None), col(MessageRow.sweep_at).is_(None))
    found = session.exec(select(MessageRow.id).where(*such, *idle).limit(limit).with_for_update(skip_locked=True)).all()
    session.execute(delete(MessageRow).where(col(MessageRow.id).in_(found)))
    return len(found)


def _questions() -> tuple[Any, ...]:
    return (_IS_PRIVATE, col(MessageRow.key).like(f"{PRIVATE}%:{_QUESTION}:%"))


def _is_said() -> ColumnElement[bool]:
    return col(MessageRow.pending).is_(False)
