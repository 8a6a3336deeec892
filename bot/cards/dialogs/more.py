"""More: what else can be done with a case, its timeline, and its whole text."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from bot.cards import blocks
from bot.cards.actions import Press
from bot.cards.case_card import case_card, quoted
from bot.cards.customer_memory import memory_blocks
from bot.cards.dialogs.frame import about, carry
from bot.cards.living_line import wordings_blocks
from bot.cards.look import Look
from bot.cards.steps import more_steps, step_button
from bot.case import Actor
from bot.case_file import CaseFile, EarlierWording, Happening
from bot.masking import mask_text
from bot.messenger import Block
from bot.rules import lifecycle
from bot.rules.quality_checks import may_check
from bot.vocabulary import Outcome, Role, Status
from slack_rules.text import tame

_PIECE = 2800
_PIECES = 3
_TIMELINE_ROWS = 40


def more_dialog(file: CaseFile, look: Look, by: Actor) -> Block:
    """A line and a button for everything else that this person may do now."""
    remembered = [Press.MEMORY] if file.earlier else []
    reworded = [Press.WORDINGS] if file.review.changed_at else []
    steps = [
        *more_steps(file.case, by),
        *_tasks(file),
        *_improvement(file, by),
        *_quality(file, look, by),
        *remembered,
        *_like_cases(file),
        Press.TIMELINE,
        *reworded,
        Press.FULL_TEXT,
    ]
    rows = [_row(step, file, look) for step in steps]
    return _showing("more", file, look, [about(file, look), *rows])


def _tasks(file: CaseFile) -> list[Press]:
    """What is to be done by a date, once somebody has the case."""
    return [] if file.case.status in (Status.OPEN, Status.DISMISSED) else [Press.TASKS]


def _like_cases(file: CaseFile) -> list[Press]:
    """While it is handled: how others like it were."""
    return [Press.LIKE_CASES] if file.case.status in lifecycle.ACTIVE and file.case.category else []


def _improvement(file: CaseFile, by: Actor) -> list[Press]:
    """What could get better, once it is known why; for whoever may plan that."""
    known = file.case.status in (Status.RESOLVED, Status.CLOSED)
    return [Press.IMPROVEMENT] if known and by.is_at_least(Role.LEAD) else []


def _quality(file: CaseFile, look: Look, by: Actor) -> list[Press]:
    """How it was handled, for whoever leads; not by themselves."""
    resolver = look.policy.actor(file.case.resolved_by or "")
    return [Press.QUALITY] if may_check(file.case, by, resolver.role) else []


def done_view(file: CaseFile, look: Look, what: str) -> Block:
    """The same dialog after a step that needs no questions."""
    return _showing(
        "more", file, look, [about(file, look), blocks.section(look.say.md("dialogs.more.done", what=what))]
    )


def case_view(file: CaseFile, look: Look, link: str | None) -> Block:
    """The whole case as a dialog, with the buttons of its card."""
    _, card = case_card(file, look)
    row = [blocks.button(look.say("buttons.open_card"), Press.GO, str(file.case.id), url=link)] if link else []
    return _showing("more", file, look, [*card, *([blocks.actions("go", row)] if row else [])])


def timeline_view(file: CaseFile, look: Look, happenings: Sequence[Happening]) -> Block:
    """Who did what, and when; the newest rows where there are too many."""
    lines = [blocks.section(_line(one, look)) for one in happenings[-_TIMELINE_ROWS:]]
    return _showing("timeline", file, look, [about(file, look), *lines])


def memory_view(file: CaseFile, look: Look) -> Block:
    """What was before with this customer."""
    return _showing("memory", file, look, [about(file, look), *memory_blocks(file, look)])


def wordings_view(file: CaseFile, look: Look, wordings: Sequence[EarlierWording]) -> Block:
    """How the review read before."""
    return _showing("wordings", file, look, [about(file, look), *wordings_blocks(wordings, look)])


def full_text_view(file: CaseFile, look: Look) -> Block:
    """Every word, as data."""
    text = tame(mask_text(file.review.text)).strip()
    pieces = [text[at : at + _PIECE] for at in range(0, len(text), _PIECE)][:_PIECES]
    rest = len(text) - _PIECE * _PIECES
    left = [blocks.context(look.say.md("dialogs.full_text.more", count=rest))] if rest > 0 else []
    said = [blocks.quote(piece) for piece in pieces] or [quoted(file, look)]
    return _showing("full_text", file, look, [about(file, look), *said, *left])


def _showing(part: str, file: CaseFile, look: Look, shown: Sequence[Block]) -> Block:
    title = look.say(f"dialogs.{part}.title", number=file.case.id)
    return blocks.modal(title, shown, close=look.say("buttons.close"), private=carry(file.case.id))


def _row(step: Press, file: CaseFile, look: Look) -> Block:
    return blocks.section(look.say.md(f"dialogs.more.{step}"), accessory=step_button(step, file.case, look.say))


def _line(one: Happening, look: Look) -> str:
    say = look.say
    written = one.facts.get("outcome") == Outcome.SENT
    facts = {
        "at": look.time(one.at, "{date_num} {time_secs}"),
        "what": say("dialogs.what.texted" if written else f"dialogs.what.{one.what}"),
        "who": look.name(one.actor) if one.actor else say("dialogs.timeline.robot"),
    }
    detail = " · ".join(_details(one, look))
    return say.md("dialogs.timeline.detail" if detail else "dialogs.timeline.line", detail=detail, **facts)


def _details(one: Happening, look: Look) -> Iterator[str]:
    """The facts of a row in people's words, as plain text."""
    for fact, put in _PUT.items():
        if fact in one.facts:
            yield put(one.facts, look)


_PUT: dict[str, Callable[[dict[str, object], Look], str]] = {
    "task": lambda facts, look: look.say(f"words.task.{facts['task']}"),
    "channel": lambda facts, look: look.say(f"words.channel.{facts['channel']}"),
    "outlet": lambda facts, look: look.say(f"words.outlet.{facts['outlet']}"),
    "outcome": lambda facts, look: look.say(f"words.outcome.{facts['outcome']}"),
    "solution": lambda facts, look: look.say(f"words.solution.{facts['solution']}"),
    "amount_cents": lambda facts, look: look.money(int(str(facts["amount_cents"]))),
    "grade_after": lambda facts, look: _moved(facts, look, "grade"),
    "category_after": lambda facts, look: _moved(facts, look, "category"),
    "change": lambda facts, look: look.say(f"story.thread.change_{facts['change']}"),
    "to": lambda facts, look: f"→ {look.name(str(facts['to']))}",
    "escalated_to": lambda facts, look: look.say(f"escalation.reached_{facts['escalated_to']}"),
    "promise_broken": lambda _facts, look: look.say("dialogs.timeline.promise_broken"),
    "satisfaction": lambda facts, _look: f"{facts['satisfaction']}/5",
    "cause": lambda facts, look: _cause(facts["cause"], look),
    "improvement": lambda facts, look: look.say("improvements.number", number=facts["improvement"]),
    "until": lambda facts, look: _clock_time(str(facts["until"]), look),
    "late_minutes": lambda facts, look: look.say("story.thread.late", minutes=facts["late_minutes"]).strip(),
    "note": lambda facts, _look: mask_text(str(facts["note"])),
}


def _moved(facts: dict[str, object], look: Look, which: str) -> str:
    after = look.say(f"words.{which}.{facts[f'{which}_after'] or 'none'}")
    if f"{which}_before" not in facts:
        return after
    before = look.say(f"words.{which}.{facts[f'{which}_before'] or 'none'}")
    return look.say("story.thread.grade_change", before=before, after=after)


def _cause(cause: object, look: Look) -> str:
    assert isinstance(cause, dict)
    name = look.cause(str(cause.get("name") or ""))  # causes found earlier have none
    place = f"{look.say('words.stage.' + cause['stage'])} › {look.department(cause['department'])}"
    return f"{place} · {name}" if name else place


def _clock_time(moment: str, look: Look) -> str:
    return f"→ {datetime.fromisoformat(moment).astimezone(look.policy.zone):%m-%d %H:%M}"
