"""Answers: the page's responses with their headers, and the cookie of its session."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.responses import HTMLResponse, RedirectResponse, Response

from bot.cards.look import Look
from bot.page.paper import notice_html
from handlers.casework.desk import Desk

COOKIE = "review_desk_page"
_POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "img-src data:",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
_GUARDS = {
    "content-security-policy": _POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}
_NOT_KEPT = {"cache-control": "no-store"}
_A_WHILE = {"cache-control": "public, max-age=86400, immutable"}


@dataclass(frozen=True)
class Place:
    """Where people reach the page: its path, and whether only encrypted."""

    home: str
    is_secure: bool

    @classmethod
    def of(cls, desk: Desk) -> "Place":
        """By PUBLIC_URL, which may have a path of its own."""
        address = urlsplit(desk.public_url or "")
        return cls(f"{address.path}/dashboard", address.scheme == "https")


def html(text: str, status: int = 200, **headers: str) -> Response:
    """A page that no cache keeps."""
    return HTMLResponse(text, status, {**_GUARDS, **_NOT_KEPT, **headers})


def notice(key: str, status: int, place: Place, look: Look) -> Response:
    """One kind sentence, in both languages."""
    return html(notice_html(key, place.home, look), status)


def asset_answer(text: str, kind: str) -> Response:
    """The style or the script: nothing of the shop is in them, and another content has another address."""
    return Response(text, 200, {**_GUARDS, **_A_WHILE}, kind)


def file_answer(content: bytes, kind: str, name: str) -> Response:
    """A file to keep, which no cache keeps."""
    guards = {**_GUARDS, **_NOT_KEPT, "content-disposition": f'attachment; filename="{name}"'}
    return Response(content, 200, guards, kind)


def opened(session: str, seconds: int, place: Place) -> Response:
    """To the page itself, so that neither the address bar nor a referrer holds the link; the cookie opens it."""
    answer = RedirectResponse(place.home, 303, {**_GUARDS, **_NOT_KEPT})
    answer.set_cookie(
        COOKIE, session, max_age=seconds, path=place.home, secure=place.is_secure, httponly=True, samesite="lax"
    )
    return answer


def without_session(answer: Response, place: Place) -> Response:
    """The same answer, and the browser forgets the session."""
    answer.delete_cookie(COOKIE, path=place.home, secure=place.is_secure, httponly=True, samesite="lax")
    return answer
