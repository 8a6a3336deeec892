"""Source door: where a source pushes to; it is known, its signature checked on the raw body, then answered."""

from collections.abc import Awaitable, Callable, Mapping

import structlog
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from handlers.casework.desk import Desk
from handlers.http.body import BodyTooLarge, read_body
from handlers.http.malformed import Malformed
from handlers.http.signatures import is_genuine
from storage.arrivals import Stored

log = structlog.get_logger()
MOST_BYTES = 256 * 1024
Endpoint = Callable[[Request], Awaitable[Response]]
TakeIn = Callable[[str, str, str], Awaitable[Stored]]


def source_door(desk: Desk, secrets: Mapping[str, tuple[str, ...]], take_in: TakeIn) -> Endpoint:
    """POST /webhooks/…/{source}. `take_in(body, source, webhook-id)` stores durably, or raises `Malformed`."""

    async def door(request: Request) -> Response:
        source = request.path_params["source"].lower()
        if source not in desk.policy.sources:
            return _error(404, f"unknown source {source[:60]!r}", hint="name it in [sources] of the policy file")
        try:
            body = (await read_body(request, MOST_BYTES)).decode("utf-8")
        except BodyTooLarge:
            return _error(413, f"the body is over {MOST_BYTES // 1024} KiB; send fewer at a time")
        except UnicodeDecodeError:
            return _error(400, "the body is not UTF-8", field="body")
        if not is_genuine(body, request.headers, secrets.get(source, ())):
            return _error(401, "bad, stale or missing signature")
        try:
            stored = await take_in(body, source, request.headers["webhook-id"])
        except Malformed as wrong:
            return _error(400, str(wrong), field=wrong.field)
        except SQLAlchemyError:
            log.exception("a delivery could not be stored")
            return _error(503, "could not be stored; please send it again", headers={"Retry-After": "5"})
        return JSONResponse({"accepted": stored.accepted, "duplicates": stored.duplicates}, 202)

    return door


def _error(status: int, problem: str, *, headers: dict[str, str] | None = None, **more: str) -> Response:
    return JSONResponse({"error": problem, **more}, status, headers)
