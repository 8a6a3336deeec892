"""Follow-up: what the call-back starts from."""

from sqlmodel import Session

from bot.case_file import CaseFile
from bot.rules.outreach import closed
from bot.vocabulary import Channel
from handlers.casework.desk import Desk
from handlers.casework.outreach import facts_for, history
from scripts_library.scripts import Script, render


def follow_up_script(
    session: Session, desk: Desk, file: CaseFile, user_id: str, channel: Channel | None = None
) -> tuple[Channel, Script, str]:
    """The channel that is asked for, else the telephone, or Wangwang while it may not ring; its script, filled in."""
    now, rules = desk.clock.now(), desk.policy.contact
    made = history(session, file.case.id, rules, now)
    shut = closed(Channel.PHONE, made, rules, now, desk.policy.zone)
    chosen = channel or (Channel.WANGWANG if shut else Channel.PHONE)
    script = desk.scripts[f"followup.{chosen}"]
    return chosen, script, render(script, facts_for(desk, file, user_id, now))
