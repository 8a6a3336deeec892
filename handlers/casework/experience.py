"""Experience: what earlier cases like this one tell whoever handles it."""

from sqlmodel import Session

from bot.case_file import CaseFile
from bot.rules.experience import Kind, Tried, best
from bot.rules.outreach import script_key
from bot.vocabulary import Channel, Grade, Manner, Solution
from handlers.casework.desk import Desk
from storage import experience, like_cases

_CASES = 3


def cases_that_went_well(session: Session, desk: Desk, file: CaseFile) -> list[tuple[CaseFile, int]]:
    """The likest, and what was paid in each, in cents."""
    return like_cases.went_well(session, file, desk.clock.now() - desk.policy.experience.look_back, _CASES)


def solutions_tried(session: Session, file: CaseFile) -> list[Tried]:
    """What came of each; nothing in a matter of safety, where nothing is weighed against anything."""
    if file.case.safety:
        return []
    tried = experience.kept(session, Kind.SOLUTION, file.case.category, _grade(session, file))
    return [one for one in tried if one.what in set(Solution)]


def manners_tried(session: Session, desk: Desk, file: CaseFile, channel: Channel) -> dict[Manner, Tried]:
    """What came of this channel's scripts as they read now."""
    if file.case.safety:
        return {}
    known = {one.what: one for one in experience.kept(session, Kind.SCRIPT, file.case.category, _grade(session, file))}
    scripts = {one: desk.scripts[script_key(file.case.category, channel, one)] for one in Manner}
    named = {manner: script.name for manner, script in scripts.items()}
    return {manner: known[name] for manner, name in named.items() if name in known}


def best_manner(known: dict[Manner, Tried]) -> Manner | None:
    """The one that has done better, where that may be said."""
    found = best(list(known.values()))
    return next((manner for manner, one in known.items() if one is found), None)


def _grade(session: Session, file: CaseFile) -> Grade:
    """Earlier cases are kept by the grade they came in with."""
    return experience.came_in_as(session, file.case.id) or file.case.grade
