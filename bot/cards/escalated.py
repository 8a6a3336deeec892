"""Escalated: how far up an overdue case has come, in a few words."""

from bot.cards.look import Look
from bot.case_file import CaseFile
from scripts_library.wording import Token


def escalated(file: CaseFile, look: Look) -> Token | None:
    """已升级到主管 14:20; None while no step was told of what is missed now."""
    if file.escalated is None:
        return None
    level = look.say(f"escalation.reached_{file.escalated.level}")
    return Token(look.say.md("escalation.card", reached=level, at=look.time(file.escalated.at)))
