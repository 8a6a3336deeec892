"""Drill dialog: a reply to the played customer, written as one to a real customer is."""

from bot.cards import blocks
from bot.cards.actions import Dialog
from bot.cards.dialogs.frame import asking
from bot.cards.dialogs.preview import Draft, message_input
from bot.cards.drill_card import head_line
from bot.cards.look import Look
from bot.messenger import Block
from bot.rules.drills import Drill
from scripts_library.drills import Persona

TEXT = "drill_text"


def drill_dialog(drill: Drill, persona: Persona, answer: str, script: str, draft: Draft, look: Look) -> Block:
    """`answer` is what the customer said last; `script` is what the field starts with, empty after the first reply."""
    say = look.say
    drawn = [
        blocks.section(head_line(drill, persona, look)),
        blocks.quote(answer),
        *message_input(TEXT, "drill", look, script, draft, label=say("drills.text"), hint=say("drills.text_hint")),
    ]
    send, title = say("buttons.drill_send"), say("drills.title")
    return asking(Dialog.DRILL_REPLY, title, drawn, look, submit=send, drill=drill.id, turn=drill.turns)
