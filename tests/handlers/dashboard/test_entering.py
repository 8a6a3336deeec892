"""Entering the dashboard: a link opens it once, for one person, for a while; nothing else does."""

import base64
import json
import re
from dataclasses import replace

import httpx
import pytest
from starlette.applications import Starlette

from handlers.casework.page_entry import link_for as words_for
from handlers.http.dashboard import dashboard_routes
from tests.conftest import OpenShop
from tests.house.shop import Shop
from tests.house.visitors import a_browser, link_for, visiting

ALLOWED = ("赵组长", "陈主管", "周经理")
COOKIE = "review_desk_page"
ROLES_WITHOUT_CHEN = '[roles]\nagents = ["U0LI", "U0CHEN"]\nmanagers = ["U0ZHOU"]\n'


@pytest.mark.parametrize("name", ALLOWED)
async def test_who_leads_gets_a_link_and_sees_the_page(shop: Shop, name: str) -> None:
    async with visiting(shop, name) as browser:
        page = await browser.get("/dashboard")

    assert page.status_code == 200
    assert "关键结果" in page.text


async def test_an_agent_gets_no_link_and_a_guest_not_even_the_report(shop: Shop) -> None:
    told = await shop.person("小李").types("/reviews report")

    assert "打开经营看板" not in told
    assert "PUBLIC_URL" not in told
    assert "打开经营看板" not in await shop.person("访客小何").types("/reviews report")


async def test_without_an_address_it_says_what_the_admin_has_to_set(opening: OpenShop) -> None:
    async with opening(is_public=False) as shop:
        assert "请管理员设置 `PUBLIC_URL`" in await shop.person("陈主管").types("/reviews report")


async def test_the_link_is_for_its_asker_alone_and_never_stands_in_the_channel(shop: Shop) -> None:
    await link_for(shop, "陈主管")

    assert shop.person("赵组长").told_privately() == []
    assert shop.person("赵组长").sees() == []


async def test_the_address_of_the_page_holds_no_token_and_the_cookie_is_guarded(shop: Shop) -> None:
    link = await link_for(shop, "陈主管")
    async with a_browser(shop) as browser:
        answer = await browser.get(link)

    assert (answer.status_code, answer.headers["location"]) == (303, "/dashboard")
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith(f"{COOKIE}=session.U0CHEN.")
    assert "HttpOnly; Max-Age=28800; Path=/dashboard; SameSite=lax" in cookie
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["cache-control"] == "no-store"


async def test_behind_a_proxy_with_a_path_and_a_certificate_all_addresses_are_its_own(shop: Shop) -> None:
    desk = replace(shop.parts.staff.desk, public_url="https://shop.example/desk")
    transport = httpx.ASGITransport(Starlette(routes=dashboard_routes(desk)))
    async with httpx.AsyncClient(transport=transport, base_url="https://shop.example") as browser:
        opened = await browser.get("/dashboard", params={"t": words_for(desk, "U0CHEN")})
        cookie = opened.headers["set-cookie"]
        page = await browser.get("/dashboard", headers={"cookie": cookie.partition(";")[0]})

    assert opened.headers["location"] == "/desk/dashboard"
    assert "; Path=/desk/dashboard; SameSite=lax; Secure" in cookie
    addresses = set(re.findall(r'(?:href|src|action)="([^"#?]+)', page.text)) - {"data:,"}
    assert {f"/desk/dashboard{one}" for one in ("", "/leave", "/dashboard.css", "/dashboard.js")} <= addresses
    assert all(one.startswith("/desk/dashboard") for one in addresses)


async def test_a_link_opens_once(shop: Shop) -> None:
    link = await link_for(shop, "陈主管")
    async with a_browser(shop) as first, a_browser(shop) as second:
        assert (await first.get(link)).status_code == 303
        again = await second.get(link)

        assert again.status_code == 401
        assert "set-cookie" not in again.headers or 'review_desk_page=""' in again.headers["set-cookie"]
        assert (await second.get("/dashboard")).status_code == 401
        assert (await first.get("/dashboard")).status_code == 200


async def test_looking_ahead_does_not_use_a_link_up(shop: Shop) -> None:
    link = await link_for(shop, "陈主管")
    async with a_browser(shop) as browser:
        assert (await browser.head(link)).status_code == 204
        assert (await browser.get(link, headers={"sec-purpose": "prefetch;prerender"})).status_code == 204
        assert (await browser.get(link)).status_code == 303


async def test_a_link_that_waited_too_long_opens_nothing(shop: Shop) -> None:
    link = await link_for(shop, "陈主管")
    await shop.time_passes(minutes=15)
    async with a_browser(shop) as browser:
        answer = await browser.get(link)

    assert answer.status_code == 401
    assert "/reviews report" in answer.text
    assert 'lang="zh-CN"' in answer.text
    assert "Please open the dashboard anew" in answer.text


async def test_a_session_ends_by_itself(shop: Shop) -> None:
    async with visiting(shop) as browser:
        await shop.time_passes(hours=7, minutes=59)
        assert (await browser.get("/dashboard")).status_code == 200
        await shop.time_passes(minutes=1)
        assert (await browser.get("/dashboard")).status_code == 401


async def test_who_leaves_is_out_even_with_the_cookie_kept(shop: Shop) -> None:
    async with visiting(shop) as browser:
        kept = browser.cookies[COOKIE]
        assert (await browser.get("/dashboard/leave")).status_code == 200
        assert COOKIE not in browser.cookies
        assert (await browser.get("/dashboard", headers={"cookie": f"{COOKIE}={kept}"})).status_code == 401


async def test_a_role_that_is_taken_away_closes_the_page_at_once(opening: OpenShop) -> None:
    async with opening() as shop:
        async with visiting(shop) as browser:
            cookie = browser.cookies[COOKIE]
        link = await link_for(shop, "陈主管")
    async with opening(policy=ROLES_WITHOUT_CHEN) as shop, a_browser(shop) as browser:
        page = await browser.get("/dashboard", headers={"cookie": f"{COOKIE}={cookie}"})
        by_link = await browser.get(link.partition("/dashboard")[1] + link.partition("/dashboard")[2])

    assert (page.status_code, by_link.status_code) == (403, 403)
    assert "关键结果" not in page.text


@pytest.mark.parametrize(
    "tamper",
    [
        lambda words: words.replace("U0CHEN", "U0ZHOU"),
        lambda words: words.replace("link.", "session.", 1),
        lambda words: re.sub(r"\.(\d{10})\.", ".9999999999.", words),
        lambda words: words[:-1] + ("A" if words[-1] != "A" else "B"),
        lambda words: words.rpartition(".")[0] + ".",
        lambda words: words + " ",
        lambda _: "",
        lambda _: "x" * 5000,
        lambda _: "link.U0CHEN.9999999999.AAAAAAAA." + "A" * 43,
        lambda _: base64.urlsafe_b64encode(json.dumps({"user": "U0CHEN", "alg": "none"}).encode()).decode(),
    ],
)
async def test_words_that_were_tampered_with_open_nothing(shop: Shop, tamper: object) -> None:
    words = words_for(shop.parts.staff.desk, "U0CHEN")
    async with a_browser(shop) as browser:
        by_link = await browser.get("/dashboard", params={"t": tamper(words)})  # type: ignore[operator]
        by_cookie = await browser.get("/dashboard", headers={"cookie": f"{COOKIE}={tamper(words).strip()}"})  # type: ignore[operator]

    assert (by_link.status_code, by_cookie.status_code) == (401, 401)


async def test_a_link_is_no_session_and_a_session_no_link(shop: Shop) -> None:
    words = words_for(shop.parts.staff.desk, "U0CHEN")
    async with visiting(shop) as browser, a_browser(shop) as other:
        session = browser.cookies[COOKIE]
        assert (await other.get("/dashboard", headers={"cookie": f"{COOKIE}={words}"})).status_code == 401
        assert (await other.get("/dashboard", params={"t": session})).status_code == 401


async def test_every_answer_is_guarded(shop: Shop) -> None:
    async with visiting(shop) as browser, a_browser(shop) as stranger:
        answers = [
            await browser.get("/dashboard"),
            await browser.get("/dashboard", params={"store": "nowhere"}),
            await stranger.get("/dashboard"),
            await browser.get("/dashboard/leave"),
        ]

    assert [answer.status_code for answer in answers] == [200, 400, 401, 200]
    for answer in answers:
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert not re.search(r"<script(?![^>]*\ssrc=)|\son\w+=|\sstyle=|javascript:", answer.text)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
async def test_nothing_can_be_sent_there(shop: Shop, method: str) -> None:
    async with visiting(shop) as browser:
        assert (await browser.request(method, "/dashboard")).status_code in (
            404,
            405,
        )  # 404: the workspace has the rest
