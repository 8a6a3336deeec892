"""Sender: how a source signs by the Standard Webhooks specification, worked out anew, so that it can contradict us."""

import base64
import hashlib
import hmac

SECRET = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3"


def signature(secret: str, webhook_id: str, timestamp: str, body: bytes) -> str:
    """https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md#symmetric"""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = hmac.new(key, f"{webhook_id}.{timestamp}.".encode() + body, hashlib.sha256).digest()
    return "v1," + base64.b64encode(signed).decode()
