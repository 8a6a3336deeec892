"""Telling: what all refusals share."""

from datetime import datetime

from bot.cards.look import Look
from handlers.casework.desk import Desk
from scripts_library.wording import Token


def told(desk: Desk, key: str, **facts: object) -> Token:
    """The sentence of this name, as mrkdwn."""
    return Token(desk.look.say.md(f"refusals.{key}", **facts))


def decided(by: str | None, at: datetime | None, look: Look) -> dict[str, object]:
    """Who was before, and when; empty where nobody or no moment is known."""
    return {"by": look.name(by) if by else "", "at": look.day_time(at) if at else ""}
