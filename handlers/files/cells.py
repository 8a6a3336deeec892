"""Cells: one value of a table, read as an identifier, words, stars, a time, an amount or a list."""

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from zoneinfo import ZoneInfo

Cell = str | int | float | date | time | timedelta | None

CENT = Decimal("0.01")
_NOTHING = frozenset({"", "-", "--", "—", "——", "/", "无", "暂无", "null", "none", "nan", "n/a", "#n/a"})
# Excel keeps 15 significant digits; a longer number that became a float has lost its end.
# https://learn.microsoft.com/office/troubleshoot/excel/long-numbers-incorrectly-in-excel
_EXACT_BELOW = 10**15
_SHORTENED = re.compile(r"\d(\.\d+)?E\+\d+", re.IGNORECASE)
_STAR_WORDS = {
    **dict.fromkeys(("好评", "好", "满意", "非常满意", "good", "positive"), 5),
    **dict.fromkeys(("中评", "一般", "neutral", "average"), 3),
    **dict.fromkeys(("差评", "差", "不满意", "非常不满意", "bad", "negative"), 1),
}
_STARS = re.compile(r"([1-5一二三四五])(?:\.0+)?\s*(?:/\s*5|颗?星|分|stars?)?", re.IGNORECASE)
_DRAWN_STARS = re.compile(r"([★⭐]{1,5})☆*")
_TIME = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?"
    r"(?:[T\s]*(\d{1,2})[:时](\d{1,2})分?(?::?(\d{1,2})(?:\.\d+)?秒?)?)?"
    r"\s*(Z|[+-]\d{2}:?\d{2})?",
    re.ASCII | re.IGNORECASE,
)
_PACKED_TIME = re.compile(r"(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2})?)?()", re.ASCII)
# Day 0 of spreadsheets' serial dates. https://support.microsoft.com/office/datevalue-function
_SERIAL_START = datetime(1899, 12, 30)
_SERIAL_DAYS = (20_000, 80_000)  # the years 1954 to 2119: a number outside is no date of a review
_BEFORE_ADDRESS = r"[,;|，；、\s]+(?=(?:https?:)?//|$)"
_BETWEEN_NAMES = r"[,;|，；、\r\n]+"


class CellRefused(ValueError):
    """The cell does not hold what its column is for; `key` names the fault in the wording."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def is_nothing(cell: Cell) -> bool:
    """Whether the cell is empty, or holds one of the marks that exports put for empty."""
    return cell is None or (isinstance(cell, str) and unicodedata.normalize("NFKC", cell).strip().lower() in _NOTHING)


def as_words(cell: Cell) -> str:
    """What people wrote, with line ends as \\n and no blank edges; a number typed as a review stays its digits."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return tidy(str(cell))


def tidy(words: str) -> str:
    """The same words in the one form that all kinds of file share."""
    return words.replace("\r\n", "\n").replace("\r", "\n").strip()


def as_identifier(cell: Cell) -> str | None:
    """An id or phone number, whole. Undoes the ways in which exports protect digits: ="123", '123, a leading tab.

    Raises CellRefused("number_damaged") for one that a spreadsheet has rounded: 2.71122E+18.
    """
    if is_nothing(cell):
        return None
    if isinstance(cell, float):
        return _whole_number(cell)
    if not isinstance(cell, str | int):
        raise CellRefused("number_damaged")
    bare = re.sub(r'^="(.*)"$', r"\1", str(cell).strip(), flags=re.DOTALL).removeprefix("'").strip()
    if _SHORTENED.fullmatch(bare):
        raise CellRefused("number_damaged")
    return bare or None


def _whole_number(number: float) -> str:
    if abs(number) >= _EXACT_BELOW or number != number:
        raise CellRefused("number_damaged")
    return str(int(number)) if number.is_integer() else repr(number)


def as_stars(cell: Cell) -> int | None:
    """1 to 5 from 4, 4.0, "4星", "四星", "4/5", "★★★★☆" or a word of praise or blame (好评 5, 中评 3, 差评 1)."""
    if is_nothing(cell):
        return None
    words = unicodedata.normalize("NFKC", str(cell)).strip().replace("\ufe0f", "").lower()
    if words in _STAR_WORDS:
        return _STAR_WORDS[words]
    if drawn := _DRAWN_STARS.fullmatch(words):
        return len(drawn[1])
    if counted := _STARS.fullmatch(words):
        return "一二三四五".find(counted[1]) + 1 or int(counted[1])
    raise CellRefused("rating_unclear")


def as_moment(cell: Cell, zone: ZoneInfo) -> datetime | None:
    """An aware time, in `zone` where the cell names none; whole seconds.

    Takes what exports hold: date cells, 2026-11-22 09:58(:12), slashes, dots, 年月日, 20261122095812, an offset,
    spreadsheet serial numbers, and Unix seconds or milliseconds. Day/month/year is refused: it has two readings.
    """
    if is_nothing(cell):
        return None
    if isinstance(cell, time | timedelta):
        raise CellRefused("time_unclear")
    try:
        moment = _moment(cell, zone)
    except (ValueError, OverflowError) as unreadable:
        raise CellRefused("time_unclear") from unreadable
    return moment.replace(microsecond=0)


def _moment(cell: Cell, zone: ZoneInfo) -> datetime:
    if isinstance(cell, datetime):
        # Spreadsheets keep a time as a fraction of a day: 09:58:12 may come back as 09:58:11.999.
        return (cell + timedelta(milliseconds=500)).replace(tzinfo=cell.tzinfo or zone)
    if isinstance(cell, date):
        return datetime(cell.year, cell.month, cell.day, tzinfo=zone)
    words = unicodedata.normalize("NFKC", str(cell)).strip()
    if written := _TIME.fullmatch(words) or _PACKED_TIME.fullmatch(words):
        return _written_moment(written, zone)
    return _counted_moment(float(words), zone)


def _written_moment(written: re.Match[str], zone: ZoneInfo) -> datetime:
    numbers = [int(part or 0) for part in written.groups()[:6]]
    year, month, day, hour, minute, second = numbers
    local = datetime(year, month, day, hour, minute, second)
    offset = written[7]
    if not offset:
        return local.replace(tzinfo=zone)
    return datetime.fromisoformat(f"{local.isoformat()}{offset.upper()}").astimezone(zone)


def _counted_moment(number: float, zone: ZoneInfo) -> datetime:
    first, last = _SERIAL_DAYS
    if first <= number < last:
        return (_SERIAL_START + timedelta(seconds=round(number * 86_400))).replace(tzinfo=zone)
    if 10**12 <= number < 10**13:
        return datetime.fromtimestamp(number // 1000, zone)
    if 10**9 <= number < 10**10:
        return datetime.fromtimestamp(number, zone)
    raise CellRefused("time_unclear")


def as_amount(cell: Cell) -> Decimal | None:
    """Money without its sign and commas, in units of the currency with two decimals."""
    if is_nothing(cell):
        return None
    words = re.sub(r"[¥$元,\s]|CNY|RMB", "", unicodedata.normalize("NFKC", str(cell)), flags=re.IGNORECASE)
    try:
        amount = Decimal(words).quantize(CENT)
    except InvalidOperation as unreadable:
        raise CellRefused("amount_unclear") from unreadable
    if not 0 <= amount < 10**9:
        raise CellRefused("amount_unclear")
    return amount


def as_count(cell: Cell) -> int:
    """A whole number from 0; empty is 0."""
    if is_nothing(cell):
        return 0
    words = unicodedata.normalize("NFKC", str(cell)).replace(",", "").strip()
    if not (counted := re.fullmatch(r"(\d{1,9})(?:\.0+)?", words, re.ASCII)):
        raise CellRefused("count_unclear")
    return int(counted[1])


def as_addresses(cell: Cell) -> list[str]:
    """Addresses set apart by comma, semicolon, bar or line; a comma inside an address does not part it."""
    if is_nothing(cell):
        return []
    words = str(cell).strip()
    parting = _BEFORE_ADDRESS if "//" in words else _BETWEEN_NAMES
    return [part for part in (part.strip() for part in re.split(parting, words)) if part]
