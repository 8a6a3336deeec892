"""Refusals in people's words: drills."""

from bot.rules.refusals import Refusal
from bot.rules.refusals.drills import DrillMovedOn, DrillOver, NotYourDrill, TeamDrillsNeedSupervisor
from handlers.casework.desk import Desk
from handlers.slack.refusals.telling import told
from scripts_library.wording import Token


def about(refusal: Refusal, desk: Desk) -> Token | None:
    """The sentence; None for what is about something else."""
    match refusal:
        case DrillOver():
            return told(desk, "drill_over")
        case DrillMovedOn():
            return told(desk, "drill_moved_on")
        case NotYourDrill():
            return told(desk, "not_your_drill")
        case TeamDrillsNeedSupervisor():
            return told(desk, "team_drills_need_supervisor")
    return None
