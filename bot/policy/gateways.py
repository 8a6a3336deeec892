"""Gateways in the policy: by what the desk sends to customers by itself; without them people copy and log."""

from datetime import timedelta
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from bot.duration import Duration

_LONGEST = timedelta(hours=2)
Word = Annotated[str, StringConstraints(min_length=1, max_length=100, strip_whitespace=True)]


def _web_address(value: str) -> str:
    try:
        parts = urlsplit(value)
        well = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        well = False
    if not well:
        raise ValueError("a web address such as https://gateway.example.com/send")
    return value


WebAddress = Annotated[str, Field(max_length=2000), AfterValidator(_web_address)]


class Gateway(BaseModel):
    """The gateway of one channel: an address of the shop's own, or a provider of short messages.

    `app_id`, `sign` and `template` are the provider's; the template has one variable, which takes the whole text.
    `give_up`: what could not be sent so long is not sent any more, and whoever asked hears of it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    url: WebAddress | None = None
    provider: Literal["tencent"] | None = None
    app_id: Word | None = None
    sign: Word | None = None
    template: Word | None = None
    region: Word = "ap-guangzhou"
    give_up: Duration = timedelta(minutes=15)

    @model_validator(mode="after")
    def _one_of_two(self) -> Self:
        """Either is whole."""
        of_provider = (self.app_id, self.sign, self.template)
        if bool(self.url) == bool(self.provider) or (self.provider and not all(of_provider)):
            raise ValueError('url = "https://…", or provider = "tencent" with app_id, sign and template')
        if self.url and any(of_provider):
            raise ValueError("url alone: app_id, sign and template belong to a provider")
        if not timedelta(seconds=30) <= self.give_up <= _LONGEST:
            raise ValueError("give_up from 30s to 2h")
        return self


Gateways = dict[Literal["wangwang", "sms"], Gateway]
