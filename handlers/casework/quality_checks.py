"""Quality checks: a lead's look at how a case was handled: kept, put in the timeline, told to whom it is about."""

from dataclasses import asdict, replace
from datetime import date

from sqlmodel import Session

from bot.cards.notice_card import case_name
from bot.cards.quality_card import sample_card, told_card
from bot.case import Actor, Case
from bot.case_file import CaseFile
from bot.rules.quality_checks import (
    QualityCheck,
    ensure_may_check,
    ensure_may_strike,
    ensure_whole,
    is_settled,
    sampled,
    shared,
    still_stands,
)
from handlers.casework.desk import Desk
from handlers.casework.scorecard_windows import freezing_at, settled_until
from handlers.casework.scorecards import agents_of
from storage import case_files, case_lists, outbox, quality_checks
from storage.cases import append_event, count_once, load_case
from storage.figures import bounds
from storage.quality_checks import CHECKED
from storage.scorecard_counts import resolved


async def check(desk: Desk, found: QualityCheck, by: Actor, *, once: str) -> None:
    """Keep what was found; whose case it is is looked up. Raises the `Refusal` that applies."""
    await desk.db.write(_check, desk, found, by, once)
    desk.to_send.set()


def to_be_checked(session: Session, desk: Desk, number: int, by: Actor) -> tuple[CaseFile, QualityCheck | None, bool]:
    """The case, what this person found before, whether that is on a frozen card. Raises the `Refusal` that applies."""
    file = case_files.read_file(session, number)
    ensure_may_check(file.case, by, desk.policy.actor(file.case.resolved_by or "").role)
    return file, *_found_before(session, desk, file.case, by)


def offer_sample(session: Session, desk: Desk, month: date) -> int:
    """A few cases of each agent, by chance, shared among the leads; how many cases."""
    now, zone, most = desk.clock.now(), desk.policy.zone, desk.policy.scorecard.sample
    begin, end = bounds(month, zone)[0], bounds(now.astimezone(zone).date().replace(day=1), zone)[0]
    known = resolved(session, begin, end, agents_of(desk))
    chosen = {agent: sampled(month, agent, cases, most) for agent, cases in sorted(known.items())} if most else {}
    leads = desk.policy.roles.leads or desk.policy.roles.supervisors
    files = case_lists.chosen(session, {number for cases in chosen.values() for number in cases})
    links = {file.case.id: desk.link(file.card) for file in files}
    for lead, agents in shared(list(chosen), leads).items():
        theirs = {agent: [(number, links.get(number)) for number in chosen[agent]] for agent in agents}
        text, blocks = sample_card(month, theirs, freezing_at(desk, month), desk.look)
        key = f"quality_sample:{month.isoformat()}:{lead}"
        outbox.enqueue(session, key=key, channel=lead, text=text, blocks=blocks, now=now)
    return sum(len(cases) for cases in chosen.values())


def _check(session: Session, desk: Desk, found: QualityCheck, by: Actor, once: str) -> None:
    at = desk.clock.now()
    count_once(session, once, at)
    ensure_whole(found)
    case = load_case(session, found.case_id)
    agent = ensure_may_check(case, by, desk.policy.actor(case.resolved_by or "").role)
    before, settled = _found_before(session, desk, case, by)
    ensure_may_strike(found, settled=settled)
    one = replace(found, agent=agent, by=by.user_id, at=at)
    if not settled:
        quality_checks.keep(session, one)
    facts = {name: value for name, value in asdict(one).items() if name in ("agent", "marks", "rule", "quote")}
    event = append_event(
        session, case, CHECKED, at=at, actor=by.user_id, came_from=case.status, facts=facts | {"remark": one.note}
    )
    file = case_files.read_file(session, case.id)
    name = case_name(file, desk.look, desk.link(file.card))
    text, blocks = told_card(one, name, desk.look, again=before is not None, settled=settled)
    outbox.enqueue(session, key=f"quality:{event}", channel=agent, text=text, blocks=blocks, now=at)


def _found_before(session: Session, desk: Desk, case: Case, by: Actor) -> tuple[QualityCheck | None, bool]:
    """What this person found in how the case is resolved now, and whether it is on a frozen card."""
    before, until = quality_checks.made(session, case.id, by.user_id), settled_until(session, desk, desk.clock.now())
    if before is None or not still_stands(before, case, until):
        return None, False
    return before, is_settled(before, case, until)
