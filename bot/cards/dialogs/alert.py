"""Alert dialogs: why what rises in the chats is no problem."""

from bot.cards import blocks
from bot.cards.actions import Dialog
from bot.cards.dialogs.frame import asking
from bot.cards.dialogs.handling import NOTE
from bot.cards.look import Look
from bot.messenger import Block


def dismiss_dialog(number: int, look: Look) -> Block:
    """The reason, which everybody reads on the alert."""
    say = look.say
    reason = blocks.text_input(
        "note", say("dialogs.alert_dismiss.reason"), hint=say("dialogs.alert_dismiss.reason_hint"), most=NOTE
    )
    return asking(Dialog.ALERT_DISMISS, say("dialogs.alert_dismiss.title"), [reason], look, alert=number)
