"""Contact dialog: the plan for this customer, the script of the chosen channel with its facts, the outcome."""

from collections.abc import Mapping, Sequence

from bot.cards import blocks
from bot.cards.actions import Dialog, Press
from bot.cards.dialogs.frame import case_dialog
from bot.cards.dialogs.handling import NOTE
from bot.cards.dialogs.preview import Draft, message_input
from bot.cards.experience_card import manners_line
from bot.cards.look import Look
from bot.case_file import CaseFile
from bot.messenger import Block
from bot.rules.experience import Tried
from bot.rules.outreach import Planned
from bot.vocabulary import Channel, Manner, Outcome
from scripts_library.wording import Token

TEXT, OUTCOME = "text", "outcome"
_MARKS = ("①", "②", "③")
_NOTHING: Mapping[Manner, Tried] = {}


def contact_dialog(
    file: CaseFile,
    look: Look,
    plan: Sequence[Planned],
    channel: Channel,
    manner: Manner,
    script: str,
    text: str,
    draft: Draft,
    *,
    known: Mapping[Manner, Tried] = _NOTHING,
    sends: bool = False,
) -> Block:
    """`text` is the script filled in, `script` its key and version, which come back with the answers; `draft` is what
    has been made of it so far.

    `known` is what came of the manners in earlier cases.
    A call has an outline to read from; what is written can be changed before it goes. `sends`: the desk can send it.
    """
    say, case = look.say, file.case
    of_incident = script.startswith("incident.")
    before = [blocks.context(say.md("dialogs.contact.before", count=case.contacts))] if case.contacts else []
    questions = [
        *before,
        blocks.section(
            plan_line(plan, look), accessory=blocks.button(say("buttons.reveal"), Press.REVEAL, str(case.id))
        ),
        blocks.choice_input(
            "channel",
            say("dialogs.contact.channel"),
            [blocks.option(say(f"words.channel.{one}"), one) for one in Channel],
            chosen=channel,
            tells=Press.SCRIPT,
        ),
        blocks.choice_input(
            "manner",
            say("dialogs.contact.manner"),
            [blocks.option(say(f"words.manner.{one}"), one) for one in Manner],
            chosen=manner,
            tells=Press.SCRIPT,
        ),
        *([blocks.context(say.md("incidents.filled"))] if of_incident else manners_line(known, look)),
        *_script(look, channel, manner, text, draft, sends=sends),
        _outcome(look, sends=sends),
        blocks.text_input(
            "note", say("dialogs.contact.note"), hint=say("dialogs.contact.note_hint"), optional=True, most=NOTE
        ),
        blocks.tick_input("next", say("dialogs.contact.next"), blocks.option(say("dialogs.contact.wait"), "wait")),
    ]
    return case_dialog(Dialog.CONTACT, file, look, questions, script=script)


def plan_line(plan: Sequence[Planned], look: Look) -> Token:
    """① 电话 没接 10:12 → ② 旺旺 ← 现在 → ③ 短信 明天 09:00 起."""
    steps = [f"{_MARKS[place]} {_step(step, look)}" for place, step in enumerate(plan)]
    return Token(look.say.md("dialogs.contact.plan", steps=Token(" → ".join(steps))))


def _step(step: Planned, look: Look) -> str:
    say = look.say
    name = say.md(f"words.channel.{step.channel}")
    parts = [f"*{name}*" if step.is_next else name]
    if step.tried:
        parts.append(say.md("dialogs.contact.tried", outcome=say(f"words.outcome.{step.tried.outcome}")))
    if step.closed:
        parts.append(say.md("dialogs.contact.opens", at=look.day_time(step.closed.opens_at)))
    if step.is_next:
        parts.append(say.md("dialogs.contact.now"))
    return " ".join(parts)


def _outcome(look: Look, *, sends: bool) -> Block:
    """How it went; or that the desk is to send it, which is the usual way where it can."""
    say = look.say
    known = [blocks.option(say(f"words.outcome.{one}"), one) for one in Outcome if one is not Outcome.SENT]
    if not sends:
        return blocks.choice_input(OUTCOME, say("dialogs.contact.outcome"), known)
    send = blocks.option(say("sending.send"), Outcome.SENT, say("sending.send_hint"))
    return blocks.choice_input(f"{OUTCOME}_send", say("dialogs.contact.outcome"), [send, *known], chosen=Outcome.SENT)


def _script(look: Look, channel: Channel, manner: Manner, text: str, draft: Draft, *, sends: bool) -> list[Block]:
    """Another channel or manner is another block: Slack keeps what was typed into the one it knows."""
    say = look.say
    if channel is Channel.PHONE:
        return [blocks.section(say.md("dialogs.contact.outline", text=text))]
    hint = say("sending.text_hint") if sends else ""
    return message_input(f"{TEXT}_{channel}_{manner}", "contact", look, text, draft, hint=hint)
