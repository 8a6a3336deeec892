"""Care line: what the review tells of the customer's life, until somebody has thought of it."""

from bot.analysis.occasions import occasions_in
from bot.cards.look import Look
from bot.case_file import CaseFile
from bot.vocabulary import TaskKind


def care_line(file: CaseFile, look: Look) -> list[str]:
    """A suggestion, while there is something to think of and care is open."""
    heard = occasions_in(file.review.text)
    closed = file.case.invited_at or file.case.no_contact
    if not heard or closed or any(one.kind is TaskKind.CARE for one in file.tasks):
        return []
    names = look.say("words.joint.list").join(look.say(f"words.occasion.{one}") for one in heard)
    return [look.say.md("card.care", occasions=names)]
