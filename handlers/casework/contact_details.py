"""Contact details: shown in full to who may see them, after it is written down that they were, by whom and why."""

from sqlmodel import Session

from bot.case import Actor, Case
from bot.case_file import CaseFile
from bot.rules.permission import refusal_for
from bot.rules.refusals.cases import ClaimFirst
from bot.vocabulary import Action, Role
from handlers.casework.desk import Desk
from storage import case_files
from storage.cases import append_event

Details = list[tuple[str, str]]


def ensure_may_see(case: Case, by: Actor) -> None:
    """The case's owner, leads and above. Raises the `Refusal` that applies."""
    refusal = refusal_for(case, Action.CONTACT_REACHED, by)
    if refusal:
        raise refusal
    if case.owner is None and not by.is_at_least(Role.LEAD):
        raise ClaimFirst(case.id, Action.CONTACT_REACHED)


async def reveal(desk: Desk, case_id: int, by: Actor, reason: str) -> tuple[CaseFile, Details]:
    """The file and what is known of how to reach the customer; the look is in the timeline before this returns."""
    return await desk.db.write(_reveal, desk, case_id, by, reason)


def _reveal(session: Session, desk: Desk, case_id: int, by: Actor, reason: str) -> tuple[CaseFile, Details]:
    file = case_files.read_file(session, case_id)
    ensure_may_see(file.case, by)
    at, facts = desk.clock.now(), {"note": reason}
    append_event(session, file.case, "revealed", at=at, actor=by.user_id, came_from=file.case.status, facts=facts)
    return file, case_files.contact_details(session, case_id)
