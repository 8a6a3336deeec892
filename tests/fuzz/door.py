"""Door: sends a request as it is over a socket, odd headers and all, and reads the status."""

import http.client
from contextlib import suppress

from tests.fuzz.requests import Request


class Door:
    """A connection to the bot, opened anew when the bot has closed it."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._connection: http.client.HTTPConnection | None = None

    def send(self, request: Request) -> int:
        """The status; 0 where the server cut the connection, as it may for what is no HTTP."""
        for attempt in range(2):
            if self._connection is None:
                self._connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=30)
            try:
                return self._status(self._connection, request)
            except (http.client.HTTPException, ConnectionError):
                self.close()
                if attempt:
                    return 0
        return 0

    def close(self) -> None:
        """Done."""
        if self._connection:
            self._connection.close()
        self._connection = None

    def _status(self, connection: http.client.HTTPConnection, request: Request) -> int:
        connection.putrequest(request.method, request.path, skip_accept_encoding=True)
        for name, value in request.headers.items():
            with suppress(ValueError):  # what no client library would send at all
                connection.putheader(name, value.encode("latin-1", "replace"))
        connection.putheader("content-length", str(len(request.body)))
        connection.endheaders(request.body)
        answer = connection.getresponse()
        answer.read()
        return answer.status
