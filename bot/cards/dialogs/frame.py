"""Frame: what all dialogs share."""

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
    title = look.say(f"dialogs.{dialog.removesuffix('_dialog')}.title", number=file.case.id)
    shown = [about(file, look), *questions]
    return asking(dialog, title, shown, look, case=file.case.id, submit=submit, **carried)


def asking(
    dialog: Dialog,
    title: str,
    questions: Sequence[Block],
    look: Look,
    *,
    case: int = 0,
    submit: str | None = None,
    close: str | None = None,
    **carried: Any,
) -> Block:
    """A modal that asks; without other words its buttons say save and cancel. `carried` comes back with the answers."""
    return blocks.modal(
        title,
        questions,
        submit=submit or look.say("buttons.save"),
        close=close or look.say("buttons.cancel"),
        callback_id=dialog,
        private=carry(case, **carried),
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
