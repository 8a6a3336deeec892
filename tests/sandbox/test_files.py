"""Files: an upload in three steps, shown in the room and served with its right type."""

from __future__ import annotations

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from tests.sandbox.places import HOME, LI, Place

PICTURE = b"\x89PNG\r\n\x1a\n-not-a-real-picture"


async def test_a_picture_is_uploaded_shown_and_served(place: Place) -> None:
    answer = await place.client.files_upload_v2(
        channel=HOME,
        content=PICTURE,
        filename="chart.png",
        title="昨日差评",
        alt_txt="一张折线图",
        initial_comment="日报",
    )

    (seen,) = place.person(LI).messages(HOME)
    (file,) = seen["files"]
    assert (seen["text"], file["title"], file["alt_txt"]) == ("日报", "昨日差评", "一张折线图")
    assert file["id"] == answer["file"]["id"]
    for url in (file["url_private"], f"{place.base_url}/files/{file['id']}"):
        async with place.http.get(url) as response:
            assert (response.content_type, await response.read()) == ("image/png", PICTURE)
            assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert (await place.client.files_info(file=file["id"]))["file"]["name"] == "chart.png"


async def test_what_could_run_in_a_browser_is_a_download(place: Place) -> None:
    answer = await place.client.files_upload_v2(content="<svg onload=alert(1)>", filename="x.svg")

    async with place.http.get(answer["file"]["url_private"]) as response:
        assert response.content_type == "application/octet-stream"
        assert response.headers["Content-Disposition"] == "attachment"


async def test_an_upload_of_another_length_than_announced_is_refused(place: Place) -> None:
    step = await place.client.files_getUploadURLExternal(filename="a.png", length=3)
    async with place.http.post(step["upload_url"], data=b"four") as response:
        assert response.status == 400

    with pytest.raises(SlackApiError) as caught:
        await place.client.files_completeUploadExternal(files=[{"id": step["file_id"]}], channel_id=HOME)

    assert caught.value.response["error"] == "file_not_found"
    assert [m for m in place.person(LI).messages(HOME) if "note" not in m] == []


async def test_an_unknown_file_or_ticket_is_not_found(place: Place) -> None:
    async with place.http.get(f"{place.base_url}/files/F0NONE/a.png") as response:
        assert response.status == 404
    async with place.http.post(f"{place.base_url}/files/upload/none", data=b"a") as response:
        assert response.status == 404


async def test_a_finished_picture_can_be_shown_in_a_block(place: Place) -> None:
    file = await _uploaded(place)

    await _shows(place, {"id": file})
    await _shows(place, {"url": f"{place.base_url}/files/{file}/chart.png"})

    assert len(place.person(LI).messages(HOME)) == 2


async def test_a_file_that_is_not_there_finished_or_to_be_seen_is_refused_in_slacks_words(place: Place) -> None:
    """https://github.com/slackapi/python-slack-sdk/issues/1658 has the words."""
    begun = await place.client.files_getUploadURLExternal(filename="a.png", length=3)
    paper, hidden = await _uploaded(place, "a.csv"), await _uploaded(place)
    place.workspace.files.hidden.add(hidden)

    for file in ("F0123456789", begun["file_id"], paper, hidden):
        answer = await _refused(place, {"id": file})
        assert answer["error"] == "invalid_blocks"
        assert answer["errors"] == ["invalid slack file [json-pointer:/blocks/0/slack_file]"]
        assert answer["response_metadata"]["messages"] == [
            "[ERROR] invalid slack file [json-pointer:/blocks/0/slack_file]"
        ]
    assert [m for m in place.person(LI).messages(HOME) if "note" not in m] == []


async def test_a_file_that_is_not_ready_cannot_be_shown_until_it_was_looked_for_often_enough(place: Place) -> None:
    place.workspace.files.looks_before_ready = 2
    file = await _uploaded(place)

    types = []
    for _ in range(3):
        await _refused(place, {"id": file})
        types.append((await place.client.files_info(file=file))["file"]["mimetype"])

    assert types == ["", "", "image/png"]
    await _shows(place, {"id": file})


async def test_a_home_shows_no_file_that_is_not_there(place: Place) -> None:
    with pytest.raises(SlackApiError) as caught:
        await place.client.views_publish(user_id=LI, view={"type": "home", "blocks": [_image({"id": "F0123456789"})]})

    assert caught.value.response["error"] == "invalid_arguments"
    assert "/view/blocks/0/slack_file" in str(caught.value.response["response_metadata"]["messages"])


async def _uploaded(place: Place, name: str = "chart.png") -> str:
    answer = await place.client.files_upload_v2(content=PICTURE, filename=name)
    return str(answer["file"]["id"])


async def _shows(place: Place, file: dict[str, str]) -> None:
    await place.client.chat_postMessage(channel=HOME, text="t", blocks=[_image(file)])


async def _refused(place: Place, file: dict[str, str]) -> dict[str, Any]:
    with pytest.raises(SlackApiError) as caught:
        await _shows(place, file)
    return dict(caught.value.response.data)


def _image(file: dict[str, str]) -> dict[str, Any]:
    return {"type": "image", "slack_file": file, "alt_text": "柱状图"}
