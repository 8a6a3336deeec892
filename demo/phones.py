"""Phones: the demo's customers, who get what the desk sends in a channel of the local workspace.

A gateway of the shop's own in small: it checks the signature, wants a number for a short message, and shows a text once
however often it is handed over.
"""

import json
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.masking import mask_name, mask_phone
from bot.outreach import Gateways
from bot.vocabulary import Outlet
from demo.team import PHONES
from handlers.http.signatures import is_genuine
from handlers.outgoing.http_gateway import HttpGateway
from sandbox.workspace import Workspace
from scripts_library.wording import Wording
from slack_rules.text import escape

_PATH = "/demo/phones"
_SOURCE = "standard"


def demo_gateways(base_url: str, secret: str) -> Gateways:
    """Everything that the desk can send goes to the phones."""
    gateway = HttpGateway(f"{base_url}{_PATH}", secret)
    return Gateways({Outlet.WANGWANG: gateway, Outlet.SMS: gateway}, {_SOURCE: gateway})


def phones_route(workspace: Workspace, secret: str, wording: Wording) -> Route:
    """POST /demo/phones."""
    seen: set[str] = set()

    async def door(request: Request) -> Response:
        body = (await request.body()).decode("utf-8", "replace")
        if not is_genuine(body, request.headers, [secret]):
            return JSONResponse({"error": "bad, stale or missing signature"}, 401)
        told = json.loads(body)
        customer = told.get("customer") or {}
        if told["channel"] == Outlet.SMS and not customer.get("phone"):
            return JSONResponse({"error": wording("demo.no_phone")}, 422)
        if told["id"] in seen:
            return JSONResponse({"reference": told["id"]}, 409)
        seen.add(told["id"])
        writer = workspace.bot_marks() | {"username": wording("demo.phones")}
        workspace.post(PHONES, writer | {"text": _shown(told, customer, wording)})
        return JSONResponse({"reference": told["id"]}, 202)

    return Route(_PATH, door, methods=["POST"])


def _shown(told: dict[str, Any], customer: dict[str, str], wording: Wording) -> str:
    """Who gets it, on what, and the words as they came."""
    name = mask_name(customer.get("name") or "") or wording("demo.somebody")
    phone = mask_phone(customer["phone"]) if customer.get("phone") else ""
    outlet = wording(f"words.outlet.{told['channel']}")
    head = wording.md("demo.phone", outlet=outlet, name=name, phone=phone, review=told["review"]["id"])
    return "\n>".join([head, *escape(told["text"]).splitlines()])
