"""Bolt app: all of Slack's listeners on one AsyncApp."""

import structlog
from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from handlers.casework.desk import Desk
from handlers.casework.page_figures import PageFigures
from handlers.slack import (
    alerts,
    approvals,
    buttons,
    causes,
    commands,
    decisions,
    dialogs,
    dispatches,
    drills,
    home,
    improvements,
    incident_customers,
    incidents,
    month,
    previewing,
    quality_checks,
    reply_approvals,
    reporting,
    rota,
    rota_dialog,
    scorecards,
    tasks,
    wellbeing,
)
from handlers.slack.answering import Whisper
from handlers.slack.door import Door

log = structlog.get_logger()
_PARTS = (
    buttons,
    dialogs,
    previewing,
    approvals,
    reply_approvals,
    causes,
    incident_customers,
    incidents,
    dispatches,
    tasks,
    improvements,
    drills,
    quality_checks,
    scorecards,
    alerts,
    month,
    reporting,
    decisions,
    rota,
    rota_dialog,
    wellbeing,
    commands,
    home,
)


def build_bolt(desk: Desk, client: AsyncWebClient, signing_secret: str) -> AsyncApp:
    """The app with every listener. Bolt verifies each request's signature before any of them hears it."""

    async def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
        """We have one token: Bolt would ask Slack whose it is, and hear no press while Slack's API is down."""
        return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, bot_token=client.token)

    app = AsyncApp(
        name="review-desk",  # unnamed, Bolt looks through the source of every loaded module for our file's name
        client=client,
        authorize=authorize,
        signing_secret=signing_secret,
        raise_error_for_unhandled_request=False,
    )
    door = Door(app, desk, client, Whisper(client), PageFigures(desk, at_once=1))
    for part in _PARTS:
        part.register(door)
    app.error(_told)
    return app


async def _told(error: Exception, response: BoltResponse | None) -> BoltResponse | None:
    """A fault outside a listener's own frame; Slack still hears 200, or it would show an error for ours.

    An event has been answered before its listener runs: then there is no response left to give.
    """
    log.error("slack request failed", exc_info=error)
    return None if response is None else BoltResponse(status=200, body="")
