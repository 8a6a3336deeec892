"""Keys: what the house's databases are sealed under."""

from storage.sealing import KeyRing, ring_from

KEY = "aG91c2Uga2V5LCBub3QgYSBzZWNyZXQgYXQgYWxsLi4="


def _ring() -> KeyRing:
    ring = ring_from(KEY)
    assert ring
    return ring


KEYS = _ring()
