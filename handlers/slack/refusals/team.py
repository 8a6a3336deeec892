"""Refusals in people's words: who somebody is."""

from bot.rules.refusals import Refusal
from bot.rules.refusals.team import (
    ForTheTeam,
    GivesToThemselves,
    LeadsOnly,
    NobodyToTake,
    NoLongerTheirs,
    NotOnTheTeam,
    PublishingNeedsLead,
    RotaByLeads,
)
from handlers.casework.desk import Desk
from handlers.slack.refusals.telling import told
from scripts_library.wording import Token


def about(refusal: Refusal, desk: Desk) -> Token | None:
    """The sentence; None for what is about something else."""
    say, look = desk.look.say, desk.look
    match refusal:
        case NotOnTheTeam(user):
            name = look.name(user)
            return told(desk, "not_on_the_team", who="" if name == user else name)
        case ForTheTeam(user):
            return told(desk, "for_the_team", you=user)
        case NoLongerTheirs(number, giver):
            return told(desk, "no_longer_theirs", number=number, giver=look.name(giver))
        case NobodyToTake(number, why):
            return told(desk, "nobody_to_take", numbers=f"#{number}", why=say(f"rota.why_{why}"))
        case LeadsOnly():
            return told(desk, "leads_only")
        case RotaByLeads():
            return told(desk, "rota_by_leads")
        case GivesToThemselves(user_id):
            return told(desk, "gives_to_themselves", who=look.name(user_id))
        case PublishingNeedsLead():
            return told(desk, "publishing_needs_lead")
    return None
