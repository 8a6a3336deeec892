"""The rota dialog in Slack: who works when; leads enter, everybody else reads their own week."""

from datetime import date

from sqlmodel import Session

from bot.cards import blocks
from bot.cards.actions import Dialog, Press
from bot.cards.dialogs.rota import FIRST, LAST, WHAT, WHO, Filled, Saved, chosen, own_view, rota_dialog
from bot.cards.rota_card import departed_dialog
from bot.messenger import Block
from bot.policy.rota import LONGEST, first_to_enter
from bot.vocabulary import Role
from handlers.casework.duty import local_day
from handlers.casework.handing_on import ensure_may_hand_on
from handlers.casework.rota_entries import Wanted, ensure_may_enter, enter, plan_of_one, plan_of_team
from handlers.slack.door import Afterwards, Answer, Door
from handlers.slack.pressed import Pressed, Submitted
from handlers.slack.views import show_view
from storage import rota

FROM_ROTA = "rota"  # in the place of the day of a message: the dialog shows what became of it
_CHANGES = 3


def register(door: Door) -> None:
    """Listen to the button of the team's answer, the dialog, and the hand-over that it offers."""

    async def opened(pressed: Pressed) -> Afterwards:
        desk, user = door.desk, pressed.user_id
        door.ensure_on_the_team(user)
        if desk.policy.actor(user).is_at_least(Role.LEAD):
            view = await desk.db.read(_drawn, door, None, 0, None)
        else:
            view = own_view(await desk.db.read(plan_of_one, desk, user), desk.look)
        await show_view(door, pressed, view)
        return None

    async def submitted(one: Submitted) -> Answer:
        desk, turn = door.desk, int(one.brought.get("turn", 0))
        by = desk.policy.actor(one.user_id)
        ensure_may_enter(by)
        read = _read(door, one)
        if not isinstance(read, Wanted):
            return {"response_action": "errors", "errors": read}
        saved = await enter(desk, read, by, once=f"{one.key}:{turn}")
        view = await desk.db.read(_drawn, door, read.user_id, turn + 1, saved)
        return {"response_action": "update", "view": view}

    async def hand_on(pressed: Pressed) -> Afterwards:
        ensure_may_hand_on(door.desk.policy.actor(pressed.user_id))
        user = pressed.value
        await show_view(door, pressed, departed_dialog(user, f"{user}:{FROM_ROTA}", door.desk.look))
        return None

    door.on_press(Press.ROTA, opened)
    door.on_press(Press.ROTA_HAND_ON, hand_on)
    door.on_submit(Dialog.ROTA, submitted)


def _drawn(session: Session, door: Door, who: str | None, turn: int, saved: Saved | None) -> Block:
    desk = door.desk
    today = local_day(desk, desk.clock.now())
    filled = Filled(today, who, turn, saved, rota.changes(session, _CHANGES))
    return rota_dialog(plan_of_team(session, desk), filled, desk.look)


def _read(door: Door, one: Submitted) -> Wanted | dict[str, str]:
    """What is to be entered, or what is wrong in which field."""
    desk, given = door.desk, blocks.answers(one.state)
    say, earliest = desk.look.say, first_to_enter(desk.policy, desk.clock.now())
    user = str(given.get(WHO) or "")
    first, last = (date.fromisoformat(str(given[field])) for field in (FIRST, LAST))
    what, shift, kind = chosen(str(given[WHAT]))
    wrong: dict[str, str] = {}
    if desk.policy.actor(user).role is None or user in desk.directory.gone:
        wrong[WHO] = say("rota.wrong_person")
    if first < earliest:
        wrong[FIRST] = say("rota.wrong_past")
    if last < first:
        wrong[LAST] = say("rota.wrong_order")
    elif (last - first).days >= LONGEST:
        wrong[LAST] = say("rota.wrong_long", most=LONGEST)
    if shift is not None and shift not in desk.policy.shifts:
        wrong[WHAT] = say("rota.wrong_shift")
    return wrong or Wanted(user, first, last, what, shift, kind)
