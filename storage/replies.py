"""Replies: what was said in public under reviews, so that two customers do not read the same."""

from datetime import datetime

from sqlmodel import Session, col, select

from storage.tables import PublicReplyRow


def add(
    session: Session, case_id: int, text: str, script: str, at: datetime, by: str, *, improvement: int | None
) -> None:
    """Keep a reply, and which improvement it quotes. Its case is locked meanwhile, and takes one."""
    session.add(PublicReplyRow(case_id=case_id, text=text, script=script, at=at, by=by, improvement_id=improvement))
    session.flush()


def recent(session: Session, limit: int) -> list[str]:
    """The newest texts, newest first."""
    newest = select(PublicReplyRow.text).order_by(col(PublicReplyRow.id).desc()).limit(limit)
    return list(session.exec(newest))
