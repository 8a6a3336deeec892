"""Scorecard dialogs: the card with the month so far, the cases behind it, what is contested, decided and shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.cards import blocks
from bot.cards.actions import Dialog
from bot.cards.dialogs.frame import asking, carry
from bot.cards.look import Look
from bot.cards.scorecard_card import Coming, coming_lines, month_name, progress_line, running_lines, scorecard_card
from bot.masking import mask_text
from bot.messenger import Block
from bot.rules.scorecard import PARTS, Evidence, Part, Scorecard
from bot.rules.scorecard_contests import Contest, ContestStand
from scripts_library.wording import Token
from slack_rules.text import clip

MOST_LINKS = 20
_MOST_OPTIONS = 100
_REASON = 500
Against = Mapping[Part, Sequence[int]]


@dataclass(frozen=True)
class Kept:
    """A frozen card, and until when it may be contested."""

    number: int
    card: Scorecard
    until: datetime
    is_open: bool
    contests: Sequence[Contest] = ()


def scorecard_view(
    kept: Kept | None, past: Sequence[Scorecard], coming: Coming | None, running: Scorecard, look: Look
) -> Block:
    """The newest card, the one that comes, the month so far, the owner's own months; `past` has the oldest first."""
    say = look.say
    last = (
        scorecard_card(kept.number, kept.card, kept.until, kept.contests, look, is_open=kept.is_open)[1] if kept else []
    )
    none = [] if kept else [blocks.section(say.md("scorecard.none_yet"))]
    progress = [blocks.context(progress_line(past, look))] if len(past) > 1 else []
    soon = coming_lines(coming, look, explained=not kept) if coming else []
    now = [blocks.divider(), *running_lines(running, look, explained=not kept and not soon)]
    shown = [*last, *none, *progress, *soon, *now]
    return blocks.modal(say("scorecard.title"), shown, close=say("buttons.close"), private=carry(0))


def cases_view(
    card: Scorecard, evidence: Mapping[Part, Evidence], links: Mapping[int, str | None], look: Look
) -> Block:
    """Part by part: which cases counted against, the heaviest first, and how many for."""
    say, against = look.say, against_of(card, evidence)
    shown: list[Block] = [blocks.context(say.md("scorecard.cases_about", month=month_name(card.month, look)))]
    for part in (Part.STRIKE, *PARTS):
        numbers, items = against.get(part, ()), evidence[part].items if part in evidence else ()
        if not numbers and not items:
            continue
        named = " ".join(
            _link(number, links, say.md("scorecard.number", number=number)) for number in numbers[:MOST_LINKS]
        )
        over = max(0, len(numbers) - MOST_LINKS)
        facts = {"part": say(f"scorecard.part_{part}"), "named": Token(named), "over": over}
        shown.append(blocks.section(say.md("scorecard.cases", count=len(items) or len(numbers), **facts)))
    return blocks.modal(say("scorecard.cases_title"), shown, close=say("buttons.close"), private=carry(0))


def against_of(card: Scorecard, evidence: Mapping[Part, Evidence]) -> dict[Part, list[int]]:
    """By part the cases that were worth less than all they could be, the heaviest first; each once."""
    found = {
        part: list(
            dict.fromkeys(
                one.case_id for one in sorted(of.items, key=lambda one: (-one.weight, one.value)) if one.value < 1
            )
        )
        for part, of in evidence.items()
    }
    found[Part.STRIKE] = list(dict.fromkeys(one.case_id for one in card.strikes))
    return {part: numbers for part, numbers in found.items() if numbers}


def contest_dialog(number: int, month: date, against: Against, look: Look) -> Block:
    """Which case in which part, in one menu, and why it should not count."""
    say = look.say
    groups = {
        say(f"scorecard.part_{part}"): [
            blocks.option(say("scorecard.number", number=case_id), f"{part}:{case_id}")
            for case_id in against.get(part, ())[:_MOST_OPTIONS]
        ]
        for part in (Part.STRIKE, *PARTS)
    }
    questions = [
        blocks.context(say.md("scorecard.contest_about", month=month_name(month, look))),
        blocks.grouped_input("which", say("scorecard.contest_which"), groups),
        blocks.text_input(
            "reason", say("scorecard.contest_reason"), hint=say("scorecard.contest_reason_hint"), most=_REASON
        ),
    ]
    return asking(Dialog.SCORECARD_CONTEST, say("scorecard.contest_title"), questions, look, card=number)


def decide_dialog(one: Contest, asked: str, look: Look) -> Block:
    """Leave it, or leave the case out; with the reason that the agent reads."""
    say = look.say
    options = [
        blocks.option(say(f"scorecard.decide_{stand}"), stand) for stand in (ContestStand.KEPT, ContestStand.LEFT_OUT)
    ]
    questions = [
        blocks.section(asked),
        blocks.quote(clip(mask_text(one.reason), _REASON)),
        blocks.choice_input("stand", say("scorecard.decide_what"), options),
        blocks.text_input(
            "answer", say("scorecard.decide_answer"), hint=say("scorecard.decide_answer_hint"), most=_REASON
        ),
    ]
    return asking(Dialog.SCORECARD_DECIDE, say("scorecard.decide_title"), questions, look, contest=one.id)


def share_dialog(number: int, month: date, people: Sequence[str], look: Look) -> Block:
    """Whom to show it to: one lead or supervisor."""
    say = look.say
    options = [blocks.option(blocks.one_line(look.name(user), 70), user) for user in people[:_MOST_OPTIONS]]
    questions = [
        blocks.section(say.md("scorecard.share_about", month=month_name(month, look))),
        blocks.choice_input("to", say("scorecard.share_to"), options, kind="static_select"),
    ]
    send = say("buttons.drill_send")
    return asking(Dialog.SCORECARD_SHARE, say("scorecard.share_title"), questions, look, submit=send, card=number)


def _link(number: int, links: Mapping[int, str | None], label: str) -> str:
    url = links.get(number)
    return blocks.link(url, label) if url else label
