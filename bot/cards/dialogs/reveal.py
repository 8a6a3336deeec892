"""Reveal dialog: why the full contact details are needed, and then the details."""

from collections.abc import Sequence

from bot.cards import blocks
from bot.cards.actions import Dialog
from bot.cards.dialogs.frame import case_dialog
from bot.cards.dialogs.handling import NOTE
from bot.cards.look import Look
from bot.case_file import CaseFile
from bot.messenger import Block


def reveal_dialog(file: CaseFile, look: Look) -> Block:
    """Why the full contact details are needed; the reason is kept."""
    say = look.say
    asked = blocks.text_input("note", say("dialogs.reveal.reason"), hint=say("dialogs.reveal.reason_hint"), most=NOTE)
    return case_dialog(Dialog.REVEAL, file, look, [asked], submit=say("buttons.show"))


def revealed_view(file: CaseFile, look: Look, details: Sequence[tuple[str, str]]) -> Block:
    """The details as data, to whoever asked and nobody else."""
    say = look.say
    lines = [
        blocks.section(say.md("dialogs.reveal.line", name=say(f"dialogs.reveal.{key}"), value=value))
        for key, value in details
    ]
    shown = lines or [blocks.section(say.md("dialogs.reveal.nothing"))]
    title = say("dialogs.reveal.title", number=file.case.id)
    return blocks.modal(title, [*shown, blocks.context(say.md("dialogs.reveal.kept"))], close=say("buttons.close"))
