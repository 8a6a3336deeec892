"""Serving: an ASGI application under uvicorn on a socket that is already bound."""

import socket

import uvicorn
from starlette.types import ASGIApp


class PortTaken(Exception):
    """The address cannot be listened on; the message says what to change."""


def bind(host: str, port: int) -> socket.socket:
    """A listening socket; port 0 takes a free one."""
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as taken:
        listener.close()
        raise PortTaken(f"cannot listen on {host}:{port} ({taken.strerror}); choose another HOST or PORT") from None
    listener.listen(128)
    return listener


def server(app: ASGIApp) -> uvicorn.Server:
    """Quiet, and without a lifespan of the application's own: its parts are started by who made them."""
    return uvicorn.Server(
        uvicorn.Config(app, log_level="warning", access_log=False, lifespan="off", timeout_graceful_shutdown=3)
    )
