"""Follow-up dialog: what was done and promised, the script of the call-back, and its answer in one go."""

from bot.cards import blocks
from bot.cards.actions import Dialog, Press
from bot.cards.blocks import joined
from bot.cards.dialogs.frame import case_dialog
from bot.cards.dialogs.handling import NOTE
from bot.cards.dialogs.preview import Draft, message_input
from bot.cards.look import Look
from bot.cards.task_card import ended_line, open_tasks, task_line
from bot.case_file import CaseFile
from bot.messenger import Block
from bot.rules.ladder import Stand
from bot.rules.tasks import TaskStand
from bot.vocabulary import Channel, TaskKind

SATISFACTION = "satisfaction"
SEND = "send"
MISSED = "missed"
LEAVE_ALONE = "leave_alone"
BROKEN = "broken"
TEXT = "follow_up_text"
CHANNELS = (Channel.PHONE, Channel.WANGWANG)
_PROMISES = 5


def follow_up_dialog(
    file: CaseFile, look: Look, channel: Channel, script: str, text: str, draft: Draft, *, sends: bool = False
) -> Block:
    """`text` is the script filled in, `script` its key and version; `draft` is what was made of it so far.

    `sends`: the desk can send it.
    """
    say = look.say
    questions = [
        *_before(file, look),
        blocks.choice_input(
            "channel",
            say("dialogs.contact.channel"),
            [blocks.option(say(f"words.channel.{one}"), one) for one in CHANNELS],
            chosen=channel,
            tells=Press.FOLLOW_UP_SCRIPT,
        ),
        *_script(look, channel, text, draft),
        _answer(look, sends=sends),
        blocks.tick_input(
            "promise", say("dialogs.follow_up.promise"), blocks.option(say("dialogs.follow_up.broken"), BROKEN)
        ),
        blocks.text_input("note", say("dialogs.follow_up.note"), optional=True, most=NOTE),
    ]
    return case_dialog(Dialog.FOLLOW_UP, file, look, questions, script=script)


def _answer(look: Look, *, sends: bool) -> Block:
    """What the customer said; or that the desk is to ask in writing, which is the usual way where it can."""
    say = look.say
    scores = [blocks.option(say(f"dialogs.follow_up.score_{score}"), str(score)) for score in (5, 4, 3, 2, 1)]
    others = [
        blocks.option(say("dialogs.follow_up.missed"), MISSED),
        blocks.option(say("dialogs.follow_up.leave_alone"), LEAVE_ALONE),
    ]
    if not sends:
        return blocks.choice_input(SATISFACTION, say("dialogs.follow_up.satisfaction"), [*scores, *others])
    send = blocks.option(say("sending.send"), SEND, say("sending.send_hint"))
    question = say("dialogs.follow_up.satisfaction")
    return blocks.choice_input(f"{SATISFACTION}_send", question, [send, *scores, *others], chosen=SEND)


def _before(file: CaseFile, look: Look) -> list[Block]:
    """What was given, and what became of each promise: the caller can say it, and need not ask what we know."""
    say, one = look.say, file.compensation
    solution = say(f"words.solution.{file.case.solution}") if file.case.solution else ""
    paid = look.money(one.amount_cents) if one and one.stand is Stand.EXECUTED else ""
    done = [say.md("dialogs.follow_up.done", solution=solution, amount=paid)] if solution else []
    open_ones = [task_line(task, file.case, look) for task in open_tasks(file) if task.kind is TaskKind.PROMISE]
    ended = [task for task in file.tasks if task.kind is TaskKind.PROMISE and task.stand is TaskStand.DONE]
    promised = [*open_ones, *(ended_line(task, look) for task in ended)][:_PROMISES]
    lines = [joined(done), *promised] if done else promised
    return [blocks.section("\n".join(lines))] if lines else []


def _script(look: Look, channel: Channel, text: str, draft: Draft) -> list[Block]:
    say = look.say
    if channel is Channel.PHONE:
        return [blocks.section(say.md("dialogs.contact.outline", text=text))]
    return message_input(TEXT, "follow_up", look, text, draft)
