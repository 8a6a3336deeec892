"""Keeping: what was said survives a restart, and time never goes back."""

from __future__ import annotations

from pathlib import Path

from tests.sandbox.places import HOME, LI, Clocks, OpenPlace, a_button, a_card


async def test_messages_threads_files_and_homes_survive_a_restart(open_place: OpenPlace, tmp_path: Path) -> None:
    kept = tmp_path / "workspace" / "sandbox.db"
    before = await open_place(path=kept)
    parent = (await before.client.chat_postMessage(channel=HOME, text="卡片", blocks=a_card(a_button())))["ts"]
    await before.client.chat_postMessage(channel=HOME, text="回复", thread_ts=parent)
    gone = (await before.client.chat_postMessage(channel=HOME, text="撤回"))["ts"]
    await before.client.chat_delete(channel=HOME, ts=gone)
    file = (await before.client.files_upload_v2(content=b"a", filename="a.png"))["file"]
    await before.client.views_publish(user_id=LI, view={"type": "home", "blocks": a_card()})
    before.workspace.read_up_to(LI, HOME)

    after = await open_place(path=kept, clocks=Clocks(now=1_000_000_000.0))
    li = after.person(LI)

    assert li.messages(HOME) == before.person(LI).messages(HOME)
    assert [m["text"] for m in li.replies(HOME, parent)] == ["卡片", "回复"]
    assert li.home() == before.person(LI).home()
    assert after.workspace.files.content(file["id"]) == b"a"
    assert after.workspace.unread(LI, HOME) == 0
    fresh = (await after.client.chat_postMessage(channel=HOME, text="新的"))["ts"]
    assert fresh > li.replies(HOME, parent)[-1]["ts"]
    assert after.workspace.unread(LI, HOME) == 1


async def test_a_button_of_before_the_restart_still_works(open_place: OpenPlace, tmp_path: Path) -> None:
    before = await open_place(path=tmp_path / "s.db")
    ts = (await before.client.chat_postMessage(channel=HOME, text="卡片", blocks=a_card(a_button())))["ts"]

    after = await open_place(path=tmp_path / "s.db", app={"request_url": "http://127.0.0.1:9/down"})
    outcome = await after.person(LI).press("认领", {"type": "message", "channel": HOME, "ts": ts})

    assert outcome.note is not None
    assert outcome.note["rule"] == "connection_failed"
