"""Tencent SMS: short messages through the provider's own SDK, in a thread: it knows no asyncio.

https://cloud.tencent.com/document/product/382/55981
"""

import asyncio
import re
from typing import TYPE_CHECKING, Any

from bot.outreach import Addressee, NotTaken, Parcel, TryLater, Unclear

if TYPE_CHECKING:
    from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException
    from tencentcloud.sms.v20210111.sms_client import SmsClient

_SECONDS = 15
_MOBILE = re.compile(r"(?:\+?86)?(1[3-9]\d{9})|(\+[1-9]\d{6,14})")
_LATER = ("RequestLimitExceeded", "ResourceUnavailable")
_OURS = ("ClientParamsError", "ClientError")  # the SDK's, before it sends
_UNCLEAR = ("InternalError", "ServerNetworkError", "ClientNetworkError")


class TencentSms:
    """One template with one variable, which takes the whole text. The provider tells no repetition by a key."""

    repeats_safely = False

    def __init__(
        self,
        credentials: tuple[str, str],
        app_id: str,
        sign: str,
        template: str,
        region: str,
        *,
        endpoint: str | None = None,
        protocol: str = "https",
    ) -> None:
        self._credentials, self._region = credentials, region
        self._app_id, self._sign, self._template = app_id, sign, template
        self._endpoint, self._protocol = endpoint, protocol

    def reaches(self, to: Addressee) -> bool:
        """A mobile number: of the mainland, or with its country's code."""
        return bool(_number(to.phone))

    async def send(self, parcel: Parcel) -> str:
        """The provider's serial number."""
        number = _number(parcel.to.phone)
        if not number:
            raise NotTaken("no mobile number")
        return await asyncio.to_thread(self._send, number, parcel)

    def _send(self, number: str, parcel: Parcel) -> str:
        from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException
        from tencentcloud.sms.v20210111.models import SendSmsRequest  # loaded with the first message

        request: Any = SendSmsRequest()
        request.PhoneNumberSet, request.TemplateParamSet = [number], [parcel.text]
        request.SmsSdkAppId, request.SignName, request.TemplateId = self._app_id, self._sign, self._template
        request.SessionContext = parcel.key
        try:
            answer = self._client().SendSms(request)
        except TencentCloudSDKException as failed:
            raise _meant(failed) from None
        status = (answer.SendStatusSet or [None])[0]
        if status is None:
            raise Unclear("no status in the answer")
        if status.Code != "Ok":
            raise _refusal(str(status.Code), str(status.Message or ""))
        return str(status.SerialNo or "")

    def _client(self) -> "SmsClient":
        from tencentcloud.common.credential import Credential
        from tencentcloud.common.profile.client_profile import ClientProfile
        from tencentcloud.common.profile.http_profile import HttpProfile
        from tencentcloud.sms.v20210111.sms_client import SmsClient

        http = HttpProfile(protocol=self._protocol, endpoint=self._endpoint, reqTimeout=_SECONDS)
        return SmsClient(Credential(*self._credentials), self._region, ClientProfile(httpProfile=http))


def _number(phone: str) -> str:
    """As the provider wants it, +86…; empty where it is no mobile number."""
    found = _MOBILE.fullmatch(re.sub(r"[\s()-]", "", phone))
    return "" if found is None else f"+86{found[1]}" if found[1] else found[2]


def _meant(failed: "TencentCloudSDKException") -> Exception:
    """What a failure says about the message: it may have left only where a connection stood."""
    from requests.exceptions import ConnectTimeout
    from urllib3.exceptions import NewConnectionError

    cause = failed.__context__
    reason = getattr(cause.args[0], "reason", None) if cause is not None and cause.args else None
    if isinstance(cause, ConnectTimeout) or isinstance(reason, NewConnectionError):
        return TryLater("not reachable")
    code, words = str(failed.get_code()), str(failed.get_message() or "")
    if not failed.get_request_id() and code not in _OURS:
        return Unclear(f"{code}: {words}")  # no word of the provider's: the SDK could not read what came
    return _refusal(code, words)


def _refusal(code: str, words: str) -> Exception:
    told = f"{code}: {words}" if words else code
    if code.startswith(_LATER):
        return TryLater(told)
    return Unclear(told) if code.startswith(_UNCLEAR) else NotTaken(told)
