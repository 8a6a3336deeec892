"""Unheard: what is raised when Slack was not reached, or its answer was not heard."""

import aiohttp
from slack_sdk.errors import SlackClientError

# aiohttp's own errors are no OSErrors: a connection that Slack closes in the middle of an answer is one.
UNHEARD = (SlackClientError, aiohttp.ClientError, OSError, TimeoutError)
