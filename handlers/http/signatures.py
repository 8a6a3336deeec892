"""Signatures: proof that a delivery comes from its source, checked on the raw body."""

import base64
import binascii
from collections.abc import Mapping, Sequence

from standardwebhooks import Webhook
from standardwebhooks.webhooks import WebhookVerificationError

_HEADERS = ("webhook-id", "webhook-timestamp", "webhook-signature")


def is_genuine(body: str, headers: Mapping[str, str], secrets: Sequence[str]) -> bool:
    """Standard Webhooks: one of the secrets signed this body within five minutes. https://www.standardwebhooks.com"""
    told = {name: headers.get(name, "") for name in _HEADERS}
    return _readable(told) and any(_signed(body, told, secret) for secret in secrets)


def signer(secret: str) -> Webhook:
    """The secret as a key: base64 behind `whsec_`; what is no base64 is taken for the key's own letters."""
    try:
        return Webhook(secret)
    except (binascii.Error, ValueError):
        return Webhook(base64.b64encode(secret.encode()).decode())


def _readable(told: Mapping[str, str]) -> bool:
    """The library trips over what is missing, not ASCII, or no whole number of seconds."""
    stamp = told["webhook-timestamp"]
    return all(value and value.isascii() for value in told.values()) and stamp.isdigit() and len(stamp) <= 12


def _signed(body: str, told: dict[str, str], secret: str) -> bool:
    """A signature that cannot even be taken apart makes the library raise ValueError: it is no signature."""
    try:
        signer(secret).verify(body, told, json_parse=False)
    except (WebhookVerificationError, ValueError):
        return False
    return True
