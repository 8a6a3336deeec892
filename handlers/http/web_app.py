"""Web app: every HTTP route of the bot."""

from collections.abc import Mapping

from slack_bolt.async_app import AsyncApp
from starlette.routing import Route

from handlers.casework.desk import Desk
from handlers.heartbeat import Heartbeat
from handlers.http.chats import chats_door
from handlers.http.dashboard import dashboard_routes
from handlers.http.health import alive, metrics_door, readiness_door
from handlers.http.slack_endpoint import slack_door
from handlers.http.webhooks import orders_door, reviews_door


def bot_routes(desk: Desk, bolt: AsyncApp, secrets: Mapping[str, tuple[str, ...]], heartbeat: Heartbeat) -> list[Route]:
    """The routes of the contract; `secrets` are the webhook secrets by source."""
    return [
        Route("/webhooks/reviews/{source}", reviews_door(desk, secrets), methods=["POST"]),
        Route("/webhooks/chats/{source}", chats_door(desk, secrets), methods=["POST"]),
        Route("/webhooks/orders/{source}", orders_door(desk, secrets), methods=["POST"]),
        Route("/slack/events", slack_door(bolt), methods=["POST"]),
        Route("/healthz", alive),
        Route("/readyz", readiness_door(desk, heartbeat)),
        Route("/metrics", metrics_door(desk, heartbeat)),
        *dashboard_routes(desk),
    ]
