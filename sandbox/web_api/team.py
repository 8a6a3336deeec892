"""Team: who the app is, who the people are, reactions, and the way into Socket Mode."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from sandbox.people_and_rooms import Member
from sandbox.refusals import Refused
from sandbox.web_api.arguments import Arguments
from sandbox.web_api.method import Answer, Method, page_of
from sandbox.workspace import Workspace


async def auth_test(workspace: Workspace, _arguments: Arguments) -> Answer:
    app = workspace.app
    return {
        "url": f"{workspace.base_url}/",
        "team": workspace.team_name,
        "user": app.name,
        "team_id": workspace.team_id,
        "user_id": app.bot_user_id,
        "bot_id": app.bot_id,
        "app_id": app.app_id,
        "is_enterprise_install": False,
    }


async def open_connection(workspace: Workspace, _arguments: Arguments) -> Answer:
    """An address for one websocket."""
    base = workspace.base_url.replace("http", "ws", 1)
    return {"url": f"{base}/socket/{workspace.delivery.sockets.ticket()}"}


async def user_info(workspace: Workspace, arguments: Arguments) -> Answer:
    member = workspace.member(arguments.required("user", "user_not_found"))
    return {"user": _person(workspace, member, arguments.flag("include_locale"))}


async def list_users(workspace: Workspace, arguments: Arguments) -> Answer:
    page, cursor = page_of(list(workspace.members.values()), arguments, default=200, most=1000)
    people = [_person(workspace, member, arguments.flag("include_locale")) for member in page]
    return {"members": people, "cache_ts": int(workspace.clock()), "response_metadata": {"next_cursor": cursor}}


async def by_email(workspace: Workspace, arguments: Arguments) -> Answer:
    email = arguments.required("email", "users_not_found")
    found = [member for member in workspace.members.values() if member.email and member.email == email]
    if not found:
        raise Refused("users_not_found", f"nobody here has the address {email}")
    return {"user": _person(workspace, found[0], False)}


async def bot_info(workspace: Workspace, arguments: Arguments) -> Answer:
    app = workspace.app
    if arguments.text("bot") not in (None, app.bot_id):
        raise Refused("bot_not_found", "there is one bot here only")
    about = {"id": app.bot_id, "app_id": app.app_id, "user_id": app.bot_user_id, "name": app.name}
    return {"bot": {**about, "deleted": False, "updated": 0, "icons": {}}}


async def team_info(workspace: Workspace, _arguments: Arguments) -> Answer:
    about = {"id": workspace.team_id, "name": workspace.team_name, "domain": workspace.team_id.lower()}
    return {"team": {**about, "url": f"{workspace.base_url}/", "email_domain": "", "icon": {}}}


async def add_reaction(workspace: Workspace, arguments: Arguments) -> Answer:
    return _react(workspace, arguments, adding=True)


async def remove_reaction(workspace: Workspace, arguments: Arguments) -> Answer:
    return _react(workspace, arguments, adding=False)


def _react(workspace: Workspace, arguments: Arguments, *, adding: bool) -> Answer:
    room = workspace.room(arguments.required("channel", "channel_not_found"))
    ts, name = arguments.required("timestamp", "no_item_specified"), arguments.required("name", "invalid_name")
    message = workspace.messages.find(room.id, ts)
    if message is None:
        raise Refused("message_not_found", f"no message {ts} in {room.id}")
    mine = workspace.app.bot_user_id
    by_name = {r["name"]: list(r["users"]) for r in message.get("reactions", [])}
    users = by_name.setdefault(name.strip(":"), [])
    if adding == (mine in users):
        raise Refused("already_reacted" if adding else "no_reaction", name)
    users.append(mine) if adding else users.remove(mine)
    kept = [{"name": n, "users": who, "count": len(who)} for n, who in by_name.items() if who]
    workspace.messages.change(room.id, ts, reactions=kept or None)
    workspace.tell_room(room.id, "changed", ts=ts, thread_ts=message.get("thread_ts"))
    return {}


def _person(workspace: Workspace, member: Member, with_locale: bool) -> Answer:
    zone = datetime.fromtimestamp(workspace.clock(), ZoneInfo(member.tz))
    offset = zone.utcoffset()
    profile = {"real_name": member.real_name, "display_name": member.name, "title": member.role_note.get("zh", "")}
    if "users:read.email" in workspace.app.scopes and member.email:
        profile["email"] = member.email
    person = {
        "id": member.id,
        "team_id": workspace.team_id,
        "name": member.name,
        "real_name": member.real_name,
        "deleted": member.deleted,
        "tz": member.tz,
        "tz_label": zone.tzname() or member.tz,
        "tz_offset": int(offset.total_seconds()) if offset else 0,
        "profile": profile,
        "is_bot": member.is_bot,
        "is_app_user": False,
        "updated": 0,
    }
    return {**person, "locale": member.locale} if with_locale else person


METHODS = {
    "auth.test": Method(auth_test),
    "apps.connections.open": Method(open_connection, "connections:write", "app"),
    "users.info": Method(user_info, "users:read"),
    "users.list": Method(list_users, "users:read"),
    "users.lookupByEmail": Method(by_email, "users:read.email"),
    "bots.info": Method(bot_info, "users:read"),
    "team.info": Method(team_info, "team:read"),
    "reactions.add": Method(add_reaction, "reactions:write"),
    "reactions.remove": Method(remove_reaction, "reactions:write"),
}
