"""Wellbeing card: what somebody reads in private about their own day, and the ways on from there; nothing is asked."""

from collections.abc import Sequence
from datetime import datetime

from bot.cards import blocks
from bot.cards.actions import Dialog, Press
from bot.cards.dialogs.frame import asking
from bot.cards.look import Look
from bot.case_file import CaseFile
from bot.messenger import Block
from bot.rules.check_ins import Mood
from bot.rules.resting import SHORT
from bot.rules.strain import Resource
from scripts_library.wording import Token
from slack_rules.text import escape

Drawn = tuple[str, list[Block]]
_CASES = 10  # radio buttons that one question has at most
_NAME, _OPTION = 60, 70


def soft_card(count: int, key: str, look: Look) -> Drawn:
    """Many intense cases came; `key` names the message, which gives peace when asked to."""
    within = look.length(look.policy.wellbeing.within)
    text = look.say.md("wellbeing.soft", count=count, within=within)
    return text, [blocks.section(text), ways(look, key), *resources(look)]


def hard_card(count: int, until: datetime, key: str, look: Look) -> Drawn:
    """So many that intense ones pause, until when."""
    within = look.length(look.policy.wellbeing.within)
    text = look.say.md("wellbeing.hard", count=count, within=within, until=look.time(until))
    return text, [blocks.section(text), ways(look, key), *resources(look)]


def abuse_card(case: Token, number: int, until: datetime, look: Look) -> Drawn:
    """A customer abused them in case `number`: what they may do, with the sentence that ends a conversation."""
    say = look.say
    text = say.md("wellbeing.abuse", case=case)
    drawn = [
        blocks.section(text),
        blocks.section(say.md("wellbeing.abuse_ways")),
        blocks.quote(say("wellbeing.abuse_script")),
        blocks.context(say.md("wellbeing.abuse_pause", until=look.time(until))),
        ways(look, case=number),
        *resources(look),
    ]
    return text, drawn


def claimed_card(case: Token, until: datetime, look: Look) -> Drawn:
    """They took an intense case themselves while these pause for them."""
    text = look.say.md("wellbeing.claimed", case=case, until=look.time(until))
    return text, [blocks.section(text), ways(look)]


def well_card(look: Look, still: Sequence[Block] = ()) -> Drawn:
    """What a message says once its reader wants nothing, below what it said that is `still` so."""
    text = look.say.md("wellbeing.well")
    return text, [*still, blocks.section(text)]


def check_in_card(day: str, look: Look) -> Drawn:
    """The question, with no obligation."""
    say = look.say
    text = say.md("wellbeing.check_in")
    row = [blocks.button(say(f"wellbeing.mood_{mood}"), f"{Press.CHECK_IN}:{mood}", day) for mood in Mood]
    drawn = [blocks.section(text), blocks.actions("check_in", row), blocks.context(say.md("wellbeing.check_in_about"))]
    return text, [*drawn, *resources(look)]


def answered_card(look: Look) -> Drawn:
    """The same whatever was answered: the message is kept longer than the answer."""
    text = look.say.md("wellbeing.answered")
    return text, [blocks.section(text)]


def after_answer(mood: Mood, look: Look) -> Drawn:
    """What is said at once to whoever answered; it is kept nowhere."""
    text = look.say.md(f"wellbeing.after_{mood}")
    more = [ways(look), *resources(look)] if mood is Mood.HEAVY else []
    return text, [blocks.section(text), *more]


def buddy_card(name: str, number: int, look: Look) -> Drawn:
    """Somebody wants five minutes: no reason, no number, no case."""
    say = look.say
    text = say.md("wellbeing.buddy_asked", name=blocks.one_line(name, _NAME))
    row = [
        blocks.button(say("buttons.buddy_comes"), Press.BUDDY_COMES, str(number), primary=True),
        blocks.button(say("buttons.buddy_cannot"), Press.BUDDY_CANNOT, str(number)),
    ]
    about = blocks.context(say.md("wellbeing.buddy_about"))
    return text, [blocks.section(text), blocks.actions(f"buddy:{number}", row), about]


def told_card(key: str, look: Look, **names: str) -> Drawn:
    """One sentence, with the names of colleagues in it."""
    text = look.say.md(key, **{fact: blocks.one_line(name, _NAME) for fact, name in names.items()})
    return text, [blocks.section(text)]


def nobody_card(look: Look) -> Drawn:
    """Nobody can come now: the other ways."""
    text = look.say.md("wellbeing.buddy_nobody")
    return text, [blocks.section(text), *resources(look)]


def hand_one_dialog(files: Sequence[CaseFile], look: Look, *, case: int = 0) -> Block:
    """Which of one's own cases, of which `case` is asked about; to whom the rule says."""
    say = look.say
    title = say("wellbeing.hand_one_title")
    if not files:
        return blocks.modal(title, [blocks.section(say.md("wellbeing.hand_one_none"))], close=say("buttons.close"))
    options = [blocks.option(_option(file, look), str(file.case.id)) for file in files[:_CASES]]
    question = blocks.choice_input("case", say("wellbeing.hand_one"), options, chosen=options[0]["value"])
    is_it = files[0].case.id == case
    about = blocks.context(say.md("wellbeing.hand_this_about" if is_it else "wellbeing.hand_one_about"))
    return asking(Dialog.HAND_ONE, title, [question, about], look, submit=say("buttons.hand_over"))


def handed_one_view(number: int, to: str, look: Look) -> Block:
    """To whom it went."""
    say = look.say
    told = say.md("wellbeing.handed_one", number=number, who=blocks.mention(to))
    return blocks.modal(say("wellbeing.hand_one_title"), [blocks.section(told)], close=say("buttons.close"))


def ways(look: Look, key: str = "", *, case: int = 0) -> Block:
    """A break, handing one over, such as this `case`, a colleague; with a `key` also peace."""
    say = look.say
    row = [
        blocks.button(say("buttons.rest", length=look.length(SHORT)), Press.REST, "rest"),
        blocks.button(say("buttons.hand_one"), Press.HAND_ONE, str(case)),
        blocks.button(say("buttons.buddy"), Press.BUDDY, "ask"),
    ]
    if key:
        row.append(blocks.button(say("buttons.well"), Press.WELL, key))
    return blocks.actions("wellbeing", row)


def resources(look: Look) -> list[Block]:
    """Who helps, by the policy."""
    named = blocks.joined((_resource(one) for one in look.policy.wellbeing.resources), " · ")
    return [blocks.context(look.say.md("wellbeing.resources", named=named))] if named else []


def _resource(one: Resource) -> Token:
    name = blocks.link(one.url, one.name) if one.url else Token(escape(one.name))
    return Token(f"{name} {escape(one.phone)}" if one.phone else name)


def _option(file: CaseFile, look: Look) -> str:
    mark = look.say(f"words.mark.{file.case.grade}")
    return blocks.one_line(f"{mark} #{file.case.id} {look.product(file)}", _OPTION)
