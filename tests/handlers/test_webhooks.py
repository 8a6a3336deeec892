"""Webhooks: what a source that pushes reviews may rely on, answer by answer."""

import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
from starlette.applications import Starlette

from handlers.http.web_app import bot_routes
from tests.conftest import OpenShop
from tests.house.clock import SHANGHAI, T0
from tests.house.hardship import locked
from tests.house.sender import SECRET
from tests.house.shop import Shop, a_review

TAKEN, KNOWN = {"accepted": 1, "duplicates": 0}, {"accepted": 0, "duplicates": 1}
FULL_KIB = 256 * 1024


async def test_a_review_is_accepted_once_it_is_stored(shop: Shop) -> None:
    answer = await shop.push(a_review())

    assert (answer.status_code, answer.json()) == (202, TAKEN)


async def test_a_batch_is_counted_review_by_review(shop: Shop) -> None:
    one, two = a_review(), a_review()

    answer = await shop.push({"reviews": [one, two, one]})

    assert (answer.status_code, answer.json()) == (202, {"accepted": 2, "duplicates": 1})


async def test_the_same_content_again_is_a_duplicate_and_makes_no_second_card(shop: Shop) -> None:
    body = a_review()
    await shop.push(body)
    await shop.settles()

    answer = await shop.push(body)
    await shop.settles()

    assert answer.json() == KNOWN
    assert len(shop.person("小李").sees()) == 1


async def test_the_same_content_spelt_otherwise_is_a_duplicate(shop: Shop) -> None:
    body = a_review()
    await shop.push(body)

    spellings: list[dict[str, Any]] = [
        {"created_at": T0.astimezone(SHANGHAI).isoformat()},
        {"created_at": T0.strftime("%Y-%m-%dT%H:%M:%S.000Z")},
        {"order": body["order"] | {"paid": 129}},
        {"order": body["order"] | {"paid": "129.0", "placed_at": None}},
        {"type": "updated"},
        {"videos": [], "images": []},
        {"something_new": "that we do not know"},
    ]

    assert [(await shop.push(body | spelt)).json() for spelt in spellings] == [KNOWN] * len(spellings)


async def test_new_content_is_a_revision_and_an_old_delivery_retried_late_is_not(shop: Shop) -> None:
    first = a_review(rating=1)
    await shop.push(first, webhook_id="msg_first")

    revision = await shop.push(first | {"rating": 4}, webhook_id="msg_second")
    retried = await shop.push(first, webhook_id="msg_first")
    told_again = await shop.push(first, webhook_id="msg_third")
    back_again = await shop.push(first | {"type": "updated"}, webhook_id="msg_fourth")

    assert revision.json() == TAKEN
    assert (retried.json(), told_again.json()) == (KNOWN, KNOWN)
    assert back_again.json() == TAKEN  # the customer went back to one star: that is news


async def test_a_batch_retried_as_a_whole_changes_nothing(shop: Shop) -> None:
    body = a_review()
    batch = {"reviews": [body, body | {"rating": 2}, body]}
    await shop.push(batch, webhook_id="msg_batch")

    assert (await shop.push(batch, webhook_id="msg_batch")).json() == {"accepted": 0, "duplicates": 3}


async def test_a_fault_is_named_by_its_field_and_place(shop: Shop) -> None:
    faults: list[tuple[dict[str, Any], str]] = [
        ({"id": None}, "id"), ({"id": "  "}, "id"), ({"id": 7}, "id"), ({"store": None}, "store"),
        ({"created_at": None}, "created_at"), ({"created_at": "2026-11-22T09:58:12"}, "created_at"),
        ({"created_at": 1795312692}, "created_at"), ({"created_at": "0001-01-01T00:00:00+08:00"}, "created_at"),
        ({"created_at": "yesterday"}, "created_at"), ({"rating": "5"}, "rating"), ({"rating": 7}, "rating"),
        ({"rating": 0}, "rating"), ({"rating": 1.5}, "rating"), ({"rating": True}, "rating"),
        ({"rating": None, "text": None}, "rating"), ({"rating": None, "text": " \n"}, "rating"),
        ({"type": "shouted"}, "type"), ({"customer": {"tier": "platinum"}}, "customer.tier"),
        ({"order": {"paid": "-1"}}, "order.paid"), ({"order": {"placed_at": "2026-11-20"}}, "order.placed_at"),
        ({"images": ["a"] * 51}, "images"), ({"images": [7]}, "images.0"), ({"product": ["x"]}, "product"),
        ({"images": ["\ud800"]}, "images.0"),
    ]  # fmt: skip

    for fault, field in faults:
        alone = await shop.push(json.dumps(a_review(**fault)))
        in_batch = await shop.push(json.dumps({"reviews": [a_review(), a_review(**fault)]}))

        assert (alone.status_code, alone.json().get("field")) == (400, field), fault
        assert (in_batch.status_code, in_batch.json().get("field")) == (400, f"reviews.1.{field}"), fault
        assert field in alone.json()["error"]


async def test_a_body_that_is_no_review_is_refused_by_name(shop: Shop) -> None:
    bodies: list[tuple[str | bytes, str]] = [
        ("{", "body"), ("", "body"), ("[]", "body"), ("null", "body"), ('"a review"', "body"), ("[" * 90_000, "body"),
        ('{"id": "r-1", "rating": NaN}', "body"), ('{"rating": -Infinity}', "body"), ("9" * 5000, "body"),
        (b'{"id": "\xff\xfe"}', "body"), ('{"reviews": []}', "reviews"), ('{"reviews": {}}', "reviews"),
        ('{"reviews": null}', "reviews"), ('{"reviews": ["a"]}', "reviews.0"),
    ]  # fmt: skip

    for body, field in bodies:
        answer = await shop.push(body)
        assert (answer.status_code, answer.json().get("field")) == (400, field), body[:40]


async def test_one_bad_review_in_a_batch_stores_none_of_it(shop: Shop) -> None:
    good = a_review()
    await shop.push({"reviews": [good, a_review(rating=9)]})

    assert (await shop.push(good)).json() == TAKEN


async def test_strange_letters_are_a_review_like_any_other(shop: Shop) -> None:
    for place, strange in enumerate(["\x00", "\ud800", "\u202e", "﷽" * 60, "{{ 7 * 7 }}", "<!channel>"]):
        said: dict[str, Any] = {"customer": {"name": strange}, "product": {"name": strange}, "platform": strange}

        answer = await shop.push(json.dumps(a_review(text=f"漏水{strange}", **said)))
        await shop.settles()

        assert answer.json() == TAKEN
        assert len(shop.person("小李").sees()) == place + 1


async def test_another_method_is_told_that_this_door_takes_only_post(shop: Shop) -> None:
    staff = shop.parts.staff
    alone = Starlette(routes=bot_routes(staff.desk, shop.parts.bolt, {"standard": (SECRET,)}, staff.heartbeat))
    transport = httpx.ASGITransport(app=alone)

    async with httpx.AsyncClient(transport=transport, base_url="http://desk") as http:
        answers = [await http.request(method, "/webhooks/reviews/standard") for method in ("GET", "PUT", "DELETE")]

    assert [answer.status_code for answer in answers] == [405] * 3


async def test_an_unknown_source_is_told_where_to_name_it(shop: Shop) -> None:
    answer = await shop.push(a_review(), source="elsewhere")
    assert answer.status_code == 404
    assert "[sources]" in answer.json()["hint"]


async def test_a_full_body_is_taken_and_one_letter_more_is_not(shop: Shop) -> None:
    body = a_review(more="")
    fits = body | {"more": "x" * (FULL_KIB - len(json.dumps(body)))}

    assert (await shop.push(json.dumps(fits))).status_code == 202
    assert (await shop.push(json.dumps(fits) + " ")).status_code == 413


async def test_a_body_that_does_not_say_its_length_is_cut_off_at_the_limit(shop: Shop) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(9):
            yield b"x" * (FULL_KIB // 8)

    answer = await shop.http.post("/webhooks/reviews/standard", content=pieces())

    assert answer.status_code == 413


async def test_what_cannot_be_stored_is_not_accepted_and_the_next_one_is(shop: Shop) -> None:
    shop.forgive("a delivery could not be stored")
    body = a_review()
    with locked(shop):
        refused = await shop.push(body, webhook_id="msg_retried")

    answer = await shop.push(body, webhook_id="msg_retried")

    assert (refused.status_code, refused.headers["retry-after"]) == (503, "5")
    assert (answer.status_code, answer.json()) == (202, TAKEN)


async def test_sources_may_be_many_each_with_its_own_reviews(opening: OpenShop) -> None:
    async with opening(policy='[sources.standard]\n[sources.branch]\nsignature = "standard"') as shop:
        body = a_review()
        await shop.push(body)

        assert (await shop.push(body, source="branch")).status_code == 401  # it has no secret
        assert (await shop.push(body, source="Standard")).json() == KNOWN


async def test_a_retry_days_later_is_still_known(shop: Shop) -> None:
    body = a_review()
    await shop.push(body, webhook_id="msg_old")
    shop.clock.advance(days=3)

    assert (await shop.push(body, webhook_id="msg_old")).json() == KNOWN
