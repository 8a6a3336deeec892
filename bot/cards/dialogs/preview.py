"""Preview: a message as the customer will read it, its length, and what may not be said marked where it stands."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.cards import blocks
from bot.cards.actions import Press
from bot.cards.look import Look
from bot.compliance import Finding
from bot.messenger import Block

_MOST_FINDINGS = 3
_TEXT_MOST = 1000


@dataclass(frozen=True)
class Draft:
    """What is written so far. `slot` is the open place for one's own words, `slot_open` what is said while it is there.

    `most` is the number of letters that fit, None where there is no limit.

    `notes` are faults that belong to no place in the text.
    """

    text: str
    findings: tuple[Finding, ...]
    slot: str
    slot_open: str
    most: int | None = None
    notes: tuple[str, ...] = ()


def message_input(
    block_id: str,
    dialog: str,
    look: Look,
    filled: str,
    draft: Draft,
    *,
    label: str = "",
    hint: str = "",
    most: int = _TEXT_MOST,
) -> list[Block]:
    """The field in which a message is written, heard at every letter, and its preview; `dialog` says whose."""
    say = look.say
    field = blocks.text_input(
        block_id,
        label or say("dialogs.contact.text"),
        hint=hint or say("dialogs.contact.text_hint"),
        filled=filled,
        most=most,
        tells=f"{Press.PREVIEW}:{dialog}",
    )
    return [field, *preview_blocks(draft, look)]


def preview_blocks(draft: Draft, look: Look) -> list[Block]:
    """The message, marked; below it each finding with what to say instead, and whether it may leave as it is."""
    say, letters = look.say, len(draft.text.strip())
    over = draft.most is not None and letters > draft.most
    head = say.md("dialogs.preview.head", count=letters, most=draft.most or "", over=over)
    if not letters:
        return [blocks.context(head)]
    told = [f"⚠️ {say.md('linter.told', **words_of(one, look))}" for one in draft.findings if one.evidence]
    told += [f"⚠️ {say.md('dialogs.preview.note', note=note)}" for note in draft.notes]
    if draft.slot in draft.text:
        told.insert(0, f"✏️ {say.md('dialogs.preview.note', note=draft.slot_open)}")
    well = [] if told or over else [say.md("dialogs.preview.well")]
    return [
        blocks.context(head),
        blocks.marked_quote(draft.text.strip(), _marks(draft)),
        *(blocks.context(line) for line in (*told[:_MOST_FINDINGS], *well)),
    ]


def words_of(finding: Finding, look: Look) -> dict[str, str]:
    """A finding in people's words."""
    return {
        "evidence": finding.evidence,
        "name": look.say(f"linter.{finding.rule}.name"),
        "advice": look.say(f"linter.{finding.rule}.advice"),
    }


def _marks(draft: Draft) -> Sequence[tuple[int, int]]:
    """Places in the stripped text, in order, none inside another."""
    begun = len(draft.text) - len(draft.text.lstrip())
    spans = [(one.start - begun, one.end - begun) for one in draft.findings if one.evidence and one.rule != "too_long"]
    at = draft.text.find(draft.slot) - begun
    if at >= 0:
        spans.append((at, at + len(draft.slot)))
    kept: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept
