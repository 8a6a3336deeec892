"""Gateways: what the policy says the shop sends with, joined with the secrets; made once, in app.py."""

from collections.abc import Mapping

from bot.outreach import Gateways, Outreach
from bot.policy.gateways import Gateway
from bot.policy.model import Policy
from bot.vocabulary import Outlet
from handlers.outgoing.http_gateway import HttpGateway
from handlers.settings import SettingsError

_Secrets = Mapping[str, tuple[str, ...]]
_PROVIDER_HAS = 2  # an id and a key


def gateways_of(policy: Policy, sources: _Secrets, channels: _Secrets) -> Gateways:
    """By source and by channel, secrets under names in lower case. Raises `SettingsError` for one that is missing."""
    return Gateways(
        {Outlet(name): _channel(name, one, channels.get(name, ())) for name, one in policy.gateways.items()},
        {name: _source(name, one.reply_url, sources) for name, one in policy.sources.items() if one.reply_url},
    )


def faults(policy: Policy, sources: _Secrets, channels: _Secrets) -> list[str]:
    """What keeps gateways from working, a sentence each."""
    found = []
    for name in policy.gateways:
        only = policy.model_copy(update={"gateways": {name: policy.gateways[name]}, "sources": {}})
        found += _fault(only, sources, channels)
    return found + _fault(policy.model_copy(update={"gateways": {}}), sources, channels)


def addresses(policy: Policy) -> list[tuple[str, str]]:
    """The keys of the policy that name a web address, with it."""
    channels = [(f"gateways.{name}", one.url) for name, one in policy.gateways.items()]
    sources = [(f"sources.{name}", one.reply_url) for name, one in policy.sources.items()]
    return [(name, url) for name, url in (*channels, *sources) if url]


def _fault(policy: Policy, sources: _Secrets, channels: _Secrets) -> list[str]:
    try:
        gateways_of(policy, sources, channels)
    except SettingsError as missing:
        return [str(missing)]
    return []


def _channel(name: str, gateway: Gateway, secrets: tuple[str, ...]) -> Outreach:
    setting = f"GATEWAY_SECRET_{name.upper()}"
    if gateway.url:
        if not secrets:
            raise SettingsError(f"{setting} is not set; [gateways.{name}] of the policy signs with it")
        return HttpGateway(gateway.url, secrets[0])
    from handlers.outgoing.tencent_sms import TencentSms  # only who uses it has it loaded

    if len(secrets) != _PROVIDER_HAS:
        raise SettingsError(f"{setting} is not the provider's id and key, with a space between them")
    assert gateway.app_id
    assert gateway.sign
    assert gateway.template
    return TencentSms((secrets[0], secrets[1]), gateway.app_id, gateway.sign, gateway.template, gateway.region)


def _source(name: str, url: str, sources: _Secrets) -> Outreach:
    secrets = sources.get(name, ())
    if not secrets:
        raise SettingsError(f"WEBHOOK_SECRET_{name.upper()} is not set; public replies to {name} are signed with it")
    return HttpGateway(url, secrets[0])
