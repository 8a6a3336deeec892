"""Web API: Slack's answers and Slack's refusals, asked by the real client and by hand."""

from __future__ import annotations

import json
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from slack_rules.limits import POST_BURST
from tests.sandbox.places import (
    APP_TOKEN,
    BACK,
    BOT_TOKEN,
    CHEN,
    HOME,
    LI,
    OUTSIDE,
    OpenPlace,
    Place,
    a_button,
    a_card,
    a_modal,
    a_question,
)


async def refused(call: Any) -> str:
    """The error code with which the call was refused."""
    with pytest.raises(SlackApiError) as caught:
        await call
    return str(caught.value.response["error"])


async def a_message(place: Place, channel: str = HOME, **more: Any) -> str:
    answer = await place.client.chat_postMessage(channel=channel, **{"text": "你好", **more})
    return str(answer["ts"])


async def test_who_am_i(place: Place) -> None:
    answer = await place.client.auth_test()

    assert (answer["user_id"], answer["bot_id"], answer["team_id"]) == ("U0BOT", "B0DESK", "T0SHOP")
    assert answer["url"] == f"{place.base_url}/"


async def test_a_call_without_a_token_or_with_a_wrong_one_is_refused(place: Place) -> None:
    wrong = AsyncWebClient("xoxb-other", base_url=f"{place.base_url}/api/", session=place.http)
    async with place.http.post(f"{place.base_url}/api/auth.test") as response:
        assert (await response.json())["error"] == "not_authed"

    assert await refused(wrong.auth_test()) == "invalid_auth"
    assert await refused(place.client.apps_connections_open(app_token=BOT_TOKEN)) == "not_allowed_token_type"
    assert place.rules == ["not_authed", "invalid_auth", "not_allowed_token_type"]


async def test_arguments_come_as_json_as_a_form_and_in_the_query(place: Place) -> None:
    url, token = f"{place.base_url}/api/chat.postMessage", {"Authorization": f"Bearer {BOT_TOKEN}"}
    card = a_card()
    ways: list[dict[str, Any]] = [
        {"json": {"channel": HOME, "text": "一", "blocks": card}, "headers": token},
        {"data": {"token": BOT_TOKEN, "channel": HOME, "text": "二", "blocks": json.dumps(card)}},
        {"params": {"channel": HOME, "text": "三", "blocks": json.dumps(card)}, "headers": token},
    ]
    for way in ways:
        async with place.http.post(url, **way) as response:
            assert (await response.json())["ok"]

    shown = place.person(LI).messages(HOME)

    assert [m["text"] for m in shown] == ["一", "二", "三"]
    assert all(m["blocks"][0]["block_id"] == "what" for m in shown)


@pytest.mark.parametrize(
    ("body", "error"), [("{", "invalid_json"), ("[]", "json_not_object"), ('{"channel": {}}', "invalid_arguments")]
)
async def test_a_body_that_is_no_json_object_is_refused(place: Place, body: str, error: str) -> None:
    headers = {"Authorization": f"Bearer {BOT_TOKEN}", "Content-Type": "application/json; charset=utf-8"}
    async with place.http.post(f"{place.base_url}/api/chat.postMessage", data=body, headers=headers) as response:
        assert (await response.json())["error"] == error


async def test_an_unknown_method_is_refused_loudly(place: Place) -> None:
    assert await refused(place.client.api_call("chat.shout")) == "unknown_method"
    assert place.workspace.log[0]["method"] == "chat.shout"


async def test_a_missing_scope_is_named(open_place: OpenPlace) -> None:
    place = await open_place(app={"scopes": ["users:read"]})

    with pytest.raises(SlackApiError) as caught:
        await place.client.chat_postMessage(channel=HOME, text="a")

    response = caught.value.response
    assert (response["error"], response["needed"], response["provided"]) == (
        "missing_scope",
        "chat:write",
        "users:read",
    )
    assert await refused(place.client.conversations_history(channel=HOME)) == "missing_scope"


async def test_a_post_is_answered_with_its_ts_and_seen_by_people(place: Place) -> None:
    blocks = a_card(a_button())
    metadata = {"event_type": "case_card", "event_payload": {"key": "7:1"}}
    answer = await place.client.chat_postMessage(channel=HOME, text="新评价", blocks=blocks, metadata=metadata)

    (seen,) = place.person(CHEN).messages(HOME)
    assert answer["message"]["bot_id"] == "B0DESK"
    assert (seen["ts"], seen["text"], seen["username"]) == (answer["ts"], "新评价", "评价管家")
    assert "metadata" not in seen


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"channel": "C0NONE", "text": "a"}, "channel_not_found"),
        ({"channel": HOME}, "no_text"),
        ({"channel": HOME, "text": "a" * 40_001}, "msg_too_long"),
        ({"channel": HOME, "text": "a", "blocks": [{"type": "alert", "text": "a"}]}, "invalid_blocks"),
        ({"channel": HOME, "text": "a", "blocks": a_card(text="字" * 3000) * 5}, "invalid_blocks"),
        ({"channel": HOME, "text": "<!channel>"}, "invalid_blocks"),
        ({"channel": HOME, "text": "a", "colour": "red"}, "invalid_arguments"),
        ({"channel": HOME, "text": "a", "thread_ts": "1.2"}, "thread_not_found"),
        ({"channel": HOME, "text": "a", "metadata": {"event_type": "x"}}, "invalid_metadata_format"),
        ({"channel": HOME, "text": "a", "username": "老板"}, "missing_scope"),
        ({"channel": OUTSIDE, "text": "a"}, "not_in_channel"),
    ],
)
async def test_a_bad_post_is_refused_with_slacks_code(
    open_place: OpenPlace, arguments: dict[str, Any], error: str
) -> None:
    scopes = ["chat:write", "channels:history"]
    place = await open_place(app={"scopes": scopes})

    assert await refused(place.client.api_call("chat.postMessage", json=arguments)) == error
    assert [m for m in place.person(LI).messages(HOME) if "note" not in m] == []


async def test_texts_that_are_too_long_together_are_refused(place: Place) -> None:
    parts = [{"type": "section", "text": {"type": "mrkdwn", "text": "字" * 3000}}] * 5

    assert await refused(place.client.chat_postMessage(channel=HOME, text="a", blocks=parts)) == "msg_blocks_too_long"


async def test_a_refused_post_leaves_a_red_note_on_the_spot_in_both_languages(place: Place) -> None:
    bad = [{"type": "header", "text": {"type": "plain_text", "text": "字" * 151}}]
    with pytest.raises(SlackApiError) as caught:
        await place.client.chat_postMessage(channel=HOME, text="a", blocks=bad)

    (shown,) = place.person(LI).messages(HOME)
    messages = caught.value.response["response_metadata"]["messages"]
    assert messages == ["[ERROR] must be less than 151 characters, got 151 [json-pointer:/blocks/0/text/text]"]
    assert (shown["note"]["kind"], shown["note"]["rule"]) == ("refused", "too_long")
    assert "文字太长" in shown["note"]["zh"]
    assert "/blocks/0/text/text" in shown["note"]["en"]
    assert place.workspace.log[0]["rule"] == "too_long"


async def test_an_archived_channel_takes_no_more_posts(place: Place) -> None:
    place.workspace.room(HOME).is_archived = True

    assert await refused(place.client.chat_postMessage(channel=HOME, text="a")) == "is_archived"


async def test_posting_to_a_person_reaches_the_direct_conversation(place: Place) -> None:
    opened = await place.client.conversations_open(users=LI)
    answer = await place.client.chat_postMessage(channel=LI, text="只给你")

    assert opened["channel"]["id"] == answer["channel"] == "D0LI"
    assert [m["text"] for m in place.person(LI).messages("D0LI")] == ["只给你"]


async def test_one_post_a_second_after_a_short_burst(open_place: OpenPlace) -> None:
    place = await open_place(post_burst=POST_BURST)
    for _ in range(3):
        await a_message(place)

    with pytest.raises(SlackApiError) as caught:
        await a_message(place)
    await a_message(place, "D0LI")
    place.clocks.ticks += 0.9
    assert await refused(place.client.chat_postMessage(channel=HOME, text="a")) == "ratelimited"
    place.clocks.ticks += 0.1
    await a_message(place)

    response = caught.value.response
    assert (response.status_code, response["error"], response.headers["Retry-After"]) == (429, "ratelimited", "1")
    assert len([m for m in place.person(LI).messages(HOME) if "note" not in m]) == 4


async def test_the_same_note_again_counts_up_instead_of_filling_the_room(open_place: OpenPlace) -> None:
    place = await open_place(post_burst=1)
    await a_message(place)
    for _ in range(5):
        assert await refused(place.client.chat_postMessage(channel=HOME, text="a")) == "ratelimited"

    notes = [m["note"] for m in place.person(LI).messages(HOME) if "note" in m]
    assert [note["times"] for note in notes] == [5]


async def test_an_update_replaces_the_card_and_keeps_its_place(place: Place) -> None:
    ts = await a_message(place, blocks=a_card(a_button()))
    await place.client.chat_update(channel=HOME, ts=ts, text="已认领", blocks=a_card(text="已认领"))

    (seen,) = place.person(LI).messages(HOME)
    assert (seen["ts"], seen["text"], len(seen["blocks"])) == (ts, "已认领", 1)


async def test_an_update_without_blocks_keeps_them_and_an_empty_list_takes_them_away(place: Place) -> None:
    ts = await a_message(place, blocks=a_card())

    await place.client.chat_update(channel=HOME, ts=ts, text="新的")
    kept = place.person(LI).messages(HOME)[0]
    assert kept["blocks"][0]["block_id"] == "what"
    assert "edited" not in kept

    await place.client.chat_update(channel=HOME, ts=ts, text="更新", blocks=[])
    bare = place.person(LI).messages(HOME)[0]
    assert "blocks" not in bare
    assert bare["edited"]["user"] == "U0BOT"


async def test_only_the_apps_own_messages_can_be_changed_or_deleted(place: Place) -> None:
    await place.person(LI).say(HOME, "我的")
    ts = place.person(LI).messages(HOME)[0]["ts"]

    assert await refused(place.client.chat_update(channel=HOME, ts=ts, text="a")) == "cant_update_message"
    assert await refused(place.client.chat_delete(channel=HOME, ts=ts)) == "cant_delete_message"
    assert await refused(place.client.chat_update(channel=HOME, ts="1.000000", text="a")) == "message_not_found"


async def test_a_thread_counts_its_replies_and_a_deleted_one_is_gone(place: Place) -> None:
    parent = await a_message(place)
    first = await a_message(place, text="一", thread_ts=parent)
    second = await a_message(place, text="二", thread_ts=parent)
    await place.client.chat_delete(channel=HOME, ts=second)

    thread = await place.client.conversations_replies(channel=HOME, ts=parent)
    (top,) = place.person(LI).messages(HOME)
    assert [m["ts"] for m in thread["messages"]] == [parent, first]
    assert (top["reply_count"], top["latest_reply"], top["thread_ts"]) == (1, first, parent)
    assert await refused(place.client.conversations_replies(channel=HOME, ts="1.000000")) == "thread_not_found"
    assert await refused(a_message(place, thread_ts=first)) == "thread_not_found"


async def test_a_deleted_parent_leaves_a_tombstone_while_replies_remain(place: Place) -> None:
    parent = await a_message(place, blocks=a_card())
    reply = await a_message(place, thread_ts=parent)
    await place.client.chat_delete(channel=HOME, ts=parent)

    (stone,) = place.person(LI).messages(HOME)
    assert (stone["subtype"], "blocks" in stone) == ("tombstone", False)

    await place.client.chat_delete(channel=HOME, ts=reply)
    assert "reply_count" not in place.person(LI).messages(HOME)[0]


async def test_history_is_newest_first_paged_and_bounded(place: Place) -> None:
    stamps = []
    for number in range(5):
        place.clocks.now += 1
        stamps.append(await a_message(place, text=str(number)))
    await a_message(place, text="回复", thread_ts=stamps[0])

    first = await place.client.conversations_history(channel=HOME, limit=2)
    rest = await place.client.conversations_history(
        channel=HOME, limit=9, cursor=first["response_metadata"]["next_cursor"]
    )
    between = await place.client.conversations_history(channel=HOME, oldest=stamps[1], latest=stamps[3])
    inclusive = await place.client.conversations_history(
        channel=HOME, oldest=stamps[1], latest=stamps[3], inclusive=True
    )
    assert [m["text"] for m in first["messages"] + rest["messages"]] == ["4", "3", "2", "1", "0"]
    assert (first["has_more"], rest["has_more"]) == (True, False)
    assert [m["text"] for m in between["messages"]] == ["2"]
    assert [m["text"] for m in inclusive["messages"]] == ["3", "2", "1"]
    assert await refused(place.client.conversations_history(channel=HOME, cursor="x")) == "invalid_cursor"
    assert await refused(place.client.conversations_history(channel=HOME, limit=0)) == "invalid_limit"


async def test_metadata_is_there_for_whoever_asks_for_all_of_it(place: Place) -> None:
    metadata = {"event_type": "case_card", "event_payload": {"key": "7:1"}}
    await a_message(place, metadata=metadata)

    plain = await place.client.conversations_history(channel=HOME)
    full = await place.client.conversations_history(channel=HOME, include_all_metadata=True)
    assert "metadata" not in plain["messages"][0]
    assert full["messages"][0]["metadata"] == metadata


async def test_rooms_are_listed_by_kind(place: Place) -> None:
    public = await place.client.conversations_list()
    everything = await place.client.conversations_list(types="public_channel,private_channel,im", limit=2)
    info = await place.client.conversations_info(channel=OUTSIDE)

    assert [c["id"] for c in public["channels"]] == [HOME, OUTSIDE]
    assert [c["id"] for c in everything["channels"]] == [HOME, BACK]
    assert everything["response_metadata"]["next_cursor"]
    assert info["channel"]["is_member"] is False
    assert await refused(place.client.conversations_list(types="secret")) == "invalid_types"


async def test_joining_a_room_makes_it_readable(place: Place) -> None:
    assert await refused(place.client.conversations_history(channel=OUTSIDE)) == "not_in_channel"

    await place.client.conversations_join(channel=OUTSIDE)

    members = await place.client.conversations_members(channel=OUTSIDE)
    assert "U0BOT" in members["members"]
    assert (await place.client.conversations_history(channel=OUTSIDE))["messages"] == []


async def test_people_are_found_by_id_list_and_address(place: Place) -> None:
    chen = (await place.client.users_info(user=CHEN, include_locale=True))["user"]
    everybody = (await place.client.users_list())["members"]
    li = (await place.client.users_lookupByEmail(email="li@example.com"))["user"]

    assert (chen["tz"], chen["tz_offset"], chen["locale"]) == ("Europe/Paris", 3600, "en-US")
    assert [p["id"] for p in everybody if p["is_bot"]] == ["U0BOT"]
    assert li["id"] == LI
    assert await refused(place.client.users_info(user="U0NONE")) == "user_not_found"
    assert await refused(place.client.users_lookupByEmail(email="x@example.com")) == "users_not_found"


async def test_reactions_are_added_once_and_taken_back(place: Place) -> None:
    ts = await a_message(place)
    await place.client.reactions_add(channel=HOME, timestamp=ts, name="eyes")

    assert place.person(LI).messages(HOME)[0]["reactions"] == [{"name": "eyes", "users": ["U0BOT"], "count": 1}]
    assert await refused(place.client.reactions_add(channel=HOME, timestamp=ts, name="eyes")) == "already_reacted"

    await place.client.reactions_remove(channel=HOME, timestamp=ts, name="eyes")
    assert "reactions" not in place.person(LI).messages(HOME)[0]
    assert await refused(place.client.reactions_remove(channel=HOME, timestamp=ts, name="eyes")) == "no_reaction"


async def test_small_facts_are_answered(place: Place) -> None:
    ts = await a_message(place)
    link = await place.client.chat_getPermalink(channel=HOME, message_ts=ts)

    assert link["permalink"] == f"{place.base_url}/archives/{HOME}/p{ts.replace('.', '')}"
    assert (await place.client.bots_info(bot="B0DESK"))["bot"]["name"] == "评价管家"
    assert (await place.client.team_info())["team"]["name"] == "小店"
    assert (await place.client.apps_connections_open(app_token=APP_TOKEN))["url"].startswith("ws://127.0.0.1:")


async def test_an_ephemeral_is_seen_by_one_person_and_is_no_part_of_history(place: Place) -> None:
    await place.client.chat_postEphemeral(channel=HOME, user=LI, text="只给你", blocks=a_card())

    (seen,) = place.person(LI).messages(HOME)
    assert (seen["ephemeral"], seen["only_visible_to"]) == (True, LI)
    assert place.person(CHEN).messages(HOME) == []
    assert (await place.client.conversations_history(channel=HOME))["messages"] == []
    assert await refused(place.client.chat_postEphemeral(channel=BACK, user=CHEN, text="a")) == "user_not_in_channel"
    assert await refused(place.client.chat_update(channel=HOME, ts=seen["ts"], text="a")) == "message_not_found"


async def test_a_trigger_opens_one_modal_within_three_seconds(place: Place) -> None:
    tickets = place.workspace.tickets
    first, late = tickets.trigger(LI, channel=HOME).id, tickets.trigger(LI, channel=HOME).id

    opened = await place.client.views_open(trigger_id=first, view=a_modal(a_question()))
    again = place.client.views_open(trigger_id=first, view=a_modal(a_question()))

    assert place.person(LI).views()[0]["id"] == opened["view"]["id"]
    assert await refused(again) == "exchanged_trigger_id"
    place.clocks.ticks += 3.1
    assert await refused(place.client.views_open(trigger_id=late, view=a_modal(a_question()))) == "expired_trigger_id"
    assert (
        await refused(place.client.views_open(trigger_id="1.2.x", view=a_modal(a_question()))) == "invalid_trigger_id"
    )


async def test_a_late_modal_is_told_to_who_pressed_where_they_pressed(place: Place) -> None:
    late = place.workspace.tickets.trigger(LI, channel=HOME).id
    place.clocks.ticks += 4

    await refused(place.client.views_open(trigger_id=late, view=a_modal(a_question())))

    assert [m["note"]["rule"] for m in place.person(LI).messages(HOME)] == ["expired_trigger_id"]
    assert place.person(CHEN).messages(HOME) == []


async def test_a_refused_view_does_not_use_up_the_trigger(place: Place) -> None:
    trigger = place.workspace.tickets.trigger(LI, channel=HOME).id
    bad = a_modal(a_question(), title={"type": "plain_text", "text": "字" * 25})

    with pytest.raises(SlackApiError) as caught:
        await place.client.views_open(trigger_id=trigger, view=bad)
    await place.client.views_open(trigger_id=trigger, view=a_modal(a_question()))

    response = caught.value.response
    assert response["error"] == "invalid_arguments"
    assert response["response_metadata"]["messages"][0].endswith("[json-pointer:/view/title/text]")


async def test_views_stack_three_deep(place: Place) -> None:
    tickets, li = place.workspace.tickets, place.person(LI)
    await place.client.views_open(trigger_id=tickets.trigger(LI).id, view=a_modal(a_question()))
    for _ in range(2):
        top = li.views()[-1]["id"]
        trigger = tickets.trigger(LI, view_id=top).id
        await place.client.views_push(trigger_id=trigger, view=a_modal(a_question()))

    fourth = tickets.trigger(LI, view_id=li.views()[-1]["id"]).id

    assert await refused(place.client.views_push(trigger_id=fourth, view=a_modal(a_question()))) == "push_limit_reached"
    outside = tickets.trigger(LI, channel=HOME).id
    assert (
        await refused(place.client.views_push(trigger_id=outside, view=a_modal(a_question()))) == "invalid_trigger_id"
    )
    assert len({v["root_view_id"] for v in li.views()}) == 1
    assert [note["rule"] for note in li.views()[-1]["notes"]] == ["push_limit_reached"]


async def test_an_update_with_an_old_hash_is_refused(place: Place) -> None:
    trigger = place.workspace.tickets.trigger(LI).id
    view = (await place.client.views_open(trigger_id=trigger, view=a_modal(a_question(), external_id="e-1")))["view"]
    fresh = await place.client.views_update(view_id=view["id"], hash=view["hash"], view=a_modal(a_question()))

    assert fresh["view"]["hash"] != view["hash"]
    stale = place.client.views_update(view_id=view["id"], hash=view["hash"], view=a_modal(a_question()))
    assert await refused(stale) == "hash_conflict"
    assert await refused(place.client.views_update(view_id="V0", view=a_modal(a_question()))) == "not_found"


async def test_an_external_id_is_used_by_one_view_at_a_time(place: Place) -> None:
    tickets, named = place.workspace.tickets, a_modal(a_question(), external_id="e-1")
    await place.client.views_open(trigger_id=tickets.trigger(LI).id, view=named)

    assert await refused(place.client.views_open(trigger_id=tickets.trigger(CHEN).id, view=named)) == (
        "duplicate_external_id"
    )
    changed = await place.client.views_update(external_id="e-1", view=a_modal(a_question("other")))
    assert changed["view"]["blocks"][0]["block_id"] == "other"


async def test_home_is_published_for_one_person(place: Place) -> None:
    await place.client.views_publish(user_id=LI, view={"type": "home", "blocks": a_card()})

    home = place.person(LI).home()
    assert home is not None
    assert home["blocks"][0]["text"]["text"] == "电热水壶冒烟"
    assert place.person(CHEN).home() is None
    modal = place.client.views_publish(user_id=LI, view=a_modal(a_question()))
    assert await refused(modal) == "invalid_arguments"
