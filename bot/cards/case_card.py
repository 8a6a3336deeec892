"""Case card: the alert in the store's channel, drawn anew from its case at every change."""

from bot.cards import blocks
from bot.cards.blocks import joined, one_line
from bot.cards.care_line import care_line
from bot.cards.case_state import state_lines
from bot.cards.customer_memory import memory_line
from bot.cards.escalated import escalated
from bot.cards.incident_card import incident_line
from bot.cards.living_line import living_blocks
from bot.cards.look import Look
from bot.cards.steps import card_buttons
from bot.case_file import CaseFile
from bot.masking import mask_tail, mask_text
from bot.messenger import Block
from bot.vocabulary import Category, Status
from scripts_library.wording import Token
from slack_rules.text import clip, escape, tame

_QUOTED = 600
_REASONS = 4
_NAME = 60
_FOLDED = frozenset({Status.RESOLVED, Status.CLOSED, Status.DISMISSED})


def case_card(file: CaseFile, look: Look) -> tuple[str, list[Block]]:
    """Fallback text and blocks. Finished cases fold; everything else shows what a person decides by."""
    body = _folded(file, look) if file.case.status in _FOLDED else _whole(file, look)
    return card_summary(file, look), body


def card_summary(file: CaseFile, look: Look) -> str:
    """One line for notifications and lists, as escaped text."""
    case = file.case
    if case.status in (Status.RESOLVED, Status.CLOSED):
        return look.say.md("card.summary_done", number=case.id, product=look.product(file))
    return look.say.md(
        "card.summary",
        **_headline(file, look),
        text=one_line(mask_text(file.review.text), 80) or look.say("card.no_text"),
    )


def quoted(file: CaseFile, look: Look, most: int = _QUOTED) -> Block:
    """The customer's words as data, numbers masked, clipped with a hint to the rest."""
    text = tame(mask_text(file.review.text)).strip()
    if len(text) > most:
        text = clip(text, most) + look.say("card.clipped", count=len(file.review.text))
    return blocks.quote(text or look.say("card.no_text"))


def _whole(file: CaseFile, look: Look) -> list[Block]:
    neutral = file.review.rating == 3 and file.case.category is None
    title = look.say("card.title_neutral" if neutral else "card.title", **_headline(file, look))
    safety = [blocks.section(look.say.md("card.safety"))] if file.case.safety else []
    return [
        blocks.header(title),
        *_overdue(file, look),
        *living_blocks(file, look),
        quoted(file, look),
        blocks.section("\n".join(_decided_by(file, look))),
        *safety,
        *incident_line(file, look),
        blocks.section("\n".join(state_lines(file, look))),
        *card_buttons(file, look.say),
        blocks.context(_origin(file, look)),
    ]


def _decided_by(file: CaseFile, look: Look) -> list[str]:
    """What a person decides by, a line each."""
    return [
        *_why(file, look),
        _problem(file, look),
        _customer(file, look),
        *memory_line(file, look),
        *care_line(file, look),
    ]


def _folded(file: CaseFile, look: Look) -> list[Block]:
    title = look.say.md("card.title", **_headline(file, look))
    return [
        blocks.section("\n".join((f"*{title}*", *state_lines(file, look)))),
        *living_blocks(file, look),
        *card_buttons(file, look.say),
    ]


def _headline(file: CaseFile, look: Look) -> dict[str, object]:
    grade = file.case.grade
    return {
        "mark": look.say(f"words.mark.{grade}"),
        "grade": look.say(f"words.grade.{grade}"),
        "product": look.product(file),
        "stars": look.stars(file.review.rating),
        "number": file.case.id,
    }


def _why(file: CaseFile, look: Look) -> list[str]:
    """The reasons of the grade; a neutral review without any goes without the line."""
    reasons = look.reasons(file, _REASONS)
    grade = look.say(f"words.grade.{file.case.grade}")
    return [look.say.md("card.why", grade=grade, reasons=reasons)] if reasons else []


def _problem(file: CaseFile, look: Look) -> str:
    second = [one for one in file.secondary if one is not file.case.category]
    names = look.say("words.joint.list").join(look.category(Category(one)) for one in second)
    return look.say.md(
        "card.problem_second" if names else "card.problem",
        category=look.category(file.case.category),
        secondary=names,
        intensity=file.intensity,
    )


def _customer(file: CaseFile, look: Look) -> str:
    return look.say.md(
        "card.customer_again" if file.complaints_90d > 1 else "card.customer",
        name=look.customer(file),
        tier=look.say(f"words.tier.{file.review.tier}"),
        count=file.complaints_90d,
    )


def _overdue(file: CaseFile, look: Look) -> list[Block]:
    case, told = file.case, escalated(file, look) or look.say("card.supervisors_told")
    rises_by_start = case.status is Status.OPEN and case.start_due_at is not None
    lines = []
    if case.status is Status.OPEN and case.start_missed_at and case.start_due_at:
        lines.append(look.say.md("card.start_overdue", due=look.day_time(case.start_due_at), told=told))
    if case.contact_missed_at and case.attempted_at is None and not case.no_contact:
        known = look.say("card.supervisors_told") if rises_by_start else told
        lines.append(look.say.md("card.contact_overdue", due=look.day_time(case.contact_due_at), told=known))
    return [blocks.section(f"*{line}*") for line in lines]


def _origin(file: CaseFile, look: Look) -> Token:
    review, say = file.review, look.say
    platform = say(f"words.platform.{review.platform}") if say.has(f"words.platform.{review.platform}") else None
    return joined(
        (
            say.md("card.alike", count=file.alike_24h) if file.alike_24h > 1 and not file.incident else "",
            escape(one_line(look.policy.store_name(review.store), _NAME)),
            escape(platform or one_line(review.platform, _NAME)),
            say.md("card.order", order=mask_tail(one_line(review.order_id, 200), 2)) if review.order_id else "",
            look.day_time(review.written_at),
            say.md("card.images", count=review.images) if review.images else "",
            say.md("card.videos", count=review.videos) if review.videos else "",
        )
    )
