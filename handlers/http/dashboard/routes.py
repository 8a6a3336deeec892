"""Routes: the dashboard's addresses, all of them GET: nothing of the shop is changed here."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.page import paper
from bot.page.asked import Asked, NotAsked, asked_for
from bot.page.sheet import Counted, sheet_of
from handlers.casework import page_entry
from handlers.casework.desk import Desk
from handlers.casework.page_entry import Closed, Entered, NotTheirs
from handlers.casework.page_figures import ALL_STEPS, PageFigures, TooBusy
from handlers.http.dashboard.answers import COOKIE, Place, asset_answer, html, notice, opened, without_session
from handlers.http.dashboard.downloads import FileKind, written

log = structlog.get_logger()
Endpoint = Callable[[Request], Awaitable[Response]]
Writing = Callable[[Asked, Counted, Desk], Response]
PATIENCE = 1.5  # seconds; then the browser is told how far it is
_AGAIN = "2"


def dashboard_routes(desk: Desk, figures: PageFigures | None = None, patience: float = PATIENCE) -> list[Route]:
    """The page, its way out, its style and its script. A link opens it: `/dashboard?t=…`."""
    counting = figures or PageFigures(desk)
    assets = [Route(f"/dashboard/{name}", _asset(name)) for name in paper.ASSETS]
    return [
        Route("/dashboard", _page(desk, counting, patience), methods=["GET"]),
        *(
            Route(f"/dashboard/report.{kind}", _file(desk, counting, patience, written(kind)), methods=["GET"])
            for kind in FileKind
        ),
        Route("/dashboard/leave", _leave(desk), methods=["GET"]),
        *assets,
    ]


def _page(desk: Desk, figures: PageFigures, patience: float) -> Endpoint:
    place = Place.of(desk)

    async def answer(request: Request) -> Response:
        if "t" in request.query_params:
            return await _exchanged(request, desk, place)
        found = await _counted(request, desk, figures, patience)
        if isinstance(found, int):
            return _waiting(found, place, desk)
        return html(await asyncio.to_thread(_drawn, *found, place, desk))

    return _guarded(desk, place, answer)


def _file(desk: Desk, figures: PageFigures, patience: float, write: Writing) -> Endpoint:
    place = Place.of(desk)

    async def answer(request: Request) -> Response:
        found = await _counted(request, desk, figures, patience)
        if isinstance(found, int):
            return _waiting(found, place, desk)
        asked, counted, _ = found
        return await asyncio.to_thread(write, asked, counted, desk)

    return _guarded(desk, place, answer)


def _guarded(desk: Desk, place: Place, answer: Endpoint) -> Endpoint:
    """What is refused becomes one kind sentence."""

    async def door(request: Request) -> Response:
        try:
            return await answer(request)
        except Closed:
            return without_session(notice("closed", 401, place, desk.look), place)
        except NotTheirs:
            return notice("not_yours", 403, place, desk.look)
        except NotAsked:
            return notice("asked_wrong", 400, place, desk.look)
        except TooBusy:
            return _waiting(0, place, desk)
        except SQLAlchemyError as broken:
            log.warning("the page cannot read its data", because=type(broken).__name__)
            return notice("broken", 503, place, desk.look)

    return door


async def _exchanged(request: Request, desk: Desk, place: Place) -> Response:
    """A browser or a scanner that only looks ahead does not use the link up."""
    if request.method == "HEAD" or "prefetch" in request.headers.get("sec-purpose", ""):
        return html("", 204)
    session = await page_entry.exchange(desk, request.query_params["t"])
    log.info("the dashboard was opened by a link")
    return opened(session, int(desk.policy.page.session.total_seconds()), place)


async def _counted(
    request: Request, desk: Desk, figures: PageFigures, patience: float
) -> tuple[Asked, Counted, Entered] | int:
    """What was asked for with its figures, or how many steps are done."""
    entered = await page_entry.enter(desk, request.cookies.get(COOKIE, ""))
    today = desk.clock.now().astimezone(desk.policy.zone).date()
    stores = {*desk.policy.stores, *entered.stores}
    asked = asked_for(request.query_params.multi_items(), today, stores)
    found = await figures.counted(asked.period, asked.scope, entered.stamp, patience)
    return found if isinstance(found, int) else (asked, found, entered)


def _drawn(asked: Asked, counted: Counted, entered: Entered, place: Place, desk: Desk) -> str:
    return paper.figures_html(sheet_of(asked, counted, entered.stores, desk.look), place.home, desk.look)


def _waiting(done: int, place: Place, desk: Desk) -> Response:
    return html(paper.waiting_html(done, ALL_STEPS, place.home, desk.look), refresh=_AGAIN)


def _leave(desk: Desk) -> Endpoint:
    place = Place.of(desk)

    async def door(request: Request) -> Response:
        if request.method != "HEAD":
            await page_entry.leave(desk, request.cookies.get(COOKIE, ""))
        return without_session(notice("closed", 200, place, desk.look), place)

    return door


def _asset(name: str) -> Endpoint:
    async def door(_: Request) -> Response:
        return asset_answer(await asyncio.to_thread(paper.asset, name), paper.ASSETS[name])

    return door
