"""Health: whether the process lives, whether it is ready, and its figures for Prometheus."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.rules.figures import Backlog, BrokenPlace
from handlers.casework.desk import Desk
from handlers.heartbeat import Heartbeat
from storage import dispatches, inbox, outbox, schema, timers
from storage.places import WORKSPACE

Endpoint = Callable[[Request], Awaitable[Response]]


async def alive(_: Request) -> Response:
    """GET /healthz."""
    return JSONResponse({"status": "ok"})


def readiness_door(desk: Desk, heartbeat: Heartbeat) -> Endpoint:
    """GET /readyz: 503 with the reasons unless database, schema, delivery and clock are well."""

    async def door(_: Request) -> Response:
        reasons = await _reasons(desk, heartbeat)
        return JSONResponse({"ready": not reasons, "reasons": reasons}, 503 if reasons else 200)

    return door


def metrics_door(desk: Desk, heartbeat: Heartbeat) -> Endpoint:
    """GET /metrics, measured when asked."""

    async def door(_: Request) -> Response:
        try:
            backlog, *counts = await desk.db.read(_counted, desk.clock.now())
        except SQLAlchemyError as broken:
            return Response(f"# the database does not answer: {type(broken).__name__}\n", 503)
        return _exposition(desk, heartbeat, backlog, counts)

    return door


async def _reasons(desk: Desk, heartbeat: Heartbeat) -> list[str]:
    try:
        await asyncio.to_thread(schema.check, desk.db)  # it waits for the database
        backlog, failing, unfired = await desk.db.read(_measured, desk.clock.now())
    except SQLAlchemyError as broken:
        return [f"database: {type(broken).__name__}"]
    except schema.SchemaTooOld as old:
        return [f"schema: {old}"]
    reasons = []
    if failing:
        reasons.append(f"intake: {failing} deliveries could not be understood, see the log")
    if unfired:
        reasons.append(f"clock: {unfired} reminders could not fire, see the log")
    if backlog.late:
        reasons.append(f"delivery: {backlog.waiting} messages wait for Slack, the oldest since {backlog.oldest}")
    reasons += [f"delivery: {_place(one)}" for one in backlog.broken]
    if backlog.dead:
        reasons.append(f"delivery: {backlog.dead} messages of the last day cannot be delivered, see the log")
    if heartbeat.is_late():
        reasons.append(f"clock: the last tick was {heartbeat.age():.0f} s ago")
    return reasons


def _measured(session: Session, now: datetime) -> tuple[Backlog, int, int]:
    """What waits for Slack, and how many deliveries and reminders fail."""
    return outbox.backlog(session, now), inbox.count_failing(session), timers.count_failing(session)


def _counted(session: Session, now: datetime) -> tuple[Backlog, int, int, int, int]:
    """What waits for Slack; how many deliveries wait, reminders fail, texts wait and are unclear; of one moment."""
    return (
        outbox.backlog(session, now),
        inbox.count_waiting(session),
        timers.count_failing(session),
        *dispatches.count_on_their_way(session),
    )


def _exposition(desk: Desk, heartbeat: Heartbeat, backlog: Backlog, counts: Sequence[int]) -> Response:
    from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest  # not needed to start

    registry = CollectorRegistry()
    waiting, failing, texts, unclear = counts
    age = (desk.clock.now() - backlog.oldest).total_seconds() if backlog.oldest else 0.0
    for name, what, value in (
        ("review_desk_inbox_waiting", "Deliveries stored and not taken in yet", waiting),
        ("review_desk_timers_failing", "Reminders that could not fire at the last try", failing),
        ("review_desk_texts_waiting", "Texts to customers that wait for their gateway", texts),
        ("review_desk_texts_unclear", "Texts of which nobody knows whether they went out", unclear),
        ("review_desk_messages_waiting", "Messages that Slack has not got yet", backlog.waiting),
        ("review_desk_message_oldest_seconds", "Age of the oldest such message", age),
        ("review_desk_messages_dead", "Messages of the last day that cannot be delivered", backlog.dead),
        (
            "review_desk_places_broken",
            "Places in Slack that take no messages",
            len(backlog.broken),
        ),
        ("review_desk_tick_age_seconds", "Time since the last tick of the timetable", heartbeat.age()),
    ):
        Gauge(name, what, registry=registry).set(value)
    return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)


def _place(broken: BrokenPlace) -> str:
    place = "the workspace" if broken.channel == WORKSPACE else broken.channel
    return f"{place} takes nothing since {broken.since}: {broken.because}"
