"""Bare echo: the least a webhook door can do, under the same server; what the intake is measured against."""

import sys

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from handlers.http.serving import bind, server


async def echo(request: Request) -> Response:
    """Read the body, and say that it was heard; nothing is kept."""
    return JSONResponse({"accepted": 1, "bytes": len(await request.body())}, 202)


async def ready(_: Request) -> Response:
    """At once."""
    return JSONResponse({"ready": True})


if __name__ == "__main__":
    routes = [Route("/webhooks/reviews/{source}", echo, methods=["POST"]), Route("/readyz", ready)]
    server(Starlette(routes=routes), websockets=False).run(sockets=[bind("127.0.0.1", int(sys.argv[1]))])
