"""Strain: what came to whom lately, and for whom intense cases pause; kept for five weeks, then as the team's days."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime, timedelta

from sqlalchemy import delete
from sqlalchemy import select as sql_select
from sqlmodel import Session, col, func, select

from bot.case import Case
from bot.rules.strain import Because, DayOfTeam, Felt, Pause
from bot.vocabulary import Grade
from storage.tables import CaseRow, ReviewRow, StrainDayRow, StrainPauseRow, StrainRow
from storage.upserts import add_once

KEPT = timedelta(days=35)


def asked_of(session: Session, case_id: int) -> tuple[int, str]:
    """How strongly this case's review is worded, and its words."""
    row = session.execute(
        sql_select(col(CaseRow.intensity), col(ReviewRow.text))
        .join(ReviewRow, col(ReviewRow.id) == col(CaseRow.review_id))
        .where(col(CaseRow.id) == case_id)
    ).one()
    return row[0], row[1]


def add(session: Session, case: Case, at: datetime, intensity: int, *, intense: bool, by_desk: bool) -> bool:
    """The case came to its owner; False where it has before."""
    came = {"user_id": case.owner, "case_id": case.id, "at": at, "intensity": intensity, "grade": case.grade.value}
    return add_once(session, StrainRow, came | {"intense": intense, "by_desk": by_desk})


def felt_since(session: Session, since: datetime, users: Collection[str] | None = None) -> dict[str, list[Felt]]:
    """What came to each of these people, or of all, since then."""
    wanted = select(StrainRow).where(col(StrainRow.at) >= since)
    if users is not None:
        wanted = wanted.where(col(StrainRow.user_id).in_(sorted(users)))
    found: dict[str, list[Felt]] = defaultdict(list)
    for row in session.exec(wanted.order_by(col(StrainRow.at))):
        found[row.user_id].append(Felt(row.at, row.intensity, Grade(row.grade)))
    return found


def intense_since(session: Session, users: Collection[str], since: datetime) -> dict[str, int]:
    """How many intense cases came to each of these people after that moment, in whatever way."""
    rows = session.execute(
        sql_select(col(StrainRow.user_id), func.count())
        .where(col(StrainRow.user_id).in_(sorted(users)), col(StrainRow.at) > since, col(StrainRow.intense).is_(True))
        .group_by(col(StrainRow.user_id))
    ).all()
    counted: dict[str, int] = dict(rows)
    return {user: counted.get(user, 0) for user in users}


def intense_given(session: Session, user_id: str, since: datetime, until: datetime) -> int:
    """How many intense cases the desk gave this person by its rule, from `since` on and before `until`."""
    return session.exec(
        select(func.count()).where(
            StrainRow.user_id == user_id,
            StrainRow.at >= since,
            StrainRow.at < until,
            col(StrainRow.intense).is_(True),
            col(StrainRow.by_desk).is_(True),
        )
    ).one()


def paused(session: Session, at: datetime) -> set[str]:
    """For whom intense cases pause at that moment."""
    row = StrainPauseRow
    return set(session.exec(select(row.user_id).where(row.until > at, row.begun_at <= at)).all())


def pause_of(session: Session, user_id: str, at: datetime) -> Pause | None:
    """The pause that this person has at that moment."""
    row = StrainPauseRow
    found = select(row).where(row.user_id == user_id, row.until > at, row.begun_at <= at).order_by(col(row.id).desc())
    one = session.exec(found.limit(1)).first()
    return _pause(one) if one else None


def last_pause(session: Session, user_id: str, since: datetime) -> Pause | None:
    """The newest that ended after that moment."""
    row = StrainPauseRow
    found = select(row).where(row.user_id == user_id, row.until > since).order_by(col(row.id).desc())
    one = session.exec(found.limit(1)).first()
    return _pause(one) if one else None


def pauses(session: Session, since: datetime, until: datetime) -> list[Pause]:
    """All that began in this time, oldest first."""
    row = StrainPauseRow
    found = select(row).where(row.begun_at >= since, row.begun_at < until).order_by(col(row.begun_at), col(row.id))
    return [_pause(one) for one in session.exec(found)]


def begin_pause(
    session: Session, user_id: str, at: datetime, until: datetime, because: Because, episode: int | None
) -> Pause:
    """A new one; without an `episode` to go on with it begins its own."""
    row = StrainPauseRow(user_id=user_id, begun_at=at, until=until, because=because, episode=episode or 0)
    session.add(row)
    session.flush()
    assert row.id is not None
    row.episode = episode or row.id
    session.flush()
    return _pause(row)


def lengthen(session: Session, pause: Pause, until: datetime) -> Pause:
    """It ends at that moment at the earliest."""
    row = session.get_one(StrainPauseRow, pause.id)
    row.until = max(row.until, until)
    session.flush()
    return _pause(row)


def keep_day(session: Session, day: date, counted: DayOfTeam) -> None:
    """The date is told in numbers from now on; once."""
    add_once(session, StrainDayRow, {"local_date": day, "people": counted.people, "peaks": counted.peaks})


def days(session: Session, first: date, last: date) -> dict[date, DayOfTeam]:
    """The dates that are told, both ends included."""
    rows = select(StrainDayRow).where(StrainDayRow.local_date >= first, StrainDayRow.local_date <= last)
    return {row.local_date: DayOfTeam(row.people, row.peaks) for row in session.exec(rows)}


def forget(session: Session, before: datetime, limit: int) -> int:
    """Up to `limit` rows of what came before, and the pauses that ended before; how many rows."""
    old = session.execute(
        sql_select(col(StrainRow.user_id), col(StrainRow.case_id)).where(col(StrainRow.at) < before).limit(limit)
    ).all()
    for user_id, case_id in old:
        session.execute(delete(StrainRow).where(col(StrainRow.user_id) == user_id, col(StrainRow.case_id) == case_id))
    session.execute(delete(StrainPauseRow).where(col(StrainPauseRow.until) < before))
    return len(old)


def _pause(row: StrainPauseRow) -> Pause:
    assert row.id is not None
    return Pause(row.id, row.user_id, row.begun_at, row.until, Because(row.because), row.episode)
