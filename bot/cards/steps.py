"""Steps: which buttons a case's state allows, the next step first and green, the rest behind 更多."""

from bot.cards.actions import Press
from bot.cards.blocks import actions, button
from bot.case import Actor, Case
from bot.case_file import CaseFile
from bot.messenger import Block
from bot.rules import lifecycle, permission
from bot.rules.ladder import LIVE, Stand
from bot.rules.living import Advice, advice
from bot.vocabulary import Action, Status
from scripts_library.wording import Wording

_ACTION_OF = {
    Press.CLAIM: Action.CLAIM,
    Press.RELEASE: Action.RELEASE,
    Press.CONTACT: Action.CONTACT_REACHED,
    Press.SOLUTION: Action.SOLUTION,
    Press.REGRADE: Action.REGRADE,
    Press.HAND_OVER: Action.HAND_OVER,
    Press.RESOLVE: Action.RESOLVE,
    Press.FOLLOW_UP: Action.FOLLOW_UP_GOOD,
    Press.WAIT: Action.WAIT,
    Press.RESUME: Action.RESUME,
    Press.SNOOZE: Action.SNOOZE,
    Press.INVITE: Action.INVITE,
    Press.REPLY: Action.PUBLIC_REPLY,
    Press.REOPEN: Action.REOPEN,
    Press.DISMISS: Action.DISMISS,
}


def card_buttons(file: CaseFile, say: Wording) -> list[Block]:
    """The row of buttons under a card: the same for everyone who sees it; authority is checked at the press."""
    case = file.case
    again = [Press.REOPEN] if advice(case, file.review) is Advice.REOPEN else []
    steps = [*_on_card(case), *again, Press.MORE]
    granted = file.compensation and file.compensation.stand is Stand.APPROVED and case.status in lifecycle.ACTIVE
    first = None if granted else next_step(case)
    if first is Press.RESOLVE and file.compensation and file.compensation.stand in LIVE:
        first = None  # it would be refused: somebody has to decide first
    row = [step_button(step, case, say, primary=step is first) for step in steps]
    if granted and file.compensation:
        done = button(say("buttons.execute"), Press.EXECUTE, str(file.compensation.id), primary=True)
        row.insert(0, done)
    return [actions(f"case:{case.id}", row)]


def step_button(step: Press, case: Case, say: Wording, *, primary: bool = False) -> Block:
    """One step's button."""
    return button(say(f"buttons.{step}"), step, str(case.id), primary=primary)


def next_step(case: Case) -> Press | None:
    """What usually comes next."""
    match case.status:
        case Status.OPEN:
            return Press.CLAIM
        case Status.CLAIMED | Status.SOLVING if case.attempted_at is None and not case.no_contact:
            return Press.CONTACT
        case Status.CLAIMED | Status.CONTACTED:
            return Press.SOLUTION
        case Status.SOLVING:
            return Press.RESOLVE
        case Status.WAITING:
            return Press.RESUME
        case Status.RESOLVED if case.follow_up_asked_at and not case.no_contact:
            return Press.FOLLOW_UP
    return None


def more_steps(case: Case, by: Actor) -> list[Press]:
    """What else the state and this person's authority allow, beyond the buttons on the card."""
    shown = {*_on_card(case), Press.CLAIM}
    possible = lifecycle.possible(case)
    return [
        step
        for step, action in _ACTION_OF.items()
        if action in possible and step not in shown and permission.may(case, action, by)
    ]


def _on_card(case: Case) -> list[Press]:
    steps = _usual(case)
    barred = (Press.CONTACT, Press.FOLLOW_UP)
    return [step for step in steps if step not in barred] if case.no_contact else steps


def _usual(case: Case) -> list[Press]:
    match case.status:
        case Status.OPEN:
            return [Press.CLAIM, Press.REGRADE]
        case Status.CLAIMED if case.attempted_at is None and not case.no_contact:
            return [Press.CONTACT, Press.SOLUTION, Press.HAND_OVER]
        case Status.CLAIMED | Status.CONTACTED:
            return [Press.CONTACT, Press.SOLUTION, Press.RESOLVE, Press.HAND_OVER]
        case Status.SOLVING if case.attempted_at is None and not case.no_contact:
            return [Press.CONTACT, Press.SOLUTION, Press.HAND_OVER]
        case Status.SOLVING:
            return [Press.RESOLVE, Press.CONTACT, Press.SOLUTION, Press.HAND_OVER]
        case Status.WAITING:
            return [Press.RESUME, Press.CONTACT, Press.RESOLVE]
        case Status.RESOLVED if case.follow_up_asked_at:
            return [Press.FOLLOW_UP]
    return []
