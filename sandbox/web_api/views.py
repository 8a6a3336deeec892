"""Views: opening, stacking, changing and publishing (https://docs.slack.dev/reference/methods/views.open)."""

from __future__ import annotations

from typing import Any

from sandbox.pictures import refuse_pictures
from sandbox.refusals import Refused, refuse_view
from sandbox.views import OpenView
from sandbox.web_api.arguments import Arguments
from sandbox.web_api.method import Answer, Method
from sandbox.workspace import Workspace
from slack_rules.validator import view_faults


async def open_view(workspace: Workspace, arguments: Arguments) -> Answer:
    given = _given(workspace, arguments, "modal")
    trigger = workspace.tickets.exchange(arguments.required("trigger_id"))
    return _answer(workspace, workspace.views.open(trigger.user, given))


async def push(workspace: Workspace, arguments: Arguments) -> Answer:
    given = _given(workspace, arguments, "modal")
    trigger = workspace.tickets.exchange(arguments.required("trigger_id"))
    if trigger.view_id is None:
        raise Refused("invalid_trigger_id", "only an act inside a modal can push onto it")
    return _answer(workspace, workspace.views.push(trigger.user, given))


async def update(workspace: Workspace, arguments: Arguments) -> Answer:
    view = workspace.views.find(arguments.text("view_id"), arguments.text("external_id"))
    if view is None:
        raise Refused("not_found", "no open view has this view_id or external_id")
    given = _given(workspace, arguments, str(view.body["type"]))
    return _answer(workspace, workspace.views.update(view, given, arguments.text("hash")))


async def publish(workspace: Workspace, arguments: Arguments) -> Answer:
    user = workspace.member(arguments.required("user_id")).id
    given = _given(workspace, arguments, "home")
    return _answer(workspace, workspace.views.publish(user, given, arguments.text("hash")))


def _given(workspace: Workspace, arguments: Arguments, kind: str) -> dict[str, Any]:
    view = arguments.object("view")
    if view is None:
        raise Refused("invalid_arguments", "view is required")
    if view.get("type") != kind:
        raise Refused("invalid_arguments", f"expected a view of type {kind}, got {view.get('type')!r}")
    refuse_view(view_faults(view))
    refuse_pictures(workspace.files, view.get("blocks") or [], "invalid_arguments", "/view")
    return view


def _answer(workspace: Workspace, view: OpenView) -> Answer:
    workspace.tell_view(view)
    return {"view": view.shown()}


METHODS = {
    "views.open": Method(open_view),
    "views.push": Method(push),
    "views.update": Method(update),
    "views.publish": Method(publish),
}
