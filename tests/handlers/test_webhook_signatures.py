"""Webhook signatures: only a source that knows the secret is heard, and only about the last five minutes."""

import base64
from datetime import UTC, datetime
from typing import Any

import pytest

from handlers.http.signatures import is_genuine, signer
from tests.conftest import OpenShop
from tests.house.sender import SECRET, signature
from tests.house.shop import Shop, a_review

OTHER = "whsec_" + base64.b64encode(b"another secret of the same shop").decode()


def test_the_published_vector_is_signed_as_published() -> None:
    """The Standard Webhooks vector of SOURCES.md, its moment long past."""
    body = '{"type":"review.created","timestamp":"2026-01-05T02:03:04Z","data":{"id":"r1","rating":1}}'
    moment = datetime.fromtimestamp(1767578584, UTC)

    signed = signer(SECRET).sign("msg_1", moment, body)

    assert signed == "v1,xoeFgP2CPxHTUHOg9tFSAB0tJ6fKIydaHs2QdfhvlCo="
    assert signature(SECRET, "msg_1", "1767578584", body.encode()) == signed


@pytest.mark.parametrize("header", ["webhook_id", "webhook_timestamp", "webhook_signature"])
async def test_a_missing_header_is_refused_and_nothing_is_stored(shop: Shop, header: str) -> None:
    body = a_review()

    assert (await shop.push(body, **dict[str, Any]({header: ""}))).status_code == 401
    assert (await shop.push(body)).json()["accepted"] == 1


async def test_a_header_that_cannot_be_read_is_refused(shop: Shop) -> None:
    signatures = ["v1,", "v1", ",", "v1,not base64 at all", "v1,a,b", "v1,A", "v2," + "A" * 44, f"v1,{'A' * 43}="]
    stamps = ["now", "-1", "1e9", "nan", "1767578584", "9" * 12, "9" * 400]

    answers = [await shop.push(a_review(), webhook_signature=one) for one in signatures]
    answers += [await shop.push(a_review(), webhook_timestamp=one) for one in stamps]

    assert [answer.status_code for answer in answers] == [401] * len(answers)


async def test_five_minutes_are_the_limit_both_ways(shop: Shop) -> None:
    answers = {seconds: await shop.push(a_review(), seconds=seconds) for seconds in (-290, 290, -310, 310)}

    assert {s: a.status_code for s, a in answers.items()} == {-290: 202, 290: 202, -310: 401, 310: 401}


async def test_a_wrong_secret_is_refused(shop: Shop) -> None:
    assert (await shop.push(a_review(), secret=OTHER)).status_code == 401


async def test_the_signature_covers_the_body_the_id_and_the_time(shop: Shop) -> None:
    now = str(int(datetime.now(UTC).timestamp()))
    good = signature(SECRET, "msg_a", now, b'{"id": "r-1"}')
    headers: dict[str, Any] = {"webhook_id": "msg_a", "webhook_timestamp": now, "webhook_signature": good}

    statuses = [
        (await shop.push('{"id": "r-1"}', **headers)).status_code,
        (await shop.push('{"id": "r-2"}', **headers)).status_code,
        (await shop.push('{"id": "r-1"}', **headers | {"webhook_id": "msg_b"})).status_code,
        (await shop.push('{"id": "r-1"}', **headers | {"webhook_timestamp": str(int(now) - 1)})).status_code,
    ]

    assert statuses == [400, 401, 401, 401]  # the first is heard, and is no review


async def test_without_a_secret_nobody_is_heard(opening: OpenShop) -> None:
    async with opening(secrets=()) as shop:
        assert (await shop.push(a_review())).status_code == 401


async def test_while_rotating_the_old_and_the_new_secret_are_good(opening: OpenShop) -> None:
    async with opening(secrets=(OTHER, SECRET)) as shop:
        assert (await shop.push(a_review(), secret=SECRET)).status_code == 202
        assert (await shop.push(a_review(), secret=OTHER)).status_code == 202


async def test_one_good_signature_among_several_is_enough(shop: Shop) -> None:
    """A sender that rotates signs with both keys; what we cannot read beside the good one does not matter."""
    now = str(int(datetime.now(UTC).timestamp()))
    good = signature(SECRET, "msg_a", now, b"{}")
    headers: dict[str, Any] = {"webhook_id": "msg_a", "webhook_timestamp": now}

    answers = [
        await shop.push(b"{}", **headers, webhook_signature=f"{beside} {good}")
        for beside in ("v1,AAAA", "v1a,AAAA", "garbage", "v1", "v9,a,b", "v1,A", f"v1,{'A' * 43}=")
    ]

    assert [answer.status_code for answer in answers] == [400] * len(answers)  # heard, and no review


@pytest.mark.parametrize("secret", ["", "whsec_", "!!!", "钥匙", "whsec_==="])
def test_a_secret_that_is_no_key_opens_nothing(secret: str) -> None:
    now = str(int(datetime.now(UTC).timestamp()))
    told = {"webhook-id": "a", "webhook-timestamp": now, "webhook-signature": signature("", "a", now, b"{}")}

    assert not is_genuine("{}", told, (secret,))


async def test_a_secret_that_is_no_base64_is_taken_by_its_letters(opening: OpenShop) -> None:
    async with opening(secrets=("plain-secret-of-a-small-shop-1",)) as shop:
        letters = "whsec_" + base64.b64encode(b"plain-secret-of-a-small-shop-1").decode()

        assert (await shop.push(a_review(), secret=letters)).status_code == 202
