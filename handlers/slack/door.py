"""Door: every listener's frame: ack after the work is committed, refusals told kindly, faults logged and admitted."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import structlog
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.cards import blocks
from bot.case import Order
from bot.messenger import Block
from bot.rules.refusals import Refusal
from bot.rules.refusals.cases import AlreadyDone
from bot.rules.refusals.team import ForTheTeam
from bot.vocabulary import Action
from handlers.casework.desk import Desk
from handlers.casework.page_figures import PageFigures
from handlers.slack.answering import Whisper
from handlers.slack.pressed import Pressed, Submitted, read_press, read_submission
from handlers.slack.refusals import sentence
from handlers.slack.unheard import UNHEARD
from scripts_library.wording import Token

log = structlog.get_logger()
_PRIVATE = "private"
_TOKEN = re.compile(r"<![^|>]*\|(?P<fallback>[^>]*)>")
Answer = dict[str, Any] | None
Afterwards = Callable[[], Awaitable[None]] | None


@dataclass(frozen=True)
class Door:
    """What the listeners share."""

    app: AsyncApp
    desk: Desk
    client: AsyncWebClient
    whisper: Whisper
    figures: PageFigures
    drawing: dict[str, str] = field(default_factory=dict)  # view → the newest press that asked for it to be redrawn

    def order(self, action: Action, user_id: str, **details: Any) -> Order:
        """An order by this person, now."""
        return Order(action, self.desk.policy.actor(user_id), self.desk.clock.now(), **details)

    def ensure_on_the_team(self, user_id: str) -> None:
        """Raise `ForTheTeam` for a guest: what is in the cases is not for everybody in the workspace."""
        if self.desk.policy.actor(user_id).role is None:
            raise ForTheTeam(user_id)

    def on_press(
        self, action_id: Any, handle: Callable[[Pressed], Awaitable[Afterwards]], *, is_private: bool = False
    ) -> None:
        """Listen to a button. `handle` does its work and commits; then Slack is told that we heard.

        What `handle` gives back is done after that: showing the person that it worked is not the work. Of a press that
        `is_private` no log says which button it was, or on what.
        """

        async def listener(ack: AsyncAck, body: dict[str, Any]) -> None:
            pressed = read_press(body)
            afterwards: Afterwards = None
            try:
                afterwards = await handle(pressed)
            except AlreadyDone:
                log.info("a repeated press", key=_PRIVATE if is_private else pressed.key)
            except Refusal as refusal:
                await ack()
                await self._refused(pressed, sentence(refusal, self.desk))
                return
            except Exception:
                told = (_PRIVATE, _PRIVATE) if is_private else (pressed.action_id, pressed.value)
                log.exception("a press failed", action=told[0], case=told[1])
                await ack()
                await self._refused(pressed, self.trouble(told[0]))
                return
            await ack()
            if afterwards:
                await _shown(afterwards, _PRIVATE if is_private else pressed.action_id)

        self.app.action(action_id)(listener)

    def on_submit(self, callback_id: str, handle: Callable[[Submitted], Awaitable[Answer]]) -> None:
        """Listen to a dialog. A refusal is shown in the dialog, and what was typed stays."""

        async def listener(ack: AsyncAck, body: dict[str, Any]) -> None:
            submitted = read_submission(body)
            try:
                answer = await handle(submitted)
            except AlreadyDone:
                answer = None
            except Refusal as refusal:
                answer = self._in_place(submitted, sentence(refusal, self.desk))
            except Exception:
                log.exception("a dialog failed", dialog=callback_id, case=submitted.case_id)
                answer = self._in_place(submitted, self.trouble(callback_id))
            await ack(**(answer or {"response_action": "clear"}))

        self.app.view(callback_id)(listener)

    def trouble(self, code: str) -> Token:
        """What a person reads when the fault is ours."""
        return Token(self.desk.look.say.md("refusals.trouble", code=code))

    async def _refused(self, pressed: Pressed, words: Token) -> None:
        """Beside the button; on top of the dialog it is in, where a message would lie unseen behind it."""
        if pressed.view_id:
            try:
                view = self._sentence(int(pressed.brought.get("case") or pressed.number), words)
                await self.client.views_push(trigger_id=pressed.trigger_id, view=view)
            except UNHEARD as failed:
                log.warning("a refusal could not be put on its dialog", because=str(failed))
            else:
                return
        await self.whisper.to(pressed, words)

    def _in_place(self, submitted: Submitted, words: Token) -> Answer:
        """Under the first question; a dialog that asked nothing gives way to the sentence."""
        if submitted.first_input:
            return {"response_action": "errors", "errors": {submitted.first_input: plain_words(words)}}
        return {"response_action": "update", "view": self._sentence(submitted.case_id, words)}

    def _sentence(self, case_id: int, words: Token) -> Block:
        say = self.desk.look.say
        title = say("dialogs.more.title", number=case_id)
        return blocks.modal(title, [blocks.section(words)], close=say("buttons.close"))


async def _shown(afterwards: Callable[[], Awaitable[None]], action: str) -> None:
    """The work is committed: a redrawing that fails is logged, and unsays nothing."""
    try:
        await afterwards()
    except UNHEARD as failed:
        log.warning("a press worked but could not be shown", action=action, because=str(failed))


def plain_words(mrkdwn: str) -> str:
    """A dialog's error is plain text: date tokens give way to their fallback, escapes to their letters."""
    shown = _TOKEN.sub(lambda found: found["fallback"], mrkdwn)
    return shown.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").replace("`", "")
