"""Experience in dialogs: how the choices have done in earlier cases like this, and the cases that ended well."""

from collections.abc import Mapping, Sequence

from bot.cards import blocks
from bot.cards.actions import Press
from bot.cards.blocks import joined, one_line
from bot.cards.dialogs.frame import about, carry
from bot.cards.lists import LinkOf
from bot.cards.look import Look
from bot.cards.notice_card import case_name
from bot.case_file import CaseFile
from bot.masking import mask_text
from bot.messenger import Block
from bot.rules.experience import Tried, best
from bot.rules.figures.measures import ENOUGH
from bot.rules.intervals import share
from bot.vocabulary import Manner, Solution
from scripts_library.wording import Token

_SHOWN, _QUOTED = 4, 120


def manners_line(known: Mapping[Manner, Tried], look: Look) -> list[Block]:
    """How the scripts of this channel have done; nothing where neither was used."""
    named = [(look.say(f"words.manner.{manner}"), one) for manner, one in known.items()]
    return _line("experience.manners", named, look)


def solutions_line(tried: Sequence[Tried], case_id: int, look: Look) -> list[Block]:
    """How the solutions have done, and the way to the cases that ended well."""
    named = [(look.say(f"words.solution.{Solution(one.what)}"), one) for one in tried]
    way = blocks.button(look.say("buttons.like_cases"), Press.LIKE_CASES, str(case_id))
    return [*_line("experience.solutions", named, look), blocks.actions("like_cases", [way])]


def like_cases_view(file: CaseFile, like: Sequence[tuple[CaseFile, int]], look: Look, link: LinkOf) -> Block:
    """The cases that ended well: what was complained of, what was done, how long it took."""
    say = look.say
    rows = [block for one, cents in like for block in _case(one, cents, look, link)]
    shown = (
        [blocks.context(say.md("experience.like_about")), *rows]
        if rows
        else [blocks.section(say.md("experience.like_none"))]
    )
    title = say("dialogs.like_cases.title", number=file.case.id)
    return blocks.modal(title, [about(file, look), *shown], close=say("buttons.close"), private=carry(file.case.id))


def _line(key: str, named: Sequence[tuple[str, Tried]], look: Look) -> list[Block]:
    say = look.say
    if not named:
        return []
    found = best([one for _, one in named])
    shown = [one for place, one in enumerate(named) if place < _SHOWN or one[1] is found]
    parts = joined(_part(name, one, look) for name, one in shown)
    known = sum(one.worked.of >= ENOUGH for _, one in named)
    if found:
        told = say.md("experience.best", name=next(name for name, one in named if one is found))
    else:
        told = say.md("experience.same") if known > 1 else say.md("experience.too_few", few=ENOUGH)
    return [blocks.context(say.md(key, parts=parts), say.md("experience.meaning", told=Token(told)))]


def _part(name: str, one: Tried, look: Look) -> str:
    low, high = share(one.worked.kept, one.worked.of)
    return look.say.md(
        "experience.part",
        name=name,
        share=one.worked.percent,
        low=round(100 * low),
        high=round(100 * high),
        of=one.worked.of,
        content=one.content.kept,
        asked=one.content.of,
        average=look.money(round(one.cents / one.worked.of)) if one.cents else "",
    )


def _case(one: CaseFile, cents: int, look: Look, link: LinkOf) -> list[Block]:
    case, say = one.case, look.say
    parts = [say(f"words.solution.{case.solution}")] if case.solution else []
    if cents:
        parts.append(look.money(cents))
    if case.reached_at:
        parts.append(say("experience.reached_after", length=look.spent(case.reached_at - case.opened_at)))
    if case.resolved_at:
        parts.append(say("experience.resolved_after", length=look.spent(case.resolved_at - case.opened_at)))
    parts.append(say("experience.called_back", satisfaction=case.satisfaction))
    lines = [case_name(one, look, link(one.card)), say.md("experience.done", done=" · ".join(parts))]
    if case.solution_note:
        lines.append(say.md("experience.note", note=look.brief(case.solution_note)))
    return [blocks.section("\n".join(lines)), blocks.quote(one_line(mask_text(one.review.text), _QUOTED))]
