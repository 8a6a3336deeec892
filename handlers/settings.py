"""Settings: what comes from the environment or from `.env`."""

import os
import re
from pathlib import Path
from typing import Annotated, Self

from dotenv import dotenv_values
from pydantic import AfterValidator, Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.vocabulary import Locale

_ENV_FILE = Path(".env")
_ADDRESS = re.compile(r"https?://[A-Za-z0-9.-]+(:\d{1,5})?(/[A-Za-z0-9._~-]+)*|https?://\[[0-9A-Fa-f:]+\](:\d{1,5})?")
_SOURCES, _GATEWAYS = "WEBHOOK_SECRET_", "GATEWAY_SECRET_"


class SettingsError(Exception):
    """A setting is missing or wrong; the message is one sentence for the admin."""


def _address(value: str) -> str:
    shown = value.rstrip("/")
    if not _ADDRESS.fullmatch(shown):
        raise ValueError("an address such as https://desk.example.com was expected")
    return shown


class Settings(BaseSettings):
    """Every setting of the program; see docs/settings.md."""

    model_config = SettingsConfigDict(env_file=_ENV_FILE, extra="ignore", frozen=True, env_ignore_empty=True)

    slack_bot_token: str = Field(default="", repr=False)
    slack_signing_secret: str = Field(default="", repr=False)
    slack_app_token: str = Field(default="", repr=False)
    slack_api_url: str | None = None
    database_url: str = "sqlite:///data/review-desk.db"
    data_key: str = Field(default="", repr=False)
    data_key_file: Path | None = None
    policy_file: Path | None = None
    model_file: Path | None = None
    scripts_folder: Path | None = None
    host: str = "127.0.0.1"
    port: int = Field(default=3000, ge=0, le=65535)
    public_url: Annotated[str, AfterValidator(_address)] | None = None
    locale: Locale = Locale.ZH_CN

    @classmethod
    def read(cls) -> Self:
        """From the environment; a bad value is one sentence naming it."""
        try:
            return cls()
        except ValidationError as wrong:
            fault = wrong.errors(include_url=False)[0]
            name = str(fault["loc"][0]).upper()
            raise SettingsError(
                f"{name} is {fault['input']!r}: {fault['msg'][:1].lower() + fault['msg'][1:]}"
            ) from None


def webhook_secrets() -> dict[str, tuple[str, ...]]:
    """Source name in lower case → its secrets; two while rotating, separated by a space."""
    return _secrets(_SOURCES)


def gateway_secrets() -> dict[str, tuple[str, ...]]:
    """Channel in lower case → the secret of its gateway, or a provider's id and key, separated by a space."""
    return _secrets(_GATEWAYS)


def _secrets(prefix: str) -> dict[str, tuple[str, ...]]:
    known = {**dotenv_values(_ENV_FILE), **os.environ}
    return {
        name.removeprefix(prefix).lower(): tuple(value.split())
        for name, value in known.items()
        if name.startswith(prefix) and value and value.split()
    }
