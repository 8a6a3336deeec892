"""Serving for tests: uvicorn without its own loop, which looks only every tenth of a second whether it is to end."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvicorn

_PATIENCE_SECONDS = 20


@asynccontextmanager
async def served(web: uvicorn.Server, listener: socket.socket) -> AsyncIterator[None]:
    """Inside, it answers; at the end what is under way is finished, and every connection closed."""
    web.config.load()
    web.lifespan = web.config.lifespan_class(web.config)
    await web.startup(sockets=[listener])
    await web.on_tick(0)  # the headers of every answer
    try:
        yield
    finally:
        for one in web.servers:
            one.close()
        for connection in list(web.server_state.connections):
            connection.shutdown()
        async with asyncio.timeout(_PATIENCE_SECONDS):
            while web.server_state.connections or web.server_state.tasks:  # noqa: ASYNC110 - uvicorn has no event
                await asyncio.sleep(0)
        await web.lifespan.shutdown()
        listener.close()
