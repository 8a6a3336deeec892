"""Evidence by doors: an incident's pack has every wording and step of each case, proves itself, and names nobody."""

import hashlib
import json
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from handlers.evidence import evidence_pack, write_new
from handlers.plain_faults import Refused
from tests.house.shop import Shop, a_review

KETTLE = {"sku": "kettle-01"}


async def _two_smoke(shop: Shop) -> None:
    """The first customer adds to what they said, is called, and gets an offer."""
    first = a_review(
        shop.clock.now(),
        text="插上电就冒烟了,差点着火",
        product=KETTLE,
        images=["https://images.example/1.jpg"],
        customer={"name": "王小明", "phone": "13800138000"},
    )
    await shop.push(first)
    await shop.settles()
    await shop.push(first | {"type": "appended", "text": "打 13912345678 没人接"})
    await shop.review_arrives(text="烧水的时候冒烟,吓死人", product=KETTLE)
    xiaoli = shop.person("小李")
    await xiaoli.presses("认领", number=0)
    await xiaoli.presses("联系客户", number=0)
    await xiaoli.fills_in(channel="电话", outcome="联系上了", note="王小明说壶底发黑")


async def test_a_check_of_a_colleague_is_no_part_of_it(shop: Shop) -> None:
    await _two_smoke(shop)
    xiaoli = shop.person("小李")
    await xiaoli.presses("结案", number=0)
    await xiaoli.fills_in(cause="复核缺失", department="仓储", note="")
    before = _pack(shop)
    lead = shop.person("赵组长")
    await lead.chooses_more("质检", number=0)
    await lead.fills_in(empathy="1", facts="1", solution="1", promises="1", note="下次先道歉")

    assert _pack(shop) == before


def _pack(shop: Shop, *, full: bool = False) -> dict[str, bytes]:
    desk = shop.parts.staff.desk
    pack, count = evidence_pack(desk.db, 1, shop.clock.now(), desk.policy.zone, desk.look.say, full=full)
    assert count == 2
    with ZipFile(BytesIO(pack)) as read:
        return {name: read.read(name) for name in read.namelist()}


def _told(parts: dict[str, bytes], name: str) -> Any:
    return json.loads(parts[name])


async def test_every_part_has_its_checksum_in_the_manifest(shop: Shop) -> None:
    await _two_smoke(shop)

    parts = _pack(shop)

    listed = {one["name"]: one["sha256"] for one in _told(parts, "manifest.json")["parts"]}
    assert list(listed) == ["incident.json", "cases/000001.json", "cases/000002.json"]
    assert {name: hashlib.sha256(parts[name]).hexdigest() for name in listed} == listed


async def test_a_case_is_whole_with_every_wording_step_and_address(shop: Shop) -> None:
    await _two_smoke(shop)

    case = _told(_pack(shop), "cases/000001.json")

    assert [one["change"] for one in case["wordings"]] == ["created", "appended"]
    assert case["wordings"][0]["sha256"] == hashlib.sha256("插上电就冒烟了,差点着火".encode()).hexdigest()
    assert case["media"] == ["https://images.example/1.jpg"]
    assert {"opened", "incident_joined", "claim", "contact_reached"} <= {one["what"] for one in case["happenings"]}
    assert len(case["deliveries"]) == 2


async def test_masked_it_names_nobody_and_in_full_it_does(shop: Shop) -> None:
    await _two_smoke(shop)

    masked, full = (b"".join(_pack(shop, full=full).values()).decode() for full in (False, True))

    assert [word for word in ("王小明", "13800138000", "13912345678") if word in masked] == []
    assert "王*明" in masked
    assert [word for word in ("王小明", "13800138000", "13912345678") if word in full] == [
        "王小明",
        "13800138000",
        "13912345678",
    ]


async def test_the_same_records_make_the_same_file(shop: Shop) -> None:
    await _two_smoke(shop)
    desk, now = shop.parts.staff.desk, shop.clock.now()

    both = [evidence_pack(desk.db, 1, now, desk.policy.zone, desk.look.say, full=False) for _ in range(2)]

    assert both[0] == both[1]


async def test_an_unknown_incident_is_one_sentence(shop: Shop) -> None:
    desk = shop.parts.staff.desk

    with pytest.raises(Refused, match="没有合并事件 7"):
        evidence_pack(desk.db, 7, shop.clock.now(), desk.policy.zone, desk.look.say, full=False)


def test_a_pack_is_never_written_over(tmp_path: Path) -> None:
    write_new(b"one", tmp_path / "a" / "pack.zip")

    with pytest.raises(Refused, match="cannot be written"):
        write_new(b"two", tmp_path / "a" / "pack.zip")
    assert (tmp_path / "a" / "pack.zip").read_bytes() == b"one"
