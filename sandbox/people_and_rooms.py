"""People and rooms: who is in the workspace, where they talk, and how the app is installed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

# What a bot of this kind may ask for; an installation with fewer is refused with missing_scope.
ALL_SCOPES = (
    "app_mentions:read", "channels:history", "channels:join", "channels:read", "chat:write", "chat:write.public",
    "commands", "files:read", "files:write", "groups:history", "groups:read", "im:history", "im:read", "im:write",
    "reactions:write", "team:read", "users:read", "users:read.email",
)  # fmt: skip

Bilingual = Mapping[str, str]  # {"zh": …, "en": …}


@dataclass(frozen=True)
class Member:
    """A person; `role_note` says in both languages who they are here, for the page only."""

    id: str
    name: str
    real_name: str
    tz: str = "Asia/Shanghai"
    locale: str = "zh-CN"
    role_note: Bilingual = field(default_factory=dict)
    email: str = ""
    is_bot: bool = False
    deleted: bool = False

    @property
    def reads_chinese(self) -> bool:
        return self.locale.lower().startswith("zh")


@dataclass
class Room:
    """A channel, private channel or direct conversation (`is_im`); `members` are user ids."""

    id: str
    name: str
    topic: str = ""
    members: list[str] = field(default_factory=list)
    bot_in: bool = True
    is_private: bool = False
    is_im: bool = False
    is_archived: bool = False

    @property
    def kind(self) -> str:
        """`im`, `private_channel` or `public_channel`, as conversations.list names them."""
        if self.is_im:
            return "im"
        return "private_channel" if self.is_private else "public_channel"


@dataclass(frozen=True)
class SlashCommand:
    """A slash command; `verbs` are hints for the page's completion: {"name", "hint", "description": {zh, en}}."""

    command: str
    usage_hint: str = ""
    description: Bilingual = field(default_factory=dict)
    verbs: Sequence[Mapping[str, object]] = ()


@dataclass(frozen=True)
class AppSettings:
    """The one installed app: its credentials, where it listens, and what it may do.

    `events` are the subscribed event types, named as in the app manifest.
    """

    bot_user_id: str
    bot_id: str
    app_id: str
    name: str
    token: str
    signing_secret: str
    request_url: str
    app_token: str = ""
    commands: Sequence[SlashCommand] = ()
    scopes: Sequence[str] = ALL_SCOPES
    events: Sequence[str] = ("app_home_opened", "app_mention", "message.channels", "message.groups", "message.im")
