"""Spoken time: until when, as people write it in a sentence: 48小时内, 明天上午10点前, by tomorrow 10:00."""

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta

from bot.rules.working_days import IsWorked, is_weekday, working_days_on

_END_OF_WORK, _NOON, _EVENING_ENDS = time(18, 0), time(12, 0), time(21, 0)
_NUMBERS = {
    "半": 0.5,
    "一": 1,
    "两": 2,
    "二": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
    "十": 10,
}
_NUMBERS |= {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "ten": 10}
_UNITS = {
    "分钟": timedelta(minutes=1),
    "小时": timedelta(hours=1),
    "h": timedelta(hours=1),
    "天": timedelta(days=1),
    "日": timedelta(days=1),
    "工作日": timedelta(days=1),
    "周": timedelta(weeks=1),
    "星期": timedelta(weeks=1),
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "working day": timedelta(days=1),
    "business day": timedelta(days=1),
    "week": timedelta(weeks=1),
}
_WORKING = frozenset({"工作日", "working day", "business day"})
_WITHIN = re.compile(
    r"(?P<number>\d+(?:\.5)?|半|[一两二三四五六七八九十])\s*个?\s*(?P<unit>分钟|小时|[hH](?![a-z])|工作日|天|日|周|星期)"
    r"\s*(?:之|以)?内"
)
_WITHIN_EN = re.compile(
    r"\bwithin\s+(?P<number>\d+|an?|one|two|three|four|five|six|seven|ten)\s+"
    r"(?P<unit>minute|hour|day|working day|business day|week)s?\b",
    re.IGNORECASE,
)
_BY = re.compile(
    r"(?P<day>今天|今日|今晚|明天|明日|明早|明晚|后天|(?P<next>下|本|这)?(?:周|星期)(?P<weekday>[一二三四五六日天])"
    r"|(?:(?P<month>\d{1,2})\s*月\s*)?(?P<date>\d{1,2})\s*[日号])?"
    r"\s*(?P<part>早上|上午|中午|下午|晚上|傍晚)?"
    r"\s*(?:(?P<hour>\d{1,2})(?:[::](?P<minute>\d{2})|\s*点(?P<half>半)?))?\s*(?:之|以)?前"
)
_CLOCK_EN = r"(?P<hour{0}>\d{{1,2}})(?::(?P<minute{0}>\d{{2}}))?\s*(?P<noon{0}>am|pm)?"
_BY_EN = re.compile(
    rf"\bby\s+(?:{_CLOCK_EN.format(1)}\s*)?"
    r"(?P<day>today|tonight|tomorrow|(?:next\s+)?(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday))?"
    rf"(?:\s+(?:at\s+)?{_CLOCK_EN.format(2)})?\b",
    re.IGNORECASE,
)
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAYS = "一二三四五六日"
_TODAY, _TOMORROW = (
    frozenset({"今天", "今日", "今晚", "today", "tonight"}),
    frozenset({"明天", "明日", "明早", "明晚", "tomorrow"}),
)


def until_when(text: str, local: datetime, worked: IsWorked = is_weekday) -> Iterator[tuple[int, int, datetime]]:
    """Every time limit in the text: where its words begin and end, and the moment it means, told at `local`."""
    for pattern, due_of in _TIMES:
        for found in pattern.finditer(text):
            due = due_of(found, local, worked)
            if due is not None:
                yield found.start(), found.end(), due


def _within(found: re.Match[str], local: datetime, worked: IsWorked) -> datetime | None:
    number, unit = found["number"].lower(), found["unit"].lower()
    count = _NUMBERS.get(number) or float(number)
    if unit in _WORKING:
        return working_days_on(local, int(count), worked)
    return local + _UNITS[unit] * count


def _by(found: re.Match[str], local: datetime, _worked: IsWorked) -> datetime | None:
    if not (found["day"] or found["hour"] or found["part"]):
        return None
    day = _day(found, local)
    if day is None:
        return None
    due = datetime.combine(day, _clock(found), local.tzinfo)
    return due if found["day"] or due > local else due + timedelta(days=1)


def _day(found: re.Match[str], local: datetime) -> date | None:
    today, said = local.date(), found["day"]
    if said is None or said in _TODAY:
        return today
    if said in _TOMORROW or said == "后天":
        return today + timedelta(days=2 if said == "后天" else 1)
    if found["weekday"]:
        return _weekday(today, _DAYS.index(found["weekday"].replace("天", "日")), next_week=found["next"] == "下")
    return _of_month(today, int(found["month"]) if found["month"] else None, int(found["date"]))


def _weekday(today: date, wanted: int, *, next_week: bool) -> date:
    """周五 is the next one from today on; 下周五 the one of next week."""
    if next_week:
        return today + timedelta(days=7 - today.weekday() + wanted)
    return today + timedelta(days=(wanted - today.weekday()) % 7)


def _of_month(today: date, month: int | None, day: int) -> date | None:
    try:
        said = date(today.year, month or today.month, day)
        if said >= today:
            return said
        if month:
            return said.replace(year=today.year + 1)
        return said.replace(month=today.month % 12 + 1, year=today.year + today.month // 12)
    except ValueError:  # no such day
        return None


def _clock(found: re.Match[str]) -> time:
    part = found["part"] or {"今晚": "晚上", "明晚": "晚上", "明早": "早上"}.get(found["day"] or "", "")
    if found["hour"] is None:
        return {"早上": _NOON, "上午": _NOON, "中午": _NOON, "晚上": _EVENING_ENDS}.get(part, _END_OF_WORK)
    hour = int(found["hour"])
    if part in ("下午", "晚上", "傍晚") and hour < 12:
        hour += 12
    return time(min(hour, 23), int(found["minute"] or (30 if found["half"] else 0)) % 60)


def _by_english(found: re.Match[str], local: datetime, _worked: IsWorked) -> datetime | None:
    said = " ".join((found["day"] or "").lower().split())
    if not (said or found["minute1"] or found["noon1"]):
        return None
    today = local.date()
    if said in _TOMORROW:
        day = today + timedelta(days=1)
    elif said.removeprefix("next ") in _WEEKDAYS:
        wanted = _WEEKDAYS.index(said.removeprefix("next "))
        day = _weekday(today, wanted, next_week=said.startswith("next "))
    else:
        day = today
    due = datetime.combine(day, _clock_english(found, said), local.tzinfo)
    return due if said or due > local else due + timedelta(days=1)


def _clock_english(found: re.Match[str], said: str) -> time:
    which = next((one for one in "12" if found[f"hour{one}"]), None)
    if which is None:
        return _EVENING_ENDS if said == "tonight" else _END_OF_WORK
    hour = int(found[f"hour{which}"])
    if (found[f"noon{which}"] or "").lower() == "pm" and hour < 12:
        hour += 12
    return time(min(hour, 23), int(found[f"minute{which}"] or 0) % 60)


_TIMES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], datetime, IsWorked], datetime | None]], ...] = (
    (_WITHIN, _within),
    (_WITHIN_EN, _within),
    (_BY, _by),
    (_BY_EN, _by_english),
)
