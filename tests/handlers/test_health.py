"""Health: what the probes ask, they are told without keeping anybody waiting."""

import threading
from typing import Any

from sqlalchemy import event

from tests.house.shop import Shop


async def test_no_probe_lets_the_event_loop_wait_for_the_database(shop: Shop) -> None:
    shop.parts.staff.heartbeat.beat()
    seen: set[int] = set()

    def note(*_: Any) -> None:
        seen.add(threading.get_ident())

    event.listen(shop.parts.staff.desk.db.engine, "checkout", note)
    answers = [(await shop.http.get(path)).status_code for path in ("/healthz", "/readyz", "/metrics")]
    event.remove(shop.parts.staff.desk.db.engine, "checkout", note)

    assert answers == [200, 200, 200]
    assert seen
    assert threading.get_ident() not in seen
