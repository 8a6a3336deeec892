"""Body: reading a request's raw bytes, no more than a door takes."""

from starlette.requests import Request


class BodyTooLarge(Exception):
    """More bytes than this door takes."""


async def read_body(request: Request, most: int) -> bytes:
    """The raw bytes; stops reading as soon as there are more than `most`."""
    declared = request.headers.get("content-length", "")
    if declared.isdigit() and len(declared) < 19 and int(declared) > most:
        raise BodyTooLarge
    chunks, size = [], 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > most:
            raise BodyTooLarge
        chunks.append(chunk)
    return b"".join(chunks)
