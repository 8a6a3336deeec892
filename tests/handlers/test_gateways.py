"""Gateways over real connections: an address of the shop's own, and the provider's SDK against a strict stand-in."""

import asyncio
import hashlib
import hmac
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.outreach import Addressee, NotTaken, Outreach, Parcel, TryLater, Unclear
from bot.policy.loader import PolicyError, load_policy
from bot.vocabulary import Outlet
from handlers.http.serving import bind, server
from handlers.outgoing.gateways import faults, gateways_of
from handlers.outgoing.http_gateway import HttpGateway
from handlers.outgoing.tencent_sms import TencentSms
from handlers.settings import SettingsError
from tests.house.sender import SECRET, signature
from tests.house.serving import served

TO = Addressee("standard", "r-1", "home-cn", "tmall", "c-9", "王小明", "138 0013 8000", "o-77")
Answer = Callable[[Request, bytes], Response]


def parcel(outlet: Outlet = Outlet.WANGWANG, to: Addressee = TO) -> Parcel:
    return Parcel("dispatch-7", outlet, "您好,运费今天退给您。", to)


@asynccontextmanager
async def listening(answer: Answer) -> AsyncIterator[tuple[str, list[tuple[dict[str, str], bytes]]]]:
    """An address on this machine, and what was heard there."""
    heard: list[tuple[dict[str, str], bytes]] = []

    async def door(request: Request) -> Response:
        body = await request.body()
        heard.append((dict(request.headers), body))
        return answer(request, body)

    listener = bind("127.0.0.1", 0)
    web = server(Starlette(routes=[Route("/{rest:path}", door, methods=["POST"])]))
    async with served(web, listener):
        yield f"127.0.0.1:{listener.getsockname()[1]}", heard


def _answering(status: int, body: Any = None, **headers: str) -> Answer:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda _request, _body: JSONResponse(body if body is not None else {}, status, named)


async def _sent(gateway: Outreach, what: Parcel | None = None) -> str:
    return await gateway.send(what or parcel())


class TestHttp:
    async def test_it_is_signed_so_that_anybody_with_the_secret_can_check(self) -> None:
        async with listening(_answering(200, {"reference": "m-1"})) as (address, heard):
            assert await _sent(HttpGateway(f"http://{address}/send", SECRET)) == "m-1"

        headers, body = heard[0]
        assert headers["webhook-id"] == "dispatch-7"
        assert headers["webhook-signature"] == signature(SECRET, "dispatch-7", headers["webhook-timestamp"], body)
        assert json.loads(body) == {
            "id": "dispatch-7",
            "channel": "wangwang",
            "text": "您好,运费今天退给您。",
            "review": {"source": "standard", "id": "r-1"},
            "store": "home-cn",
            "platform": "tmall",
            "customer": {"id": "c-9", "name": "王小明"},
            "order": {"id": "o-77"},
        }

    async def test_only_a_short_message_takes_the_telephone_number_and_a_public_reply_no_customer(self) -> None:
        async with listening(_answering(200)) as (address, heard):
            gateway = HttpGateway(f"http://{address}/", SECRET)
            await gateway.send(parcel(Outlet.SMS))
            await gateway.send(parcel(Outlet.PUBLIC))

        sms, public = (json.loads(body) for _, body in heard)
        assert sms["customer"]["phone"] == "138 0013 8000"
        assert {"customer", "order"}.isdisjoint(public)

    @pytest.mark.parametrize("status", [200, 202, 204, 409])
    async def test_taken_is_taken_and_so_is_what_it_has_already(self, status: int) -> None:
        async with listening(lambda *_: Response(status_code=status)) as (address, _):
            assert await _sent(HttpGateway(f"http://{address}/", SECRET)) == ""

    @pytest.mark.parametrize(("status", "after"), [(429, "30"), (503, ""), (500, "soon")])
    async def test_what_cannot_be_answered_now_goes_later(self, status: int, after: str) -> None:
        async with listening(_answering(status, retry_after=after)) as (address, _):
            with pytest.raises(TryLater) as later:
                await _sent(HttpGateway(f"http://{address}/", SECRET))
        assert later.value.after == (30 if after == "30" else None)

    @pytest.mark.parametrize(
        ("body", "told"), [({"error": "黑名单"}, "黑名单 (403)"), ([], "HTTP 403"), ({}, "HTTP 403")]
    )
    async def test_a_refusal_keeps_its_reason(self, body: Any, told: str) -> None:
        async with listening(_answering(403, body)) as (address, _):
            with pytest.raises(NotTaken, match=told.replace("(", r"\(").replace(")", r"\)")):
                await _sent(HttpGateway(f"http://{address}/", SECRET))

    @pytest.mark.parametrize(
        ("body", "reference"),
        [
            (b"[" * 9000, ""),
            (b'{"reference": {"a": 1}}', "{'a': 1}"),
            (b"<html>", ""),
            (b'{"reference": "' + b"m" * 50_000 + b'"}', ""),
        ],
    )
    async def test_an_odd_answer_is_an_answer(self, body: bytes, reference: str) -> None:
        async with listening(lambda *_: Response(body, 200)) as (address, _):
            assert await _sent(HttpGateway(f"http://{address}/", SECRET)) == reference

    async def test_a_pause_longer_than_time_is_no_pause(self) -> None:
        async with listening(_answering(503, retry_after="9" * 400)) as (address, _):
            with pytest.raises(TryLater) as later:
                await _sent(HttpGateway(f"http://{address}/", SECRET))
        assert later.value.after is None

    async def test_a_reason_that_comes_in_pieces_is_read_whole(self) -> None:
        async def in_pieces(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            body = json.dumps({"error": "blocked"}).encode()
            writer.write(b"HTTP/1.1 403 No\r\ncontent-length: %d\r\n\r\n" % len(body) + body[:5])
            await writer.drain()
            await asyncio.sleep(0.1)
            writer.write(body[5:])
            writer.close()

        listener = await asyncio.start_server(in_pieces, "127.0.0.1", 0)
        async with listener:
            with pytest.raises(NotTaken, match="blocked"):
                await _sent(HttpGateway(f"http://127.0.0.1:{listener.sockets[0].getsockname()[1]}/", SECRET))

    async def test_a_proxy_that_heard_nothing_from_behind_it_says_nothing_of_the_text(self) -> None:
        async with listening(_answering(524)) as (address, _):
            with pytest.raises(Unclear):
                await _sent(HttpGateway(f"http://{address}/", SECRET))

    async def test_a_redirection_is_not_followed_with_a_customers_number_in_hand(self) -> None:
        async with listening(_answering(302, location="http://127.0.0.1:9/")) as (address, heard):
            with pytest.raises(NotTaken, match="302"):
                await _sent(HttpGateway(f"http://{address}/", SECRET))
        assert len(heard) == 1

    async def test_nobody_there_means_it_did_not_go(self) -> None:
        listener = bind("127.0.0.1", 0)
        port = listener.getsockname()[1]
        listener.close()
        with pytest.raises(TryLater):
            await _sent(HttpGateway(f"http://127.0.0.1:{port}/", SECRET))

    async def test_a_connection_that_breaks_leaves_it_unclear(self) -> None:
        async def hang_up(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            writer.close()

        listener = await asyncio.start_server(hang_up, "127.0.0.1", 0)
        async with listener:
            with pytest.raises(Unclear):
                await _sent(HttpGateway(f"http://127.0.0.1:{listener.sockets[0].getsockname()[1]}/", SECRET))


def _tencent(address: str) -> TencentSms:
    return TencentSms(
        ("AKID-house", "key-house"), "1400000001", "家居用品店", "77", "ap-guangzhou", endpoint=address, protocol="http"
    )


def _strict(code: str = "Ok", *, error: str = "") -> Answer:
    """The provider's side: signature, action and form as its documents say. docs: /document/product/382/55981"""

    def answer(request: Request, body: bytes) -> Response:
        assert (request.headers["x-tc-action"], request.headers["x-tc-version"]) == ("SendSms", "2021-01-11")
        assert _tc3(request, body) in request.headers["authorization"]
        told = json.loads(body)
        assert set(told) >= {"PhoneNumberSet", "SmsSdkAppId", "SignName", "TemplateId", "TemplateParamSet"}
        if error:
            return JSONResponse({"Response": {"Error": {"Code": error, "Message": "no"}, "RequestId": "1"}})
        number = told["PhoneNumberSet"][0]
        status = {"SerialNo": "s-1", "PhoneNumber": number, "Fee": 1, "Code": code, "Message": "send success"}
        return JSONResponse({"Response": {"SendStatusSet": [status], "RequestId": "1"}})

    return answer


def _tc3(request: Request, body: bytes) -> str:
    """https://cloud.tencent.com/document/api/382/52072, worked out anew so that it can contradict the SDK."""
    stamp, names = request.headers["x-tc-timestamp"], "content-type;host"
    head = f"content-type:{request.headers['content-type']}\nhost:{request.headers['host']}\n"
    canonical = f"POST\n/\n\n{head}\n{names}\n{hashlib.sha256(body).hexdigest()}"
    scope = request.headers["authorization"].split("Credential=AKID-house/")[1].split(",")[0]
    to_sign = f"TC3-HMAC-SHA256\n{stamp}\n{scope}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
    key = b"TC3key-house"
    for part in (*scope.split("/")[:2], "tc3_request"):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    return "Signature=" + hmac.new(key, to_sign.encode(), hashlib.sha256).hexdigest()


class TestTencent:
    async def test_the_text_goes_into_the_template_and_the_serial_number_comes_back(self) -> None:
        async with listening(_strict()) as (address, heard):
            assert await _sent(_tencent(address), parcel(Outlet.SMS)) == "s-1"

        told = json.loads(heard[0][1])
        assert told["PhoneNumberSet"] == ["+8613800138000"]
        assert told["TemplateParamSet"] == ["您好,运费今天退给您。"]
        assert (told["TemplateId"], told["SignName"], told["SessionContext"]) == ("77", "家居用品店", "dispatch-7")

    @pytest.mark.parametrize(
        ("code", "means"),
        [
            ("LimitExceeded.PhoneNumberDailyLimit", NotTaken),
            ("FailedOperation.PhoneNumberInBlacklist", NotTaken),
            ("RequestLimitExceeded", TryLater),
            ("InternalError.Timeout", Unclear),
        ],
    )
    async def test_a_status_that_is_not_ok_means_what_it_says(self, code: str, means: type[Exception]) -> None:
        async with listening(_strict(code)) as (address, _):
            with pytest.raises(means, match=code):
                await _sent(_tencent(address), parcel(Outlet.SMS))

    async def test_an_error_of_the_whole_request_is_a_refusal(self) -> None:
        async with listening(_strict(error="AuthFailure.SecretIdNotFound")) as (address, _):
            with pytest.raises(NotTaken, match="AuthFailure"):
                await _sent(_tencent(address), parcel(Outlet.SMS))

    async def test_a_server_in_trouble_leaves_it_unclear(self) -> None:
        async with listening(_answering(502)) as (address, _):
            with pytest.raises(Unclear):
                await _sent(_tencent(address), parcel(Outlet.SMS))

    @pytest.mark.parametrize("body", [b"<html>", b"{}", b'{"Response": 1}'])
    async def test_an_answer_that_says_nothing_leaves_it_unclear(self, body: bytes) -> None:
        async with listening(lambda *_: Response(body, 200)) as (address, _):
            with pytest.raises(Unclear):
                await _sent(_tencent(address), parcel(Outlet.SMS))

    async def test_nobody_there_means_it_did_not_go(self) -> None:
        listener = bind("127.0.0.1", 0)
        port = listener.getsockname()[1]
        listener.close()
        with pytest.raises(TryLater):
            await _sent(_tencent(f"127.0.0.1:{port}"), parcel(Outlet.SMS))

    @pytest.mark.parametrize("phone", ["", "010-88886666", "1380013800", "abc"])
    def test_what_is_no_mobile_number_is_not_even_tried(self, phone: str) -> None:
        to = Addressee("standard", "r-1", "home-cn", "tmall", "c-9", "王小明", phone, "")
        assert not _tencent("127.0.0.1:9").reaches(to)


class TestPolicy:
    def _loaded(self, tmp_path: Any, text: str) -> Any:
        (tmp_path / "policy.toml").write_text(text, encoding="utf-8")
        return load_policy(tmp_path / "policy.toml")

    def test_what_is_named_is_there_to_send_with(self, tmp_path: Any) -> None:
        policy = self._loaded(
            tmp_path,
            '[gateways.wangwang]\nurl = "https://a.example/x"\n[gateways.sms]\nprovider = "tencent"\napp_id = "1"\n'
            'sign = "店"\ntemplate = "2"\n[sources.standard]\nreply_url = "https://a.example/r"\n',
        )
        found = gateways_of(policy, {"standard": ("s",)}, {"wangwang": ("w",), "sms": ("id", "key")})

        assert isinstance(found.towards(TO, Outlet.WANGWANG), HttpGateway)
        assert isinstance(found.towards(TO, Outlet.SMS), TencentSms)
        assert isinstance(found.towards(TO, Outlet.PUBLIC), HttpGateway)
        assert found.towards(TO, Outlet.PHONE) is None
        assert faults(policy, {"standard": ("s",)}, {"wangwang": ("w",), "sms": ("id", "key")}) == []

    def test_a_secret_that_is_missing_is_named(self, tmp_path: Any) -> None:
        policy = self._loaded(tmp_path, '[gateways.wangwang]\nurl = "https://a.example/x"\n')

        with pytest.raises(SettingsError, match="GATEWAY_SECRET_WANGWANG is not set"):
            gateways_of(policy, {}, {})
        assert len(faults(policy, {}, {})) == 1

    @pytest.mark.parametrize(
        ("text", "told"),
        [
            ('[gateways.wangwang]\nurl = "ftp://a"\n', "gateways.wangwang.url is 'ftp://a'; expected a web address"),
            ("[gateways.sms]\n", 'gateways.sms is a table; expected url = "https://…", or provider = "tencent"'),
            (
                '[gateways.sms]\nurl = "https://a"\nuri = "x"\n',
                "unknown key gateways.sms.uri; expected one of url",
            ),
            ('[gateways.phone]\nurl = "https://a"\n', "gateways.phone"),
            ('[gateways.sms]\nurl = "https://a"\ngive_up = "1s"\n', "give_up from 30s to 2h"),
        ],
    )
    def test_a_bad_value_is_one_sentence_with_the_remedy(self, tmp_path: Any, text: str, told: str) -> None:
        with pytest.raises(PolicyError) as wrong:
            self._loaded(tmp_path, text)
        assert told in str(wrong.value)
