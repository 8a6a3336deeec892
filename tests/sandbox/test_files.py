"""Files: an upload in three steps, shown in the room and served with its right type."""

from __future__ import annotations

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
