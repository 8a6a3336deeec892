"""Drill card: what stands in a trainee's direct messages, marked as practice in the first line of everything."""

from collections.abc import Sequence

from bot.cards import blocks
from bot.cards.actions import Press
from bot.cards.look import Look
from bot.messenger import Block
from bot.rules.drill_rubric import FULL, MOST, Mark, Part
from bot.rules.drills import FEWEST_FOR_AVERAGE, MOST_TURNS, Drill, TeamDrills
from bot.vocabulary import Category, Grade
from scripts_library.drills import Persona
from scripts_library.wording import Token

Drawn = tuple[str, list[Block]]
_SAID, _QUOTE = 300, 120


def opening_card(drill: Drill, persona: Persona, opening: str, look: Look, *, is_open: bool = True) -> Drawn:
    """Like an alert's card: who, what, and the words; with the buttons while it goes on."""
    say = look.say
    head = head_line(drill, persona, look)
    drawn = [
        blocks.section(head),
        blocks.quote(opening),
        blocks.context(say.md("drills.about", who=persona.who, category=look.category(Category(persona.category)))),
        blocks.context(say.md("drills.no_count", most=MOST_TURNS)),
    ]
    return head, [*drawn, *_buttons(drill, look, is_open=is_open)]


def head_line(drill: Drill, persona: Persona, look: Look) -> str:
    """That it is practice, then what an alert's first line says."""
    grade = Grade.URGENT if persona.safety else Grade.IMPORTANT
    say = look.say
    return say.md(
        "drills.head",
        persona=persona.name,
        mark=say(f"words.mark.{grade}"),
        grade=say(f"words.grade.{grade}"),
        product=drill.story.product,
        stars=look.stars(1),
    )


def answer_card(drill: Drill, persona: Persona, words: str, look: Look, said: str, *, is_open: bool) -> Drawn:
    """What the trainee wrote, small, and what the customer answers."""
    say = look.say
    head = say.md("drills.turn", persona=persona.name, turn=drill.turns, most=MOST_TURNS)
    drawn = [
        blocks.section(head),
        blocks.context(say.md("drills.you_said", said=blocks.one_line(said, _SAID))),
        blocks.quote(words),
    ]
    return head, [*drawn, *_buttons(drill, look, is_open=is_open)]


def score_card(drill: Drill, persona: Persona, marks: Sequence[Mark], earlier: Sequence[Drill], look: Look) -> Drawn:
    """The five parts, each with its quote and one piece of advice; the trainee's own months, and nobody else's."""
    say = look.say
    head = say.md("drills.ended", persona=persona.name, how=say(f"drills.stand_{drill.stand}"))
    if not marks or drill.total is None:
        return head, [blocks.section(head), blocks.context(say.md("drills.no_score"))]
    voided = next((one for one in marks if one.part is Part.COMPLIANCE and one.points == 0), None)
    summed = say.md("drills.voided" if voided else "drills.total", total=drill.total, most=MOST)
    lines = [blocks.section(_mark_line(one, look)) for one in marks]
    return head, [blocks.section(head), blocks.section(summed), *lines, blocks.context(_progress(drill, earlier, look))]


def lapsed_card(persona: Persona, look: Look) -> Drawn:
    """It was left alone."""
    told = look.say.md("drills.lapsed", persona=persona.name)
    return told, [blocks.section(told)]


def offer_card(look: Look, *, again: bool) -> Drawn:
    """The month's drill, to be begun when the reader likes."""
    told = look.say.md("drills.offered_again" if again else "drills.offered")
    begin = blocks.button(look.say("buttons.drill_start"), Press.DRILL_START, "0", primary=True)
    return told, [blocks.section(told), blocks.actions("drill_offer", [begin])]


def taken_up_card(look: Look) -> Drawn:
    """What the offer says once a drill was begun."""
    told = look.say.md("drills.begun_from_offer")
    return told, [blocks.section(told)]


def team_card(team: TeamDrills, look: Look) -> list[Block]:
    """How many took part, and the averages where nobody can be told apart in them."""
    say = look.say
    drawn = [blocks.section(say.md("drills.team", people=team.people, drills=team.drills))]
    if not team.drills:
        return drawn
    if not team.is_tellable:
        return [*drawn, blocks.context(say.md("drills.team_few", fewest=FEWEST_FOR_AVERAGE))]
    parts = [
        say.md("drills.team_part", part=say(f"drills.part_{part}"), points=f"{team.averages[part]:.1f}", most=FULL)
        for part in Part
    ]
    return [*drawn, blocks.section(blocks.joined(parts, "\n"))]


def _mark_line(one: Mark, look: Look) -> Token:
    say = look.say
    advice = say(f"linter.{one.rule}.advice") if one.rule else say(f"drills.advice_{one.advice}")
    quote = blocks.one_line(one.quote, _QUOTE)
    part = say(f"drills.part_{one.part}")
    return Token(say.md("drills.mark", part=part, points=one.points, most=FULL, quote=quote, advice=advice))


def _progress(drill: Drill, earlier: Sequence[Drill], look: Look) -> str:
    """07-02 12 → 08-01 15 → 17 now."""
    if not earlier:
        return look.say.md("drills.first")
    past = " → ".join(f"{look.day(one.begun_at)} {one.total}" for one in earlier)
    return look.say.md("drills.progress", past=past, now=drill.total)


def _buttons(drill: Drill, look: Look, *, is_open: bool) -> list[Block]:
    if not is_open:
        return []
    say, value = look.say, str(drill.id)
    row = [
        blocks.button(say("buttons.drill_reply"), Press.DRILL_REPLY, value, primary=True),
        blocks.button(say("buttons.drill_end"), Press.DRILL_END, value),
    ]
    return [blocks.actions(f"drill:{drill.id}:{drill.turns}", row)]
