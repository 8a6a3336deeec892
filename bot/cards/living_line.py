"""Living line: what the customer changed since the case began, what it suggests, and every earlier wording."""

from collections.abc import Sequence

from bot.cards import blocks
from bot.cards.look import Look
from bot.case_file import CaseFile, EarlierWording
from bot.masking import mask_text
from bot.messenger import Block
from bot.rules.figures import ENOUGH
from bot.rules.living import Afterlife, advice
from bot.vocabulary import ReviewChange
from slack_rules.text import clip

_QUOTED = 600
_WORDINGS = 20
_UPDATED = (Afterlife.IMPROVED, Afterlife.WORSENED, Afterlife.APPENDED, Afterlife.EDITED)


def living_blocks(file: CaseFile, look: Look) -> list[Block]:
    """Two short lines: what changed, and the step that it suggests; nothing for a review that stays as it was."""
    review = file.review
    if review.changed_at is None or review.change is ReviewChange.CREATED:
        return []
    stars_moved = None not in (review.rating, review.previous_rating) and review.previous_rating != review.rating
    key = f"card.{review.change}" + ("_stars" if stars_moved and review.change is not ReviewChange.DELETED else "")
    line = look.say.md(key, at=look.day_time(review.changed_at), before=review.previous_rating, after=review.rating)
    suggested = advice(file.case, review)
    return [blocks.section(f"{line}\n{look.say.md(f'living.{suggested}')}" if suggested else line)]


def wordings_blocks(wordings: Sequence[EarlierWording], look: Look) -> list[Block]:
    """Each wording with its day and stars, the newest first, as data."""
    found: list[Block] = []
    for one in wordings[:_WORDINGS]:
        what, stars = look.say(f"living.change_{one.change}"), look.stars(one.rating)
        found.append(blocks.context(look.say.md("living.wording", at=look.day_time(one.at), what=what, stars=stars)))
        found.append(blocks.quote(clip(mask_text(one.text), _QUOTED)))
    return found


def afterlives_line(counted: dict[Afterlife, int], look: Look) -> str:
    """结案 42 件,客户之后更新或追评 12 件(29%); empty where nothing was resolved."""
    resolved = sum(counted.values())
    if not resolved:
        return ""
    updated = sum(counted.get(one, 0) for one in _UPDATED)
    return look.say.md(
        "living.afterlives",
        resolved=resolved,
        updated=updated,
        share=f"{100 * updated / resolved:.0f}%" if resolved >= ENOUGH else "",
        improved=counted.get(Afterlife.IMPROVED, 0),
        worsened=counted.get(Afterlife.WORSENED, 0),
        deleted=counted.get(Afterlife.DELETED, 0),
        few=ENOUGH if resolved < ENOUGH else 0,
    )
