"""Slack messenger: Slack's side of the messenger, with the SDK's own retries off.

They would repost a message that Slack took before the connection dropped; the courier knows how to be in doubt.
"""

from collections.abc import Awaitable
from datetime import datetime
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError, SlackRequestError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.messenger import Doubtful, Letter, NotAllSearched, Posted, RateLimited, Rejected, Unreachable, Upload
from slack_rules.text import clip

METADATA_EVENT = "review_desk_message"
_TIMEOUT_SECONDS = 10
_PAGE = 200
_ALT_TEXT = 1000  # of the file itself; the block that shows it has all of the words
_MOST_PAGES = 5
# Slack's words for "perhaps it worked": https://docs.slack.dev/reference/methods/chat.postMessage#errors
# No fault of the message: the installation must be mended, and then all of it still has to go.
_OUR_TROUBLE = frozenset(
    {"invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired", "missing_scope"}
)
_SERVER_TROUBLE = frozenset(
    {"internal_error", "fatal_error", "service_unavailable", "request_timeout", "unknown_error"}
)


def slack_client(token: str, api_url: str | None) -> AsyncWebClient:
    """The one way to make a client: no retries of its own, and a time limit."""
    where = api_url or AsyncWebClient.BASE_URL
    return AsyncWebClient(token=token, base_url=where, retry_handlers=[], timeout=_TIMEOUT_SECONDS)


class SlackMessenger:
    """`bot.messenger.Messenger` over Slack's Web API."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client

    async def post(self, letter: Letter) -> Posted:
        """Post it with its key as metadata; links are never unfurled."""
        told = await _call(
            self._client.chat_postMessage(
                channel=letter.channel,
                text=letter.text,
                blocks=list(letter.blocks) or None,
                thread_ts=letter.thread_ts,
                metadata=_metadata(letter),
                unfurl_links=False,
                unfurl_media=False,
            )
        )
        return Posted(str(told.get("channel") or letter.channel), str(told["ts"]))

    async def update(self, place: Posted, letter: Letter) -> None:
        """Redraw it; the key stays with it."""
        await _call(
            self._client.chat_update(
                channel=place.channel,
                ts=place.ts,
                text=letter.text,
                blocks=list(letter.blocks) or None,
                metadata=_metadata(letter),
            )
        )

    async def find(self, letter: Letter, since: datetime) -> Posted | None:
        """Search the channel's or thread's recent messages for the key; `NotAllSearched` where there are too many."""
        return next(iter(await self._search(letter, since, most=1)), None)

    async def find_all(self, letter: Letter, since: datetime) -> list[Posted]:
        """The same, to the end."""
        return await self._search(letter, since, most=_PAGE * _MOST_PAGES)

    async def remove(self, place: Posted) -> None:
        """Delete it; one that is gone already is as good."""
        try:
            await _call(self._client.chat_delete(channel=place.channel, ts=place.ts))
        except Rejected as refused:
            if refused.code != "message_not_found":
                raise

    async def _search(self, letter: Letter, since: datetime, *, most: int) -> list[Posted]:
        found: list[Posted] = []
        channel = letter.channel
        if channel.startswith(("U", "W")):
            opened = await _call(self._client.conversations_open(users=channel))
            channel = str(opened["channel"]["id"])
        cursor: str | None = None
        for _ in range(_MOST_PAGES):
            page = await _call(self._page(channel, letter.thread_ts, since, cursor))
            for message in page.get("messages") or []:
                if _key_of(message) == letter.key:
                    found.append(Posted(channel, str(message["ts"])))
            cursor = (page.get("response_metadata") or {}).get("next_cursor")
            if not cursor or len(found) >= most:
                return found
        searched = f"{_MOST_PAGES * _PAGE} messages since {since.isoformat()} searched, and there are more"
        raise NotAllSearched(searched, found)

    async def upload(self, picture: Upload) -> str:
        """Slack's three steps, without a channel: https://docs.slack.dev/messaging/working-with-files"""
        announced = await _call(
            self._client.files_getUploadURLExternal(
                filename=picture.name, length=len(picture.png), alt_txt=clip(picture.alt, _ALT_TEXT)
            )
        )
        await self._hand_over(str(announced["upload_url"]), picture.png)
        file = str(announced["file_id"])
        await _call(self._client.files_completeUploadExternal(files=[{"id": file, "title": picture.name}]))
        return file

    async def is_ready(self, file: str) -> bool:
        """Slack looks through a file first; until then it does not say of what type it is, or does not know it yet.

        https://docs.slack.dev/reference/methods/files.completeUploadExternal
        """
        try:
            told = await _call(self._client.files_info(file=file))
        except Rejected as refused:
            if refused.code == "file_not_found":
                return False
            raise
        return bool((told.get("file") or {}).get("mimetype"))

    async def _hand_over(self, url: str, content: bytes) -> None:
        """The bytes go to an address of their own, which wants no token."""
        limit = aiohttp.ClientTimeout(total=_TIMEOUT_SECONDS)
        try:
            async with (
                aiohttp.ClientSession(timeout=limit) as http,
                http.post(url, data=content, proxy=self._client.proxy, ssl=self._client.ssl or True) as answer,
            ):
                status = answer.status
        except aiohttp.ClientConnectorError as unreached:
            raise Unreachable(str(unreached)) from unreached
        except (aiohttp.ClientError, TimeoutError, ConnectionError) as broken:
            raise Doubtful(f"{type(broken).__name__}: {broken}") from broken
        if status == 429 or status >= 500:
            raise Doubtful(f"HTTP {status} at the upload")
        if status != 200:
            raise Rejected("upload_refused", f"HTTP {status}")

    async def is_gone(self, user_id: str) -> bool:
        """Slack keeps deactivated members and says so. https://docs.slack.dev/reference/objects/user-object"""
        try:
            told = await _call(self._client.users_info(user=user_id))
        except Rejected as refused:
            if refused.code == "user_not_found":
                return True
            raise
        return bool(told["user"].get("deleted"))

    async def name_of(self, user_id: str) -> str:
        """The display name, or the real one where none is set."""
        told = await _call(self._client.users_info(user=user_id))
        user = told["user"]
        profile = user.get("profile") or {}
        return str(profile.get("display_name") or user.get("real_name") or user.get("name") or user_id)

    def _page(
        self, channel: str, thread_ts: str | None, since: datetime, cursor: str | None
    ) -> Awaitable[AsyncSlackResponse]:
        asked: dict[str, Any] = {
            "channel": channel,
            "oldest": f"{since.timestamp():.6f}",
            "limit": _PAGE,
            "include_all_metadata": True,
            "cursor": cursor,
        }
        if thread_ts:
            return self._client.conversations_replies(ts=thread_ts, **asked)
        return self._client.conversations_history(**asked)


def _metadata(letter: Letter) -> dict[str, Any]:
    return {"event_type": METADATA_EVENT, "event_payload": {"key": letter.key}}


def _key_of(message: dict[str, Any]) -> str | None:
    metadata = message.get("metadata") or {}
    return (metadata.get("event_payload") or {}).get("key") if metadata.get("event_type") == METADATA_EVENT else None


async def _call(asked: Awaitable[AsyncSlackResponse]) -> AsyncSlackResponse:
    """Slack's answer, or one of the messenger's four errors."""
    try:
        return await asked
    except SlackApiError as refused:
        raise _meaning(refused) from refused
    except (aiohttp.ClientConnectorError, aiohttp.ClientConnectorDNSError) as unreached:
        raise Unreachable(str(unreached)) from unreached
    except (aiohttp.ClientError, SlackRequestError, TimeoutError, ConnectionError) as broken:
        raise Doubtful(f"{type(broken).__name__}: {broken}") from broken


def _meaning(refused: SlackApiError) -> Exception:
    response = refused.response
    status = getattr(response, "status_code", 200)
    data = response.data if isinstance(getattr(response, "data", None), dict) else {}
    code = str(data.get("error") or "")
    if status == 429 or code in ("ratelimited", "rate_limited"):
        headers = getattr(response, "headers", {}) or {}
        return RateLimited(float(headers.get("Retry-After") or headers.get("retry-after") or 1))
    if code in _OUR_TROUBLE and not _is_beside_the_point(str(data.get("needed"))):
        return Unreachable(code, is_certain=True)
    if status >= 500 or code in _SERVER_TROUBLE or not code:
        return Doubtful(f"HTTP {status} {code}".strip())
    return Rejected(code, "; ".join((data.get("response_metadata") or {}).get("messages") or []))


def _is_beside_the_point(needed: str) -> bool:
    """Whether all messages go without this scope: to look back and to show pictures is not to be able to post."""
    return "history" in needed or "files:" in needed
