"""Fuzzing, the short form: some hundred requests of every kind at the real program; a door's document is true."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import schemathesis
import yaml
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from handlers.http.web_app import bot_routes
from tests.fuzz.bot import ALLOWED, fuzzed_bot
from tests.fuzz.door import Door
from tests.fuzz.requests import Request, anything
from tests.house.program import ROOT
from tests.house.shop import Shop

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]
_DOCUMENT = ROOT / "docs" / "openapi.yaml"
_HONEST = settings(
    deadline=None, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck), print_blob=False
)


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The real program's port."""
    with fuzzed_bot(tmp_path_factory.mktemp("fuzz")) as listening:
        yield listening


@cache
def _operations() -> list[Any]:
    return [found.ok() for found in schemathesis.openapi.from_path(_DOCUMENT).get_all_operations()]


@seed(1)
@settings(_HONEST, max_examples=500)
@given(request=anything())
def test_no_request_makes_a_fault_of_ours(port: int, request: Request) -> None:
    door = Door(port)
    try:
        status = door.send(request)
    finally:
        door.close()

    assert status in ALLOWED or (status == 503 and request.path == "/readyz"), status


@seed(1)
@settings(_HONEST, max_examples=150)
@given(data=st.data())
def test_nor_does_anything_that_the_document_allows(port: int, data: st.DataObject) -> None:
    case = data.draw(data.draw(st.sampled_from(_operations())).as_strategy())

    answer = case.call(base_url=f"http://127.0.0.1:{port}")

    assert answer.status_code in ALLOWED or (answer.status_code == 503 and case.path == "/readyz")


def test_the_document_names_exactly_our_doors(shop: Shop) -> None:
    paths = set(yaml.safe_load(_DOCUMENT.read_text(encoding="utf-8"))["paths"])
    staff = shop.parts.staff

    routes = bot_routes(staff.desk, shop.parts.bolt, {}, staff.heartbeat)

    assert paths == {route.path for route in routes}


def test_the_door_sees_a_fault(tmp_path: Path) -> None:
    """A server that answers 500 to one path is not taken for a good one."""
    from http.server import BaseHTTPRequestHandler, HTTPServer
    from threading import Thread

    class Faulty(BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # as the base class calls it
            self.send_response(500 if self.path == "/bad" else 200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Faulty) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        door = Door(server.server_port)
        statuses = [door.send(Request("GET", path)) for path in ("/good", "/bad")]
        door.close()
        server.shutdown()
        thread.join()

    assert statuses == [200, 500]
