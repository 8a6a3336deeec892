"""Manifest: the Slack app as the admin pastes it, with the fewest scopes that the desk can work with."""

from typing import Any

from handlers.slack.commands import COMMAND
from scripts_library.wording import Wording

# Why each: docs/slack.md. Nothing reads what people write, except to find our own messages again after a doubt.
SCOPES = (
    "channels:history",
    "chat:write",
    "commands",
    "files:read",
    "files:write",
    "groups:history",
    "im:history",
    "im:write",
    "users:read",
)
# An installation of before there were pictures goes on without these: its messages have words instead.
FOR_PICTURES = frozenset({"files:read", "files:write"})
EVENTS = ("app_home_opened",)
PLACEHOLDER = "https://your-address.example/slack/events"


def manifest(say: Wording, *, socket_mode: bool, url: str | None) -> dict[str, Any]:
    """https://docs.slack.dev/reference/app-manifest"""
    address = {} if socket_mode else {"request_url": url or PLACEHOLDER}
    command = {
        "command": COMMAND,
        "description": say("commands.description"),
        "usage_hint": say("commands.hint"),
        "should_escape": True,
    }
    return {
        "display_information": {"name": say("commands.app_name"), "description": say("commands.app_description")},
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": True,
            },
            "bot_user": {"display_name": say("commands.app_name"), "always_online": True},
            "slash_commands": [command | ({} if socket_mode else {"url": url or PLACEHOLDER})],
        },
        "oauth_config": {"scopes": {"bot": list(SCOPES)}},
        "settings": {
            "event_subscriptions": {"bot_events": list(EVENTS)} | address,
            "interactivity": {"is_enabled": True} | address,
            "org_deploy_enabled": False,
            "socket_mode_enabled": socket_mode,
            "token_rotation_enabled": False,
        },
    }
