"""Pictures in messages: where one is to stand, Slack's file of it at sending, and its words where that cannot be.

A stored block names its picture by number, `{"type": "image", "picture": 12, "alt_text": …}`: a form of our own, which
Slack would refuse. A picture is uploaded once; a crash in the middle leaves a file in Slack that nobody sees.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import structlog
from sqlmodel import Session

from bot.cards.blocks import context
from bot.messenger import Block, Doubtful, Letter, Messenger, RateLimited, Rejected, Unreachable, Upload
from handlers.casework.desk import Desk
from handlers.delivery import outages
from slack_rules import limits
from slack_rules.text import clip, escape
from storage import pictures
from storage.pictures import Picture

log = structlog.get_logger()
_SOONEST, _LATEST = timedelta(seconds=2), timedelta(seconds=20)
_PATIENCE = timedelta(minutes=2)  # with one picture, to be uploaded and then to be ready; then the words go alone


class NotYet(Exception):
    """A picture is not there yet; nothing of its message has left. It is looked for again after `gap`."""

    def __init__(self, why: str, gap: timedelta) -> None:
        super().__init__(why)
        self.gap = gap


def picture_block(session: Session, name: str, png: bytes, alt: str, now: datetime) -> Block:
    """Keep a picture, and where it is to stand among the blocks of a message for the outbox.

    `name` is its file's, such as `digest-2026-11-30.png`. Only the courier sends such a block.
    """
    said = clip(alt, limits.IMAGE_ALT_TEXT).strip() or name
    return {"type": "image", "picture": pictures.add(session, Upload(name, said, png), now), "alt_text": said}


async def shown(letter: Letter, desk: Desk, messenger: Messenger) -> Letter:
    """The letter with Slack's files in it, uploaded now where they were not; `NotYet` while one is to be waited for.

    What Slack does not take, or not in time, is said in its words.
    """
    known = await desk.db.read(pictures.find, _numbers(letter.blocks)) if _numbers(letter.blocks) else {}
    files: dict[int, str | None] = {}
    waiting: NotYet | None = None
    for picture in known.values():
        try:
            files[picture.id] = await _file(picture, desk, messenger)
        except NotYet as not_yet:  # meanwhile the others can be made ready
            waiting = not_yet
    if waiting:
        raise waiting
    return replace(letter, blocks=[_shown(block, files) for block in letter.blocks])


def in_words(letter: Letter) -> Letter:
    """The letter without its pictures, each as a grey line."""
    return replace(letter, blocks=[_shown(block, {}) for block in letter.blocks])


def is_a_pictures_fault(letter: Letter, why: Rejected) -> bool:
    """Whether Slack refused the message for a file in it: it was deleted, or is not to be seen there."""
    return why.code == "invalid_blocks" and "slack_file" in str(why) and bool(_numbers(letter.blocks))


async def give_up(letter: Letter, desk: Desk, why: Rejected) -> None:
    """Slack does not show the files of this letter; a later message with them uploads them anew."""
    for number in _numbers(letter.blocks):
        await desk.db.write(_note_refused, desk, number, why.code)


async def _file(picture: Picture, desk: Desk, messenger: Messenger) -> str | None:
    """Slack's file of the picture; None where the message is to go without it."""
    try:
        if picture.slack_file is None:
            picture = await _uploaded(picture, desk, messenger)
        if picture.ready or await _is_ready(picture, desk, messenger):
            return picture.slack_file
        await _wait(picture, desk, "Slack is still looking through it", _SOONEST)
    except Rejected as refused:
        await desk.db.write(_note_refused, desk, picture.id, refused.code)
    except RateLimited as told:
        await _wait(picture, desk, str(told), timedelta(seconds=told.retry_after))
    except (Doubtful, Unreachable) as failed:
        if isinstance(failed, Unreachable) and failed.is_certain:  # not even words would get through
            raise
        await _wait(picture, desk, str(failed), _SOONEST)
    return None


async def _uploaded(picture: Picture, desk: Desk, messenger: Messenger) -> Picture:
    """Two messages that show it at the same moment may upload it twice: the later file counts, the other is unseen."""
    file = await messenger.upload(await desk.db.read(pictures.content, picture.id))
    now = desk.clock.now()
    await desk.db.write(pictures.note_uploaded, picture.id, file, now)
    return replace(picture, slack_file=file, ready=False, waiting_since=now)


async def _is_ready(picture: Picture, desk: Desk, messenger: Messenger) -> bool:
    is_ready = picture.slack_file is not None and await messenger.is_ready(picture.slack_file)
    if is_ready:
        await desk.db.write(pictures.note_ready, picture.id)
    return is_ready


async def _wait(picture: Picture, desk: Desk, why: str, gap: timedelta) -> None:
    """Raises `NotYet`, less and less often, until enough was waited: a message is worth more than its picture."""
    now = desk.clock.now()
    waited = abs(now - (picture.waiting_since or now))  # a clock put back would make it wait for ever
    if waited < _PATIENCE:
        await desk.db.write(pictures.note_waiting, picture.id, now)
        raise NotYet(why, max(gap, min(waited, _LATEST)))
    log.warning("a message goes out without its picture", picture=picture.id, because=why)
    await desk.db.write(pictures.note_lost, picture.id, why)


def _note_refused(session: Session, desk: Desk, number: int, code: str) -> None:
    log.warning("slack takes no picture; see `app.py doctor`", picture=number, because=code)
    pictures.note_lost(session, number, code)
    outages.note_no_pictures(session, desk, code, desk.clock.now())


def _numbers(blocks: Sequence[Block]) -> list[int]:
    return [block["picture"] for block in blocks if "picture" in block]


def _shown(block: Block, files: dict[int, str | None]) -> Block:
    """A picture that is forgotten by now, or not shown, is said in its words."""
    if "picture" not in block:
        return block
    file = files.get(block["picture"])
    if file is None:
        return context(escape(block["alt_text"]))
    return {key: value for key, value in block.items() if key != "picture"} | {"slack_file": {"id": file}}
