"""The rota in Slack: handing a shift's cases on, or those of somebody who left; the bulk verb; the team at a glance."""

from datetime import datetime

from sqlmodel import Session

from bot.cards import blocks
from bot.cards.actions import Dialog, Press
from bot.cards.rota_card import Handed, departed_dialog, handed_card, handed_lines
from bot.messenger import Block
from bot.rules.refusals.team import NobodyToTake, NoLongerTheirs
from handlers.casework.duty import next_there, rota_at
from handlers.casework.handing_on import AT_ONCE, HandedOn, ensure_may_hand_on, hand_all, hand_to_next_shift
from handlers.clock import departures, shift_end
from handlers.slack.door import Afterwards, Answer, Door
from handlers.slack.pressed import Pressed, Submitted
from handlers.slack.refusals import sentence
from handlers.slack.rota_dialog import FROM_ROTA
from handlers.slack.views import show_view
from storage import outbox


def register(door: Door) -> None:
    """Listen to the two buttons and the dialog."""

    async def next_shift(pressed: Pressed) -> Afterwards:
        door.ensure_on_the_team(pressed.user_id)
        over_at = await door.desk.db.read(_end_of_shift, door, pressed.user_id)
        done = await hand_to_next_shift(door.desk, pressed.user_id, over_at, once=pressed.key)
        key = shift_end.message_key(pressed.user_id, pressed.value)
        told = _told(door, done, by=pressed.user_id, reader=pressed.user_id)
        await _rewrite(door, key, done, told, Press.NEXT_SHIFT, pressed.value)
        return None

    async def departed(pressed: Pressed) -> Afterwards:
        ensure_may_hand_on(door.desk.policy.actor(pressed.user_id))
        user = pressed.value.partition(":")[0]
        await show_view(door, pressed, departed_dialog(user, pressed.value, door.desk.look))
        return None

    async def chosen(submitted: Submitted) -> Answer:
        by = door.desk.policy.actor(submitted.user_id)
        value = str(submitted.brought.get("departed", ""))
        receiver = str(blocks.answers(submitted.state).get("to") or "")
        done = await hand_all(door.desk, value.partition(":")[0], receiver, by, once=submitted.key)
        if value.endswith(f":{FROM_ROTA}"):
            say = door.desk.look.say
            shown = blocks.section(_told(door, done, by=by.user_id, reader=by.user_id))
            view = blocks.modal(say("dialogs.rota.title"), [shown], close=say("buttons.close"))
            return {"response_action": "update", "view": view}
        told = _told(door, done, by=by.user_id, reader=None)
        await _rewrite(door, departures.message_key(value), done, told, Press.DEPARTED, value)
        return None

    door.on_press(Press.NEXT_SHIFT, next_shift)
    door.on_press(Press.DEPARTED, departed)
    door.on_submit(Dialog.DEPARTED, chosen)


async def hand_over_all(door: Door, by: str, giver: str, receiver: str) -> list[Block]:
    """The bulk verb: what became of each."""
    now = door.desk.clock.now()
    once = f"bulk:{by}:{giver}:{receiver}:{now.isoformat()}"
    done = await hand_all(door.desk, giver, receiver, door.desk.policy.actor(by), once=once)
    return [blocks.section(_told(door, done, by=by, reader=by))]


def _end_of_shift(session: Session, door: Door, user_id: str) -> datetime:
    """Whoever takes the cases works once this shift is over."""
    now = door.desk.clock.now()
    ending = rota_at(session, door.desk, now).ends_soon(now).get(user_id)
    return next_there(session, door.desk, ending[1] if ending else now, [user_id])


async def _rewrite(door: Door, key: str, done: HandedOn, told: str, press: Press, value: str) -> None:
    """The message says what became of it. A press that another one overtook leaves that to the other."""
    still_there = _still_there(done)
    if done.stayed and not (done.given or done.tasks or still_there):
        return
    drawn = handed_card(told, press, value, door.desk.look, is_done=not (done.left or still_there))
    is_nothing = not (done.given or done.tasks or done.stayed or done.left)
    await door.desk.db.write(_rewritten, key, told, drawn, is_nothing)
    door.desk.to_send.set()


def _rewritten(session: Session, key: str, told: str, drawn: list[Block], is_nothing: bool) -> None:
    """A press that finds nothing more leaves what an earlier one has said: its button is gone."""
    known = outbox.blocks_of(session, key) or []
    if is_nothing and not any(block["type"] == "actions" for block in known):
        return
    outbox.rewrite(session, key, text=told, blocks=drawn)


def _still_there(done: HandedOn) -> bool:
    """Whether the giver still holds one that was refused."""
    return not all(isinstance(one, NoLongerTheirs) for one in done.stayed)


def _told(door: Door, done: HandedOn, *, by: str, reader: str | None) -> str:
    handed = Handed(done.giver, by, reader, done.given, _refused(door, done), _still_there(done), done.tasks)
    told = handed_lines(handed, door.desk.look)
    if not done.left:
        return told
    return f"{told}\n{door.desk.look.say.md('rota.handed_left', most=AT_ONCE, left=done.left)}"


def _refused(door: Door, done: HandedOn) -> list[str]:
    """A sentence for each reason why nobody was found, with all of its cases; and one for each case that is refused."""
    say = door.desk.look.say
    by_reason: dict[str, list[int]] = {}
    for one in done.stayed:
        if isinstance(one, NobodyToTake):
            by_reason.setdefault(one.why, []).append(one.case_id)
    grouped = [
        say.md("refusals.nobody_to_take", numbers=" ".join(f"#{one}" for one in cases), why=say(f"rota.why_{why}"))
        for why, cases in by_reason.items()
    ]
    return [*grouped, *(sentence(one, door.desk) for one in done.stayed if not isinstance(one, NobodyToTake))]
