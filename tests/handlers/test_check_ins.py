"""Check-ins by doors: asked in private, answered or not, and kept from everybody else through every door they have."""

import re
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, nullcontext, redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import select as sql_select
from sqlmodel import Session, col, func, select, update

from bot.rules.check_ins import Mood
from bot.rules.figures.period import Period
from handlers.audit import audit_of
from handlers.audit import written as audit_written
from handlers.ledger import ledger_of
from handlers.ledger import written as ledger_written
from handlers.reports.files import write_report
from handlers.script_outcomes import print_outcomes
from sandbox.trouble import Trouble
from storage import buddies, check_ins
from storage.tables import CheckInRow, MessageRow, PressRow
from tests.conftest import OpenShop
from tests.house.opening import open_shop
from tests.house.people import Somebody
from tests.house.postgres import own_database
from tests.house.reading import buttons_of, words_of
from tests.house.shop import Shop
from tests.house.visitors import visiting

ASKED = "今天怎么样?"
INTENSE = "插上电就冒烟了,差点着火"
SHIFTS = """
[shifts.day]
from = "09:00"
to = "18:00"
days = "every_day"

[shifts.late]
from = "18:00"
to = "22:00"
days = "every_day"

[lines."厨房电器"]
owner = "U0LI"

[people.U0LI]
name = "小李"
shift = "day"

[people.U0WANG]
name = "小王"
shift = "late"

[people.U0SUN]
name = "小孙"
shift = "day"
days_off = [2026-11-27]
"""
LEADERS = ("赵组长", "陈主管", "周经理")
COMMANDS = (
    *("status", "mine", "overdue", "show 1", "team", "search 小李", "search 撑不住", "digest", "digest today"),
    *("drill team", "help"),
)


def _asked(somebody: Somebody) -> list[str]:
    return [one for one in somebody.direct_messages() if ASKED in one or "90 天后自动删除" in one]


async def _it_is_friday_afternoon(shop: Shop) -> None:
    """From Monday, ten o'clock; nothing is lived through in between."""
    shop.clock.advance(days=4, hours=6, minutes=1)
    await shop.does_what_is_due()


async def test_every_agent_at_work_is_asked_once_a_week_and_nobody_must_answer(opening: OpenShop) -> None:
    async with opening(policy=SHIFTS) as shop:
        await shop.time_passes(days=4, hours=5, minutes=59)
        assert _asked(shop.person("小李")) == []
        await shop.time_passes(minutes=2)

        assert len(_asked(shop.person("小李"))) == 1
        assert shop.person("小李").buttons("D0LI") == ["😌 还好", "😐 有点累", "😓 撑不住"]
        assert "不想答就不用答" in _asked(shop.person("小李"))[0]
        assert _asked(shop.person("小王")) == [], "the shift has not begun"
        assert _asked(shop.person("小孙")) == [], "a day off"
        await shop.time_passes(hours=3)
        assert len(_asked(shop.person("小王"))) == 1

        shop.clock.advance(days=6, hours=21)
        await shop.does_what_is_due()
        await shop.time_passes(hours=3)

        assert [len(_asked(shop.person(name))) for name in ("小李", "小王", "小孙")] == [2, 2, 1]
        assert [_asked(shop.person(name)) for name in LEADERS] == [[], [], []]


async def test_a_shop_may_ask_nobody(opening: OpenShop) -> None:
    async with opening(policy='[wellbeing]\ncheckin_day = "never"\nhard = 1\nsoft = 1\n') as shop:
        await shop.review_arrives(text=INTENSE)
        await shop.time_passes(hours=2)
        await _it_is_friday_afternoon(shop)

        assert _asked(shop.person("小李")) == []


async def test_after_a_pause_the_question_comes_an_hour_later_once_a_day(opening: OpenShop) -> None:
    async with opening(policy="[wellbeing]\nsoft = 1\nhard = 1\n") as shop:
        await shop.review_arrives(text=INTENSE)
        await shop.time_passes(minutes=59)
        assert _asked(shop.person("小李")) == []
        await shop.time_passes(minutes=2)
        assert len(_asked(shop.person("小李"))) == 1

        await shop.review_arrives(text="你们这群畜生")
        await shop.time_passes(hours=3)

        assert len(_asked(shop.person("小李"))) == 1


async def test_an_answer_is_its_persons_alone_and_can_be_forgotten(shop: Shop) -> None:
    await _it_is_friday_afternoon(shop)
    xiaoli = shop.person("小李")

    await xiaoli.presses("😐 有点累", "D0LI")

    assert "累了就歇一会儿" in xiaoli.told_privately("D0LI")[-1]
    assert xiaoli.buttons("D0LI") == []
    assert "只在你自己的主页里" in xiaoli.reads("D0LI")
    assert "我最近四周的回答(只有我看得到):11-27 😐" in await xiaoli.opens_home()
    await xiaoli.presses_in_home("全部忘掉")
    assert "我最近四周的回答" not in xiaoli.reads_home()
    assert await _rows(shop) == 0
    assert [one for one in await _questions(shop) if "U0LI" in one[0]] == []


async def test_who_is_at_their_limit_gets_help_at_once(shop: Shop) -> None:
    await _it_is_friday_afternoon(shop)
    xiaoli = shop.person("小李")

    await xiaoli.presses("😓 撑不住", "D0LI")

    told = xiaoli.told_privately("D0LI")[-1]
    assert "今天可以慢下来" in told
    assert "全国统一心理援助热线 12356" in told
    newest = [one for one in xiaoli._person.messages("D0LI") if one.get("ephemeral")][-1]
    assert buttons_of(newest) == ["歇 30 分钟", "转交一件", "找人聊五分钟"]
    await xiaoli.presses_private("歇 30 分钟", "D0LI")
    assert "歇会儿吧" in xiaoli.told_privately("D0LI")[-1]


async def test_answers_lie_sealed_and_no_press_is_noted(shop: Shop) -> None:
    await _it_is_friday_afternoon(shop)
    db = shop.parts.staff.desk.db
    await shop.person("小李").presses("😓 撑不住", "D0LI")

    with db.engine.connect() as connection:
        lying = str(connection.exec_driver_sql("SELECT user_id, day, mood FROM check_in").one()[2])
    assert lying.startswith("s1.")
    assert Mood.HEAVY.value not in lying
    assert [key for key in await db.read(_presses) if "check_in" in key] == []
    assert "check_in:heavy" not in str(shop.logs)


async def test_a_fault_at_the_press_is_logged_without_the_answer(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    await _it_is_friday_afternoon(shop)

    def broken(*_: object) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(check_ins, "keep", broken)
    shop.forgive("a press failed")
    await shop.person("小李").presses("😓 撑不住", "D0LI")

    (logged,) = [one for one in shop.logs if one["event"] == "a press failed"]
    assert (logged["action"], logged["case"]) == ("private", "private")
    assert "heavy" not in str(shop.logs)


async def test_a_fault_at_asking_for_company_is_logged_without_saying_so(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(buddies, "newest", broken)
    shop.forgive("a press failed")
    await shop.person("小李").opens_home()
    await shop.person("小李").presses_in_home("找人聊五分钟")

    (logged,) = [one for one in shop.logs if one["event"] == "a press failed"]
    assert (logged["action"], logged["case"]) == ("private", "private")


async def test_the_next_night_nobody_can_tell_who_answered_and_soon_not_who_was_asked(shop: Shop) -> None:
    await _it_is_friday_afternoon(shop)
    xiaoli, xiaowang = shop.person("小李"), shop.person("小王")
    await xiaoli.presses("😐 有点累", "D0LI")
    await xiaoli.opens_home()
    await xiaoli.presses_in_home("找人聊五分钟")

    await shop.time_passes(hours=10)
    assert xiaowang.buttons("D0WANG") == []
    assert xiaowang.reads("D0WANG") == next(one for one in xiaoli.direct_messages() if "90 天后" in one)
    (answered,) = [one[1:] for one in await _questions(shop) if "U0LI" in one[0]]
    (silent,) = [one[1:] for one in await _questions(shop) if "U0WANG" in one[0]]
    assert answered == silent

    shop.clock.advance(days=3)
    await shop.does_what_is_due()
    assert await _questions(shop) == []
    assert [key for key in await shop.parts.staff.desk.db.read(_presses) if "buddy" in key] != []

    shop.clock.advance(days=33)
    await shop.does_what_is_due()
    await shop.time_passes(days=1)
    db = shop.parts.staff.desk.db
    assert [key for key in await db.read(_presses) if "buddy" in key or "wellbeing" in key] == []
    assert [key for key in await db.read(_messages) if "wellbeing" in key and "check_in" not in key] == []


async def test_while_slack_is_away_no_log_says_whom_a_private_message_is_for(shop: Shop) -> None:
    """The question is written anew at an answer: whoever reads that it could not be would know of it."""
    await _it_is_friday_afternoon(shop)
    seen = len(shop.logs)
    for kind in ("drop", "drop_after", "500", "429"):
        shop.workspace.trouble.add(Trouble("chat.update", kind))
    await shop.person("小李").presses("😓 撑不住", "D0LI")
    for _ in range(5):
        shop.clock.advance(minutes=3)
        await shop.settles()

    told = [str(one) for one in shop.logs[seen:]]
    assert any("slack is unreachable" in one or "nobody knows" in one for one in told)
    assert [one for one in told if re.search("U0LI|D0LI|check_in|wellbeing", one)] == []
    assert shop.person("小李").buttons("D0LI") == []


async def test_a_private_message_that_slack_refuses_is_no_news_for_admins(opening: OpenShop) -> None:
    async with opening(policy='[roles]\nagents = ["U0LI"]\nadmins = ["U0ZHOU"]\n') as shop:
        await _it_is_friday_afternoon(shop)
        shop.forgive("cannot be delivered")
        shop.workspace.log.clear()
        desk = shop.parts.staff.desk
        await desk.db.write(_spoil, "wellbeing:U0LI:")
        await shop.person("小李").presses("😌 还好", "D0LI", then_settles=False)
        await desk.db.write(_spoil, "wellbeing:U0LI:")
        await shop.settles()

        (logged,) = [one for one in shop.logs if one["event"] == "cannot be delivered"]
        assert (logged["key"], logged["channel"]) == ("private", "private")
        assert shop.person("周经理").direct_messages() == []


async def test_managers_are_asked_after_a_pause_and_see_and_forget_what_they_said(shop: Shop) -> None:
    boss, desk = shop.person("周经理"), shop.parts.staff.desk
    await desk.db.write(check_ins.keep, "U0ZHOU", shop.clock.now().date(), Mood.TIRED)

    assert "我最近四周的回答(只有我看得到):11-23 😐" in await boss.opens_home()
    await boss.presses_in_home("全部忘掉")

    assert "我最近四周的回答" not in boss.reads_home()
    assert await _rows(shop) == 0


async def test_after_three_months_it_is_gone(shop: Shop) -> None:
    await _it_is_friday_afternoon(shop)
    await shop.person("小李").presses("😌 还好", "D0LI")
    shop.clock.advance(days=90)
    await shop.does_what_is_due()
    assert await _rows(shop) == 1

    shop.clock.advance(days=1)
    await shop.does_what_is_due()

    assert await _rows(shop) == 0
    assert "我最近四周的回答" not in await shop.person("小李").opens_home()


async def test_through_no_door_do_others_learn_the_answer_or_that_there_was_one(
    tmp_path: Path, template: Path, database_url: str | None
) -> None:
    """Two shops live the same week; in one of them 小李 answers. Whatever others can open reads the same in both."""
    told = []
    for name, answers in (("silent", False), ("answered", True)):
        (folder := tmp_path / name).mkdir()
        with _database(database_url) as address:
            async with open_shop(folder, template, database_url=address) as shop:
                await _a_week(shop, answers=answers)
                assert (await _rows(shop) == 1) == answers
                told.append(await _everything_others_can_open(shop, folder))

    silent, answered = told
    assert silent.keys() == answered.keys()
    assert [door for door in silent if silent[door] != answered[door]] == []
    shown = {door: words for door, words in answered.items() if "search" not in door}  # which repeats what was typed
    assert [door for door, words in shown.items() if re.search("撑不住|😓|有点累|check.?in", words)] == []


def _database(address: str | None) -> AbstractAsyncContextManager[Any] | Any:
    return own_database() if address else nullcontext(None)


async def _a_week(shop: Shop, *, answers: bool) -> None:
    shop.clock.advance(days=4)
    for number in range(2):
        await shop.review_arrives(id=f"r-{number}", order={"id": f"o-{number}"}, product={"sku": f"s-{number}"})
        await shop.time_passes(hours=3)
    await shop.person("小李").presses("认领", number=0)
    await shop.time_passes(minutes=1)
    assert len(_asked(shop.person("小李"))) == 1
    if answers:
        await shop.person("小李").presses("😓 撑不住", "D0LI")
    await shop.time_passes(hours=16)
    shop.clock.advance(days=3)
    await shop.does_what_is_due()


async def _everything_others_can_open(shop: Shop, folder: Path) -> dict[str, str]:
    """Commands, Home, channels, direct messages, the page, files of `app.py`, figures for machines, and logs."""
    doors: dict[str, str] = {}
    desk = shop.parts.staff.desk
    for name in LEADERS:
        somebody = shop.person(name)
        doors[f"{name} home"] = await somebody.opens_home()
        doors |= {f"{name} {typed}": await somebody.types(f"/reviews {typed}") for typed in COMMANDS}
        doors[f"{name} direct"] = "\n".join(somebody.direct_messages())
        for room in ("C0SUPERVISE", "C0MANAGERS", "C0HOME"):
            doors[f"{name} {room}"] = "\n".join(words_of(one) for one in somebody.sees(room))
    doors["thread"] = "\n".join(shop.person("陈主管").thread(number=0))
    async with visiting(shop) as browser:
        page = (await browser.get("/dashboard")).text
        doors["page"] = re.sub(r'(nonce|value|content|href)="[^"]*"|nonce-[\w-]+', "", page)
    month, say = f"{shop.clock.now():%Y-%m}", desk.look.say
    doors["audit"] = audit_written(audit_of(desk.db, desk.policy, month), desk.policy, say)
    doors["ledger"] = ledger_written(ledger_of(desk.db, desk.policy, month), desk.policy, say)
    with redirect_stdout(StringIO()) as printed:
        print_outcomes(desk.db, desk.look, month)
    doors["scripts"] = printed.getvalue()
    period = Period.month(shop.clock.now().date().replace(day=1))
    files = write_report(desk.db, desk.look, period, shop.clock.now(), folder / "out", lambda: None)
    sheets = load_workbook(files[1]).worksheets
    doors["sheets"] = str([[cell.value for cell in row] for sheet in sheets for row in sheet.iter_rows()])
    doors["report"] = re.sub(r"base64,[^\"']*", "", files[0].read_text("utf-8"))
    doors["metrics"] = re.sub(r"(age|oldest)_seconds .*", "", (await shop.http.get("/metrics")).text)
    doors["logs"] = "\n".join(sorted(str(one) for one in shop.logs))
    return doors


async def _rows(shop: Shop) -> int:
    count: Callable[[Session], int] = lambda session: session.exec(select(func.count()).select_from(CheckInRow)).one()  # noqa: E731
    return await shop.parts.staff.desk.db.read(count)


async def _questions(shop: Shop) -> list[tuple[Any, ...]]:
    """Of each question its key, and all that the row tells besides who was asked, and when it went."""
    row = MessageRow
    wanted: Any = sql_select(row.key, row.desired_version, row.sent_version, row.pending, row.text, row.attempts)  # type: ignore[call-overload]
    read: Callable[[Session], list[Any]] = lambda session: [tuple(one) for one in session.execute(wanted)]  # noqa: E731
    return [one for one in await shop.parts.staff.desk.db.read(read) if "check_in" in one[0]]


def _messages(session: Session) -> list[str]:
    return list(session.execute(sql_select(MessageRow.key)).scalars())  # type: ignore[call-overload]


def _spoil(session: Session, begins: str) -> None:
    """What Slack never takes."""
    theirs = col(MessageRow.key).startswith(begins)
    session.execute(update(MessageRow).where(theirs).values(blocks=[{"type": "no such block"}]))


def _presses(session: Session) -> list[str]:
    return list(session.execute(sql_select(PressRow.key)).scalars())  # type: ignore[call-overload]
