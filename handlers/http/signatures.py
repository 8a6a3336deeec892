"""Signatures: proof that a delivery comes from its source, checked on the raw body."""

import base64
import binascii
import re
from collections.abc import Mapping, Sequence
from functools import cache

from standardwebhooks import Webhook
from standardwebhooks.webhooks import EmptyWebhookSecretError, WebhookVerificationError

_HEADERS = ("webhook-id", "webhook-timestamp", "webhook-signature")
_LONGEST_ID = 200  # it is part of a row's identity
_V1 = re.compile(r"(?<!\S)v1,[A-Za-z0-9+/]{43}=(?!\S)")


def is_genuine(body: str, headers: Mapping[str, str], secrets: Sequence[str]) -> bool:
    """Standard Webhooks: one of the secrets signed this body within five minutes. https://www.standardwebhooks.com"""
    told = {name: headers.get(name, "") for name in _HEADERS}
    if not _readable(told):
        return False
    told["webhook-signature"] = " ".join(_V1.findall(told["webhook-signature"]))
    return any(_signed(body, told, secret) for secret in secrets)


@cache
def signer(secret: str) -> Webhook:
    """The secret as a key: base64 behind `whsec_`; what is no base64 is taken for the key's own letters."""
    told = secret.removeprefix("whsec_").rstrip("=")
    try:
        return Webhook(base64.b64decode(told + "=" * (-len(told) % 4), validate=True))
    except (binascii.Error, ValueError):
        return Webhook(secret.encode())


def _readable(told: Mapping[str, str]) -> bool:
    """The library trips over what is missing, not ASCII, or no whole number of seconds."""
    stamp = told["webhook-timestamp"]
    if len(told["webhook-id"]) > _LONGEST_ID:
        return False
    return all(value and value.isascii() for value in told.values()) and stamp.isdigit() and len(stamp) <= 12


def _signed(body: str, told: dict[str, str], secret: str) -> bool:
    """The library gives up at the first signature it cannot take apart, so only whole ones are shown to it."""
    try:
        signer(secret).verify(body, told, json_parse=False)
    except (WebhookVerificationError, EmptyWebhookSecretError):
        return False
    return True
