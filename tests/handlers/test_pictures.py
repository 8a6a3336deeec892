"""Pictures: a message shows its picture, or says it in words; it never waits long and is never said twice."""

import pytest
from sqlmodel import Session

from bot.messenger import Letter, Posted, Upload
from handlers import doctor
from handlers.clock import digest
from handlers.delivery.pictures import picture_block
from handlers.doctor import Finding, Patient
from sandbox.trouble import Trouble
from scripts_library.wording import Wording
from storage import outbox, pictures
from tests.house.reading import words_of
from tests.house.shop import Shop

PNG = b"\x89PNG\r\n\x1a\n-a-small-chart"
ALT = "昨天 41 件,比前天多 6 件 <紧急 2 件>"
URL_METHOD, COMPLETE, INFO = "files.getUploadURLExternal", "files.completeUploadExternal", "files.info"
POST, UPDATE = "chat.postMessage", "chat.update"


async def test_a_message_shows_its_picture(shop: Shop) -> None:
    await _sends(shop)

    (message,) = shop.person("小李").sees()

    words, image = message["blocks"]
    assert (words["text"]["text"], image["type"], image["alt_text"]) == ("今天的图", "image", ALT)
    answer = await shop.http.get(f"/files/{image['slack_file']['id']}")
    assert (answer.headers["content-type"], answer.content) == ("image/png", PNG)
    record = shop.workspace.files.find(image["slack_file"]["id"])
    assert record is not None
    assert (record["name"], record["alt_txt"]) == ("day.png", ALT)


async def test_an_uploaded_picture_is_used_again_when_its_message_is_rewritten(shop: Shop) -> None:
    block = await _sends(shop)
    first = _image(shop)

    await shop.parts.staff.desk.db.write(outbox.rewrite, "note", text="改", blocks=[_section("改了"), block])
    await shop.settles()

    assert _image(shop) == first
    assert words_of(shop.person("小李").card()) == "改了"
    assert len(shop.workspace.files._records) == 1


@pytest.mark.parametrize("method", [URL_METHOD, COMPLETE, INFO])
@pytest.mark.parametrize("kind", ["500", "500_after", "429", "drop_after"])
async def test_an_upload_that_fails_is_tried_again(shop: Shop, method: str, kind: str) -> None:
    shop.workspace.trouble.add(Trouble(method, kind, times=2))
    await _sends(shop)
    assert shop.person("小李").sees() == []

    await _moments_pass(shop, 30)

    assert _image(shop)
    assert len(shop.person("小李").sees()) == 1


async def test_a_message_waits_until_slack_has_looked_through_its_picture(shop: Shop) -> None:
    shop.workspace.files.looks_before_ready = 2
    await _sends(shop)
    assert shop.person("小李").sees() == []

    await _moments_pass(shop, 10)

    assert _image(shop)
    assert len(shop.workspace.files._records) == 1


async def test_others_do_not_wait_for_a_picture(shop: Shop) -> None:
    shop.workspace.files.looks_before_ready = 1000
    await _sends(shop)

    await shop.review_arrives()

    assert "#1" in shop.person("小李").reads()


@pytest.mark.parametrize("is_slow", [True, False])
async def test_a_message_is_worth_more_than_its_picture(shop: Shop, is_slow: bool) -> None:
    """Slack's file service is away, or never done: after two minutes the words go alone."""
    shop.workspace.files.looks_before_ready = 1000 if is_slow else 0
    if not is_slow:
        shop.workspace.trouble.add(Trouble(URL_METHOD, "500", times=1000))
    await _sends(shop)
    await _moments_pass(shop, 110)
    assert shop.person("小李").sees() == []

    await _moments_pass(shop, 45)

    assert shop.person("小李").reads() == f"今天的图\n{ALT}"
    assert "只发了文字" in (await _doctor(shop, "图表")).words


@pytest.mark.parametrize("scope", ["files:write", "files:read"])
async def test_without_the_scopes_messages_go_out_in_words(shop: Shop, scope: str) -> None:
    """An installation of before there were pictures; an admin hears of it once."""
    shop.forgive("missing_scope")
    shop.workspace.app.scopes.remove(scope)

    await _sends(shop)
    await _sends(shop, "another")

    assert [words_of(message) for message in shop.person("小李").sees()] == [f"今天的图\n{ALT}"] * 2
    (told,) = shop.person("陈主管").sees("C0SUPERVISE")
    assert "Slack 没有收下图表" in words_of(told)
    assert "app.py manifest" in words_of(told)
    finding = await _doctor(shop, "权限")
    assert (finding.is_well, finding.is_caution) == (True, True)
    assert scope in finding.words


async def test_once_the_scopes_are_there_the_next_message_shows_its_picture(shop: Shop) -> None:
    shop.forgive("missing_scope")
    shop.workspace.app.scopes.remove("files:write")
    await _sends(shop)
    assert (await _doctor(shop, "图表")).is_caution

    shop.workspace.app.scopes.append("files:write")
    shop.clock.advance(days=1)
    await _sends(shop, "another")

    assert _image(shop)
    assert [one for one in await _findings(shop) if one.subject == "图表"] == []


async def test_a_picture_that_slack_does_not_show_there_is_said_in_words(shop: Shop) -> None:
    """The file was deleted in Slack since; nothing of the refused message stands there."""
    shop.forgive("invalid_slack_file")
    block = await _sends(shop)
    shop.workspace.files.hidden.add(_image(shop))

    await shop.parts.staff.desk.db.write(outbox.rewrite, "note", text="改", blocks=[_section("改了"), block])
    await shop.settles()
    assert shop.person("小李").reads() == f"改了\n{ALT}"

    await shop.parts.staff.desk.db.write(outbox.rewrite, "note", text="再改", blocks=[_section("再改"), block])
    await shop.settles()
    assert _image(shop) not in shop.workspace.files.hidden


async def test_a_file_that_slack_does_not_know_any_more_is_uploaded_anew_the_next_time(shop: Shop) -> None:
    shop.forgive("file_not_found")
    shop.workspace.files.looks_before_ready = 1000
    block = await _sends(shop)
    shop.workspace.files.hidden.update(shop.workspace.files._records)
    await _moments_pass(shop, 155)
    assert shop.person("小李").reads() == f"今天的图\n{ALT}"

    shop.workspace.files.looks_before_ready = 0
    await shop.parts.staff.desk.db.write(outbox.rewrite, "note", text="改", blocks=[_section("改了"), block])
    await shop.settles()

    assert _image(shop)


@pytest.mark.parametrize("kind", ["500_after", "drop_after", "500"])
async def test_a_doubtful_post_with_a_picture_stands_once(shop: Shop, kind: str) -> None:
    shop.workspace.trouble.add(Trouble(POST, kind))
    await _sends(shop)

    await _moments_pass(shop, 120)

    assert len(shop.person("小李").sees()) == 1
    assert _image(shop)


@pytest.mark.parametrize("moment", ["uploaded", "recorded", "posted"])
async def test_a_process_that_died_between_upload_and_post_leaves_one_message(shop: Shop, moment: str) -> None:
    dying = _Dying(shop, moment)
    shop.parts.staff.courier.messenger = dying  # type: ignore[assignment]
    await _enqueues(shop, "note")
    with pytest.raises(_Died):
        await shop.parts.staff.courier.send_all()

    await shop.restarts()
    await _moments_pass(shop, 90)

    assert len(shop.person("小李").sees()) == 1
    assert _image(shop)
    assert len(shop.workspace.files._records) == (2 if moment == "uploaded" else 1)


@pytest.mark.parametrize("moment", ["uploaded", "recorded", "posted"])
async def test_a_digest_whose_process_died_between_upload_and_post_stands_once(shop: Shop, moment: str) -> None:
    await shop.review_arrives()
    shop.clock.advance(days=1)
    desk = shop.parts.staff.desk
    shop.parts.staff.courier.messenger = _Dying(shop, moment)  # type: ignore[assignment]
    assert await digest.publish(desk, digest.local_date(desk))
    with pytest.raises(_Died):
        await shop.parts.staff.courier.send_all()

    await shop.restarts()
    await shop.does_what_is_due()
    await _moments_pass(shop, 90)

    (message,) = shop.person("周经理").sees("C0MANAGERS")
    assert [block["type"] for block in message["blocks"]].count("image") == 1
    assert len(shop.workspace.files._records) == (2 if moment == "uploaded" else 1)


async def test_a_picture_never_leaves_as_we_store_it(shop: Shop) -> None:
    """Wherever it might be put, Slack would refuse it; the courier does not even try."""
    shop.forgive("cannot be delivered")
    section = _section("图") | {"accessory": await _stored(shop)}

    await shop.parts.staff.desk.db.write(
        outbox.enqueue, key="odd", channel="C0HOME", text="图", blocks=[section], now=shop.clock.now()
    )
    await shop.settles()

    assert shop.person("小李").sees() == []
    assert shop.workspace.log == []


async def test_pictures_are_forgotten_after_ninety_days(shop: Shop) -> None:
    block = await _sends(shop)
    first = _image(shop)
    await _sleeps(shop, 89)
    assert await _known(shop, block)

    await _sleeps(shop, 2)

    assert not await _known(shop, block)
    assert _image(shop) == first


async def _sends(shop: Shop, key: str = "note") -> dict[str, object]:
    block = await _enqueues(shop, key)
    await shop.settles()
    return block


async def _enqueues(shop: Shop, key: str) -> dict[str, object]:
    """A message in the store's channel, its picture kept in the same transaction."""
    desk = shop.parts.staff.desk

    def both(session: Session) -> dict[str, object]:
        block = picture_block(session, "day.png", PNG, ALT, desk.clock.now())
        blocks = [_section("今天的图"), block]
        outbox.enqueue(session, key=key, channel="C0HOME", text="今天", blocks=blocks, now=desk.clock.now())
        return block

    return await desk.db.write(both)


async def _stored(shop: Shop) -> dict[str, object]:
    desk = shop.parts.staff.desk
    return await desk.db.write(picture_block, "day.png", PNG, ALT, desk.clock.now())


def _section(text: str) -> dict[str, object]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def _image(shop: Shop) -> str:
    """The file that the newest message shows."""
    (image,) = [block for block in shop.person("小李").card()["blocks"] if block["type"] == "image"]
    return str(image["slack_file"]["id"])


async def _moments_pass(shop: Shop, seconds: int) -> None:
    for _ in range(0, seconds, 5):
        shop.clock.advance(seconds=5)
        await shop.settles()


async def _sleeps(shop: Shop, days: int) -> None:
    shop.clock.advance(days=days)
    await shop.does_what_is_due()


async def _known(shop: Shop, block: dict[str, object]) -> bool:
    return bool(await shop.parts.staff.desk.db.read(pictures.find, [block["picture"]]))


async def _findings(shop: Shop) -> list[Finding]:
    staff = shop.parts.staff
    patient = Patient(shop.settings, staff.desk.policy, {}, {}, staff.desk.db, staff.client, Wording("zh_CN"))
    return [finding async for finding in doctor.examine(patient)]


async def _doctor(shop: Shop, subject: str) -> Finding:
    (found,) = [finding for finding in await _findings(shop) if finding.subject == subject]
    return found


class _Died(BaseException):
    """The process is killed."""


class _Dying:
    """The messenger of a process that dies at a moment."""

    def __init__(self, shop: Shop, moment: str) -> None:
        self._real, self._moment = shop.parts.staff.messenger, moment

    async def upload(self, picture: Upload) -> str:
        file = await self._real.upload(picture)
        return self._dies("uploaded") or file

    async def is_ready(self, file: str) -> bool:
        return bool(self._dies("recorded")) or await self._real.is_ready(file)

    async def post(self, letter: Letter) -> Posted:
        posted = await self._real.post(letter)
        self._dies("posted")
        return posted

    def _dies(self, moment: str) -> str:
        if self._moment == moment:
            raise _Died
        return ""
