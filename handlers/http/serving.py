"""Serving: an ASGI application under uvicorn on a socket that is already bound."""

import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

import uvicorn
from starlette.types import ASGIApp


class PortTaken(Exception):
    """The address cannot be listened on; the message says what to change."""


def bind(host: str, port: int) -> socket.socket:
    """A listening socket; port 0 takes a free one."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Named as TCP, because asyncio switches Nagle's delay off only then: it would cost 40 ms an answer.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as taken:
        listener.close()
        raise PortTaken(f"cannot listen on {host}:{port} ({taken.strerror}); choose another HOST or PORT") from None
    listener.listen(128)
    return listener


def server(app: ASGIApp, on_stop: Callable[[], None] | None = None, *, websockets: bool = True) -> uvicorn.Server:
    """Quiet, and without a lifespan of the application's own: its parts are started by who made them.

    `on_stop` is called when stopping begins, to end what would keep connections open. Without `websockets` their
    protocol is not even loaded.
    """
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        lifespan="off",
        timeout_graceful_shutdown=3,
        ws="auto" if websockets else "none",
    )
    return _Server(config, on_stop)


@contextmanager
def politely_ended() -> Iterator[None]:
    """Inside, SIGTERM does what Ctrl+C does, so that all is closed; a server does so by itself."""
    before = signal.signal(signal.SIGTERM, _as_ctrl_c)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _as_ctrl_c(_sig: int, frame: FrameType | None) -> None:
    """A running loop cancels its task, where an exception could strike in the middle of anything."""
    heard = signal.getsignal(signal.SIGINT)
    handle = heard if callable(heard) else signal.default_int_handler
    handle(signal.SIGINT, frame)


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, on_stop: Callable[[], None] | None) -> None:
        super().__init__(config)
        self._on_stop = on_stop

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:  # noqa: ARG002  # as uvicorn calls it
        """Stop serving, and no more: uvicorn would raise the signal anew and kill what is still to be closed."""
        if self.should_exit and sig == signal.SIGINT:
            self.force_exit = True  # a second Ctrl+C does not wait for open connections
        self.should_exit = True

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        if self._on_stop:
            self._on_stop()
        await super().shutdown(sockets)
