"""Dialogs: submitting and closing a modal, and what the app's answer does to the stack.

Source: https://docs.slack.dev/surfaces/modals#handling_submissions
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sandbox import payloads
from sandbox.acts import Spot, fill_in
from sandbox.fields import complaints
from sandbox.outcomes import Outcome, app_note, impossible, of_ack
from sandbox.people_and_rooms import Member
from sandbox.pictures import refuse_pictures
from sandbox.refusals import Refused, refuse_view
from sandbox.views import OpenView
from sandbox.workspace import Workspace
from slack_rules.validator import view_faults

_CLOSED = impossible("not_found", "这个窗口已经关了。", "This dialog is closed already.")


async def submit(workspace: Workspace, user: str, view_id: str, state: Mapping[str, Any] | None = None) -> Outcome:
    """Submit the top modal. What is missing or too long is said below its field and nothing is sent."""
    member = workspace.member(user)
    view = _top(workspace, member, view_id)
    if view is None:
        return _CLOSED
    try:
        values = fill_in(Spot(view.body["blocks"], view=view), state)
    except ValueError as error:
        return impossible("not_offered", f"这个选项不在列表里:{error}", f"This is not on offer: {error}")
    view.notes.clear()
    view.errors = complaints(view.body["blocks"], values, chinese=member.reads_chinese)
    if view.errors:
        return Outcome(False, errors=view.errors)
    return await _send(workspace, member, view)


async def close(workspace: Workspace, user: str, view_id: str) -> Outcome:
    """Close a modal; the app hears of it when it asked to (`notify_on_close`)."""
    member = workspace.member(user)
    view = workspace.views.find(view_id)
    if view is None or view.user != user or view.body["type"] != "modal":
        return _CLOSED
    is_cleared = bool(view.body["clear_on_close"])
    if is_cleared:
        workspace.views.clear(user)
    else:
        workspace.views.close(view)
    workspace.tell_view(view)
    if view.body["notify_on_close"]:
        payload = payloads.common(workspace, "view_closed", member, None)
        ack = await workspace.delivery.interaction({**payload, "view": view.shown(), "is_cleared": is_cleared})
        return of_ack(ack, workspace.app.name)
    return Outcome()


def _top(workspace: Workspace, member: Member, view_id: str) -> OpenView | None:
    stack = workspace.views.stack(member.id)
    return stack[-1] if stack and stack[-1].id == view_id else None


async def _send(workspace: Workspace, member: Member, view: OpenView) -> Outcome:
    trigger = workspace.tickets.trigger(member.id, view_id=view.id)
    payload = payloads.common(workspace, "view_submission", member, trigger)
    ack = await workspace.delivery.interaction({**payload, "view": view.shown(), "response_urls": []})
    if ack.problem is not None:
        return of_ack(ack, workspace.app.name)
    outcome = _follow(workspace, view, ack.body)
    workspace.tell_view(view)
    return outcome


def _follow(workspace: Workspace, view: OpenView, answer: Any) -> Outcome:
    """Do to the stack what the app's answer says."""
    if answer in (None, "", {}):
        workspace.views.close(view)
        return Outcome()
    action = answer.get("response_action") if isinstance(answer, dict) else None
    if action == "clear":
        workspace.views.clear(view.user)
        return Outcome()
    if action == "errors":
        return _show_errors(workspace, view, answer.get("errors"))
    if action in ("update", "push"):
        return _replace(workspace, view, action, answer.get("view"))
    return _nonsense(workspace, f"response_action {action!r} is none of clear, errors, update, push")


def _show_errors(workspace: Workspace, view: OpenView, errors: Any) -> Outcome:
    asked = {block["block_id"] for block in view.body["blocks"] if block["type"] == "input"}
    if not isinstance(errors, dict) or not errors:
        return _nonsense(workspace, "errors is no object of block_id and sentence")
    for block_id, sentence in errors.items():
        if block_id not in asked:
            return _nonsense(workspace, f"errors names {block_id!r}, which is no input block of this view")
        if not isinstance(sentence, str) or not sentence.strip():
            return _nonsense(workspace, f"errors has no sentence for {block_id!r}")
    view.errors = dict(errors)
    return Outcome(False, errors=view.errors)


def _replace(workspace: Workspace, view: OpenView, action: str, given: Any) -> Outcome:
    if not isinstance(given, dict):
        return _nonsense(workspace, f"response_action {action} came without a view")
    try:
        refuse_view(view_faults(given))
        refuse_pictures(workspace.files, given.get("blocks") or [], "invalid_arguments", "/view")
        if action == "push":
            workspace.views.push(view.user, given)
        else:
            workspace.views.update(view, given)
    except Refused as refusal:
        detail = "; ".join(str(fault) for fault in refusal.faults) or str(refusal)
        return _nonsense(workspace, detail)
    return Outcome()


def _nonsense(workspace: Workspace, detail: str) -> Outcome:
    workspace.log_delivery("view_submission", "bad_answer", detail)
    return Outcome(False, note=app_note(workspace.app.name, "bad_answer", detail))
