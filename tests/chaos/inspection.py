"""Inspection: after the storm everything is counted, in the rows and in what stands in Slack."""

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from bot.vocabulary import TimerKind
from sandbox.workspace import Workspace
from storage.database import Database

_REST_SECONDS = 240.0
_TIMERS = ", ".join(f"'{kind}'" for kind in TimerKind)


@dataclass
class Findings:
    """What was counted, and every promise that was broken, in a sentence each."""

    figures: dict[str, int] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)

    def expect(self, is_so: bool, sentence: str, *culprits: Any) -> None:
        """Note a promise that does not hold."""
        if not is_so:
            self.broken.append(f"{sentence}: {list(culprits)[:10]}")


async def comes_to_rest(database: Database, workspace: Workspace) -> bool:
    """Wait until nothing is left to be done; False when that does not come to be in time."""
    workspace.trouble.clear()
    try:
        async with asyncio.timeout(_REST_SECONDS):
            while await asyncio.to_thread(database.in_snapshot, _left_to_do):  # noqa: ASYNC110  # another process's rows
                await asyncio.sleep(0.5)
            return True
    except TimeoutError:
        return False


def inspect(database: Database, workspace: Workspace, acknowledged: set[str], phones: Counter[str]) -> Findings:
    """Count; the desk is at rest."""
    findings = Findings()
    stands = Counter(_keys(workspace))
    database.in_snapshot(_inspect_rows, findings, acknowledged, stands)
    database.in_snapshot(_inspect_texts, findings, phones)
    twice = [key for key, times in stands.items() if times > 1]
    findings.figures |= {"messages in Slack": sum(stands.values()), "duplicates in Slack": len(twice)}
    findings.expect(not twice, "a message stands twice", *twice)
    return findings


def _left_to_do(session: Session) -> dict[str, int]:
    now = datetime.now(UTC).replace(tzinfo=None)
    asked = {
        "deliveries": "SELECT count(*) FROM inbox WHERE taken_in_at IS NULL",
        "messages": "SELECT count(*) FROM message WHERE pending",
        "sweeps": "SELECT count(*) FROM message WHERE sweep_at IS NOT NULL AND sweeps = 0",
        "texts": "SELECT count(*) FROM dispatch WHERE stand = 'waiting'",
        "timers": "SELECT count(*) FROM timer WHERE settled_at IS NULL AND due_at <= :now",
        "steps": "SELECT count(*) FROM escalation_step WHERE settled_at IS NULL AND tell_at <= :now",
    }
    counts = {
        what: session.connection().execute(text(sql), {"now": now} if ":now" in sql else {}).scalar_one()
        for what, sql in asked.items()
    }
    return {what: count for what, count in counts.items() if count}


def _inspect_rows(session: Session, findings: Findings, acknowledged: set[str], stands: Counter[str]) -> None:
    stored = {row[0] for row in _rows(session, "SELECT external_id FROM review")}
    findings.figures |= {"acknowledged": len(acknowledged), "stored": len(stored)}
    findings.expect(acknowledged <= stored, "acknowledged and not stored", *(acknowledged - stored))
    _inspect_cases(session, findings, stands)
    _inspect_messages(session, findings, stands)
    _inspect_timers(session, findings)
    _inspect_timeline(session, findings)


def _inspect_cases(session: Session, findings: Findings, stands: Counter[str]) -> None:
    cases = [row[0] for row in _rows(session, 'SELECT id FROM "case"')]
    bad = [row[0] for row in _rows(session, "SELECT id FROM review WHERE is_negative")]
    without = _rows(session, 'SELECT r.id FROM review r LEFT JOIN "case" c ON c.review_id = r.id '
                             "WHERE r.is_negative AND c.id IS NULL")  # fmt: skip
    cards = [case for case in cases if stands[f"card:{case}"] == 1]
    findings.figures |= {"negative reviews": len(bad), "cases": len(cases), "cards": len(cards)}
    findings.expect(not without, "a negative review without a case", *without)
    findings.expect(len(cards) == len(cases), "a case without exactly one card", *(set(cases) - set(cards)))


def _inspect_messages(session: Session, findings: Findings, stands: Counter[str]) -> None:
    rows = _rows(session, "SELECT key, posted_ts, dead_because FROM message")
    unsaid = [key for key, ts, dead in rows if ts and not stands[key]]
    dead = [(key, why) for key, _, why in rows if why]
    stray = set(stands) - {key for key, _, _ in rows}
    findings.expect(not unsaid, "recorded as posted and not there", *unsaid)
    findings.expect(not dead, "given up", *dead)
    findings.expect(not stray, "in Slack and in no row", *stray)


def _inspect_timers(session: Session, findings: Findings) -> None:
    settled = "SELECT case_id, kind, count(*) FROM timer WHERE outcome = 'fired' GROUP BY case_id, kind"
    said = f"SELECT case_id, what, count(*) FROM event WHERE what IN ({_TIMERS}) GROUP BY case_id, what"  # noqa: S608
    fired = Counter({(case, kind): many for case, kind, many in _rows(session, settled)})
    told = Counter({(case, kind): many for case, kind, many in _rows(session, said)})
    findings.figures |= {"timers fired": sum(fired.values())}
    findings.expect(fired == told, "a timer that fired was not told once", *(fired - told), *(told - fired))
    _inspect_escalations(session, findings)


def _inspect_escalations(session: Session, findings: Findings) -> None:
    steps = "SELECT case_id, reached, count(*) FROM escalation_step WHERE outcome = 'told' GROUP BY case_id, reached"
    told = Counter({(case, reached): many for case, reached, many in _rows(session, steps)})
    events = dict(_rows(session, "SELECT case_id, count(*) FROM event WHERE what = 'escalated' GROUP BY case_id"))
    by_case: Counter[int] = Counter()
    for (case, _), many in told.items():
        by_case[case] += many
    findings.figures |= {"steps told": sum(told.values())}
    findings.expect(dict(by_case) == events, "a step that rose was not told once", *by_case, *events)


def _inspect_texts(session: Session, findings: Findings, phones: Counter[str]) -> None:
    """What customers got is what the desk says went out; and each counts as one attempt."""
    sent = {f"dispatch-{one[0]}" for one in _rows(session, "SELECT id FROM dispatch WHERE stand = 'sent'")}
    attempts = _rows(session, "SELECT id FROM event WHERE what IN ('contact_missed', 'texted')")
    findings.figures |= {"texts to customers": len(sent), "handed over again": phones.total() - len(phones)}
    findings.expect(
        sent == set(phones), "a text arrived and is not known, or the other way round", *(sent ^ set(phones))
    )
    findings.expect(len(attempts) == len(sent), "a text that is out counts not once", len(attempts), len(sent))


def _inspect_timeline(session: Session, findings: Findings) -> None:
    claims = _rows(session, "SELECT case_id, count(*) FROM event WHERE what = 'claim' GROUP BY case_id")
    findings.figures |= {"claims": len(claims)}
    findings.expect(all(many == 1 for _, many in claims), "a case was claimed twice", *claims)
    at: dict[int, str] = {}
    gaps = []
    for case, before, after in _rows(session, "SELECT case_id, from_status, to_status FROM event ORDER BY id"):
        if case in at and before != at[case]:
            gaps.append((case, at[case], before))
        at[case] = after
    states = dict(_rows(session, 'SELECT id, status FROM "case"'))
    findings.expect(not gaps, "a change is missing in a timeline", *gaps)
    findings.expect(at == states, "a timeline does not end where its case is", *(set(at.items()) ^ set(states.items())))


def _keys(workspace: Workspace) -> list[str]:
    """The key of every message of ours that stands in Slack, threads included."""
    keys = []
    for channel in workspace.rooms:
        for message in workspace.messages.top_level(channel):
            thread = workspace.messages.thread(channel, message["ts"]) if message.get("reply_count") else [message]
            for one in thread:
                key = ((one.get("metadata") or {}).get("event_payload") or {}).get("key")
                keys += [key] if key else []
    return keys


def _rows(session: Session, sql: str) -> list[Any]:
    return [tuple(row) for row in session.connection().execute(text(sql)).all()]
