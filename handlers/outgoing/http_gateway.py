"""HTTP gateway: a text is handed to an address of the shop's, signed; docs/sending.md says what it hears."""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

import aiohttp

from bot.outreach import Addressee, NotTaken, Parcel, TryLater, Unclear
from bot.vocabulary import Outlet
from handlers.http.signatures import signer

_SECONDS = 15
_LATER = frozenset({408, 425, 429, 500, 502, 503, 504})
_KNOWN_ALREADY = 409
_WORDS, _MOST_BYTES, _DIGITS = 200, 10_000, 9
_PROXYS_OWN = range(520, 600)  # such as 524: it passed the text on, and heard nothing


class HttpGateway:
    """Signed by Standard Webhooks. The key of a text is its `webhook-id`, the same at every try: it must count once.

    `wall` is the real time that signatures carry.
    """

    repeats_safely = True

    def __init__(self, url: str, secret: str, wall: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._url, self._secret, self._wall = url, secret, wall

    def reaches(self, to: Addressee) -> bool:
        """By the customer's number or name at the platform, or by telephone; a review has its id."""
        return bool(to.customer_id or to.name or to.phone or to.review_id)

    async def send(self, parcel: Parcel) -> str:
        """2xx and 409 (it has it already) mean taken. What cannot be answered now is tried again."""
        body = json.dumps(_body(parcel), ensure_ascii=False)
        try:
            async with (
                aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=_SECONDS)) as session,
                session.post(
                    self._url, data=body.encode(), headers=self._headers(parcel.key, body), allow_redirects=False
                ) as answer,
            ):
                return _read(answer.status, answer.headers, await _beginning(answer.content))
        except (aiohttp.ClientConnectorError, aiohttp.InvalidURL) as unreachable:
            raise TryLater(f"not reachable ({type(unreachable).__name__})") from None
        except (aiohttp.ClientError, TimeoutError) as broken:
            raise Unclear(type(broken).__name__) from None

    def _headers(self, key: str, body: str) -> dict[str, str]:
        now = self._wall()
        return {
            "content-type": "application/json",
            "webhook-id": key,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": signer(self._secret).sign(key, now, body),
        }


def _body(parcel: Parcel) -> dict[str, Any]:
    """What is empty is left out."""
    to = parcel.to
    customer = {"id": to.customer_id, "name": to.name, "phone": to.phone if parcel.outlet is Outlet.SMS else ""}
    whom = {"review": {"source": to.source, "id": to.review_id}, "store": to.store, "platform": to.platform}
    if parcel.outlet is not Outlet.PUBLIC:
        whom |= {"customer": {name: value for name, value in customer.items() if value}, "order": {"id": to.order_id}}
    return {"id": parcel.key, "channel": str(parcel.outlet), "text": parcel.text} | whom


async def _beginning(content: aiohttp.StreamReader) -> bytes:
    """As much of an answer as is looked at: it comes in pieces, and may go on for ever."""
    read = b""
    while len(read) < _MOST_BYTES and (piece := await content.read(_MOST_BYTES - len(read))):
        read += piece
    return read


def _read(status: int, headers: Mapping[str, str], body: bytes) -> str:
    told = _told(body)
    if 200 <= status < 300 or status == _KNOWN_ALREADY:
        return str(told.get("reference") or "")[:_WORDS]
    if status in _LATER:
        after = headers.get("Retry-After", "")
        is_seconds = after.isascii() and after.isdigit() and len(after) <= _DIGITS
        raise TryLater(f"answered {status}", float(after) if is_seconds else None)
    if status in _PROXYS_OWN:
        raise Unclear(f"answered {status}")
    reason = str(told.get("error") or "")[:_WORDS]
    raise NotTaken(f"{reason} ({status})" if reason else f"HTTP {status}")


def _told(body: bytes) -> dict[str, Any]:
    """The answer as an object; anything else says nothing."""
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}
