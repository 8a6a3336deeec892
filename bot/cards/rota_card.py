"""Rota cards: what one still holds at the end of a shift or has left behind, and what became of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.cards import blocks
from bot.cards.actions import Dialog, Press
from bot.cards.dialogs.frame import asking
from bot.cards.lists import LinkOf, case_list
from bot.cards.look import Look
from bot.case_file import CaseFile
from bot.messenger import Block
from bot.vocabulary import Grade

_PEOPLE = 40  # what fits into an answer


class Duty(StrEnum):
    """Whether somebody is there now."""

    ON = "on"
    OFF = "off"
    GONE = "gone"


@dataclass(frozen=True)
class AtWork:
    """Somebody of the team now: their open cases by grade, what these weigh, and what is overdue or resolved today."""

    name: str
    duty: Duty
    shift: str
    limit: int | None
    by_grade: Mapping[Grade, int]
    weight: int
    overdue: int
    resolved: int


@dataclass(frozen=True)
class Handed:
    """What became of somebody's cases: who got which, why some were refused, and whether any of these `stays`.

    `reader` is whoever alone reads it, None in a channel; there it says by whom.
    """

    giver: str
    by: str
    reader: str | None
    given: Mapping[str, Sequence[int]]
    refused: Sequence[str]
    stays: bool
    tasks: int


def shift_end_card(
    title: str, files: Sequence[CaseFile], look: Look, link: LinkOf, now: datetime, value: str
) -> list[Block]:
    """What is unfinished, and the way to hand it on; nothing happens by itself. `value` names the message."""
    return [*case_list(title, files, look, link, now, "", is_mine=True), _way(Press.NEXT_SHIFT, value, look)]


def departed_card(
    title: str, files: Sequence[CaseFile], look: Look, link: LinkOf, now: datetime, value: str
) -> list[Block]:
    """What somebody who is not there any more has left: cases, or tasks only; `value` names them and the message."""
    listed = case_list(title, files, look, link, now, "", is_mine=True) if files else [blocks.section(title)]
    return [*listed, _way(Press.DEPARTED, value, look)]


def handed_card(told: str, press: Press, value: str, look: Look, *, is_done: bool) -> list[Block]:
    """What became of them; the button stays while some are still there."""
    return [blocks.section(told), *([] if is_done else [_way(press, value, look)])]


def departed_dialog(user_id: str, value: str, look: Look) -> Block:
    """Who takes them over."""
    say = look.say
    about = blocks.section(say.md("rota.dialog_about", who=look.name(user_id)))
    questions = [about, blocks.person_input("to", say("rota.dialog_to"))]
    title, submit = say("dialogs.departed.title"), say("buttons.hand_over")
    return asking(Dialog.DEPARTED, title, questions, look, submit=submit, departed=value)


def handed_lines(told: Handed, look: Look) -> str:
    """Who got what, that tasks went along, and a line for each case that stayed with its reason and the way on."""
    name = look.name(told.giver)
    giver = blocks.mention(told.giver) if name == told.giver else name  # whoever is not of the team has no name here
    say, about = look.say, {"giver": giver, "own": told.reader == told.giver}
    by = look.name(told.by) if told.reader is None else ""
    parts = [
        say.md("rota.handed_to", who=blocks.mention(user), count=len(numbers), numbers=_numbers(numbers))
        for user, numbers in told.given.items()
    ]
    moved = [say.md("rota.handed_tasks", count=told.tasks, **about)] if told.tasks else []
    if not parts and not told.refused:
        return moved[0] if moved else say.md("rota.nothing_to_hand", **about)
    first = say.md("rota.handed", given=blocks.joined(parts), by=by, **about)
    stay = [say.md("rota.handed_stay", **about)] if told.stays else []
    return "\n".join([first, *moved, *told.refused, *stay])


def team_card(team: Sequence[AtWork], unowned: int, look: Look, *, by_person: bool) -> list[Block]:
    """The totals; for whoever leads a line for each person too, by name: it is no ranking."""
    totals = look.say.md(
        "rota.team_title",
        on_duty=sum(one.duty is Duty.ON for one in team),
        unowned=unowned,
        **_counted(team),
    )
    people = (
        [blocks.section(_member_line(one, look)) for one in sorted(team, key=lambda one: one.name)] if by_person else []
    )
    more = len(people) - _PEOPLE
    rest = [blocks.context(look.say.md("rota.team_more", count=more))] if more > 0 else []
    plan = blocks.button(look.say("buttons.rota"), Press.ROTA, "rota")
    return [blocks.section(totals, accessory=plan), *people[:_PEOPLE], *rest]


def _way(press: Press, value: str, look: Look) -> Block:
    """The one button under such a list."""
    label = look.say("buttons.next_shift" if press is Press.NEXT_SHIFT else "buttons.departed")
    return blocks.actions(press, [blocks.button(label, press, value, primary=True)])


def _member_line(one: AtWork, look: Look) -> str:
    return look.say.md(
        "rota.team_member",
        name=one.name,
        duty=look.say(f"rota.duty_{one.duty}"),
        shift=one.shift,
        limit=one.limit,
        weight=one.weight,
        **_counted([one]),
    )


def _counted(team: Sequence[AtWork]) -> dict[str, int]:
    by_grade = {str(grade): sum(one.by_grade.get(grade, 0) for one in team) for grade in Grade}
    overdue, resolved = sum(one.overdue for one in team), sum(one.resolved for one in team)
    return {"cases": sum(by_grade.values()), **by_grade, "overdue": overdue, "resolved": resolved}


def _numbers(numbers: Sequence[int]) -> str:
    return " ".join(f"#{number}" for number in numbers)
