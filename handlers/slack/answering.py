"""Answering: how a person is told something privately, wherever they pressed."""

import structlog
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.messenger import Block
from handlers.slack.pressed import Pressed
from handlers.slack.unheard import UNHEARD

log = structlog.get_logger()
_OK = 200


class Whisper:
    """Private sentences. They are a courtesy: one that fails is logged, and undoes nothing."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client

    async def to(self, pressed: Pressed, mrkdwn: str, blocks: list[Block] | None = None) -> None:
        """Beside what was pressed, visible only to the presser; in a dialog or Home, by direct message."""
        if pressed.response_url and await self._respond(pressed.response_url, mrkdwn, blocks):
            return
        try:
            if pressed.channel_id:
                await self._client.chat_postEphemeral(
                    channel=pressed.channel_id, user=pressed.user_id, text=mrkdwn, blocks=blocks
                )
            else:
                await self._client.chat_postMessage(channel=pressed.user_id, text=mrkdwn, blocks=blocks)
        except UNHEARD as failed:
            log.warning("a private sentence was not delivered", because=str(failed))

    async def _respond(self, response_url: str, mrkdwn: str, blocks: list[Block] | None) -> bool:
        sender = AsyncWebhookClient(response_url, retry_handlers=[], timeout=5)
        try:
            told = await sender.send(text=mrkdwn, blocks=blocks, response_type="ephemeral", replace_original=False)
        except UNHEARD as failed:
            log.warning("the response address did not answer", because=str(failed))
            return False
        return told.status_code == _OK
