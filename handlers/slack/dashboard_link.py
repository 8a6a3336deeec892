"""Dashboard link: one line of `/reviews report` that opens the managers' page, for those who may see it."""

from bot.cards import blocks
from bot.messenger import Block
from handlers.casework.page_entry import link_for, may_see
from handlers.slack.door import Door


def dashboard_blocks(door: Door, user_id: str) -> list[Block]:
    """A fresh link for this person, in an answer that only they see; nothing for agents."""
    desk = door.desk
    if not may_see(desk.policy.actor(user_id)):
        return []
    say, base = desk.look.say, desk.public_url
    if base is None:
        return [blocks.context(say.md("page.link_off"))]
    link = blocks.link(f"{base}/dashboard?t={link_for(desk, user_id)}", say("page.link_words"))
    return [blocks.context(say.md("page.link", link=link, length=desk.look.length(desk.policy.page.link)))]
