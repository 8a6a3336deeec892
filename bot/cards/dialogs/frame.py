"""Frame: what all dialogs about a case share."""

import json
from collections.abc import Sequence
from typing import Any

from bot.cards import blocks
from bot.cards.actions import Dialog
from bot.cards.look import Look
from bot.case_file import CaseFile
from bot.messenger import Block


def case_dialog(
    dialog: Dialog,
    file: CaseFile,
    look: Look,
    questions: Sequence[Block],
    *,
    submit: str | None = None,
    **carried: Any,
) -> Block:
    """A modal about one case: who and what on top, the questions below. `carried` comes back with the answers."""
    say = look.say
    part = dialog.removesuffix("_dialog")
    return blocks.modal(
        say(f"dialogs.{part}.title", number=file.case.id),
        [about(file, look), *questions],
        submit=submit or say("buttons.save"),
        close=say("buttons.cancel"),
        callback_id=dialog,
        private=carry(file.case.id, **carried),
    )


def about(file: CaseFile, look: Look) -> Block:
    """Which case this is, in one grey line."""
    return blocks.context(
        look.say.md(
            "dialogs.about",
            mark=look.say(f"words.mark.{file.case.grade}"),
            grade=look.say(f"words.grade.{file.case.grade}"),
            product=look.product(file),
            stars=look.stars(file.review.rating),
            customer=look.customer(file),
        )
    )


def carry(case_id: int, **more: Any) -> str:
    """What a view takes with it."""
    return json.dumps({"case": case_id, **more}, ensure_ascii=False)


def carried(private_metadata: str) -> dict[str, Any]:
    """What a view brought back; it was ours, so it reads."""
    told: dict[str, Any] = json.loads(private_metadata)
    return told
