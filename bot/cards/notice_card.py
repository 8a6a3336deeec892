"""Notice card: a sentence about a case, with the buttons to go on from there."""

from bot.cards import blocks
from bot.cards.actions import Press
from bot.cards.look import Look
from bot.cards.steps import next_step, step_button
from bot.case_file import CaseFile
from bot.messenger import Block
from bot.rules.lifecycle import ACTIVE
from scripts_library.wording import Token


def notice_blocks(
    mrkdwn: str,
    file: CaseFile,
    look: Look,
    link: str | None,
    step: Press | None = None,
    *,
    assigns: bool = False,
) -> list[Block]:
    """The sentence, the `step` it calls for or else the likely next one, and the way to the card.

    Whoever `assigns` can give it to somebody on the spot; of a case that nobody has that is the first thing to do.
    """
    case, say = file.case, look.say
    steps = [one] if (one := step or next_step(case)) else []
    if assigns and case.status in ACTIVE and Press.HAND_OVER not in steps:
        steps.insert(len(steps) if case.owner else 0, Press.HAND_OVER)
    row = [step_button(one, case, say, primary=place == 0) for place, one in enumerate(steps)]
    row += _looks(file, look, link)
    return [blocks.section(mrkdwn), blocks.actions(f"case:{case.id}", row)]


def settled_blocks(mrkdwn: str, file: CaseFile, look: Look, link: str | None) -> list[Block]:
    """A notice that asks for nothing any more, and the way to the card."""
    return [blocks.section(mrkdwn), blocks.actions(f"case:{file.case.id}", _looks(file, look, link))]


def _looks(file: CaseFile, look: Look, link: str | None) -> list[Block]:
    row = [blocks.button(look.say("buttons.show"), Press.SHOW, str(file.case.id))]
    if link:
        row.append(blocks.button(look.say("buttons.open_card"), Press.GO, str(file.case.id), url=link))
    return row


def case_name(file: CaseFile, look: Look, link: str | None) -> Token:
    """The case in a sentence: mark, number and product, linked to its card."""
    label = f"{look.say(f'words.mark.{file.case.grade}')} #{file.case.id} {look.product(file)}"
    return blocks.link(link, label) if link else Token(look.say.md("lists.name", label=label))
