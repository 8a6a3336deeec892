"""Promises: what a text of ours promises by when; each becomes a task with a deadline of its own.

Only a sentence that names both a time and a deed of ours is one. "尽快" promises nothing that a clock could watch over,
and a time that binds the customer ("请您在7天内寄回") is none of ours.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.rules.working_days import IsWorked, is_weekday
from bot.spoken_time import until_when

_SENTENCE = re.compile(r"(?:[^。!?!?;;\n.]|\.(?!\s|$))+[。!?!?;;.]?")
_COMMA = re.compile(r"[,,::、]")
_END = re.compile(r"[。!.;;!]+$")
_QUOTED = re.compile(r"“[^”]*”|「[^」]*」|‘[^’]*’|\"[^\"]*\"")  # the customer's words, or somebody else's
_LONGEST = timedelta(days=60)
# The customer's time, a rule of the shop, or a question; none of these is promised.
_NOT_OURS = re.compile(
    r"请(?:您|你)?(?:在|于|务必)|麻烦(?:您|你)|(?:您|你)(?:需要|可以|要|得)?(?:在|于)|签收|收货后|收到货|无理由|保质期|有效期|质保|保修"
    r"|[您你]说|[您你]提到|客户说|之前已经|以前|目前|[吗么][??]?$|[??]$"
    r"|please\b|you\s+(?:can|may|could|need to|have to)\b|warranty",
    re.IGNORECASE,
)


class Deed(StrEnum):
    """What is promised, as far as the desk can see by itself that it was done."""

    REFUND = "refund"
    DELIVERY = "delivery"
    ANSWER = "answer"
    OTHER = "other"


_DEEDS = {
    Deed.REFUND: re.compile(r"退款|退回|退您|退给|退到|到账|打款|返还|\brefund", re.IGNORECASE),
    Deed.DELIVERY: re.compile(
        r"补发|重发|补寄|寄出|寄给|发出|发货|送到|换新|\b(?:ship|send (?:you )?(?:a|an)|dispatch|deliver)",
        re.IGNORECASE,
    ),
    Deed.ANSWER: re.compile(
        r"回复|答复|回话|联系您|联系你|告诉|告知|通知您|发消息|留言|打给|给您.{0,4}电话|回电|来电|结果|准信|单号|进度|发给您"
        r"|\b(?:answer|call you|get back|let you know|tell you|news|outcome|result|tracking number|you hear|hear from"
        r"|(?:write|message|text|e-?mail|phone|ring|contact) (?:to )?you|give you a call|be in touch)",
        re.IGNORECASE,
    ),
    Deed.OTHER: re.compile(
        r"办好|办完|处理|安排|解决|搞定|核实|查清|道歉|致歉|\b(?:arrange|done|sort|settle|fix|check|apologi[sz]e)",
        re.IGNORECASE,
    ),
}


@dataclass(frozen=True)
class Promise:
    """What was said but for its time, the deed it names, and until when; `due_at` in UTC."""

    words: str
    deed: Deed
    due_at: datetime


def promises_in(text: str, at: datetime, zone: ZoneInfo, worked: IsWorked = is_weekday) -> list[Promise]:
    """The promises of a text that leaves at this moment, each deed and deadline once, in their order.

    `worked` says which days "3个工作日" counts.
    """
    found: dict[tuple[Deed, datetime], Promise] = {}
    for sentence in _sentences(_QUOTED.sub(lambda quote: " " * len(quote[0]), text)):
        for one in _in_sentence(sentence, at, zone, worked):
            found.setdefault((one.deed, one.due_at), one)
    return list(found.values())


def _sentences(text: str) -> Iterator[str]:
    for found in _SENTENCE.finditer(text):
        said = found[0].strip()
        if said:
            yield said


def _in_sentence(sentence: str, at: datetime, zone: ZoneInfo, worked: IsWorked) -> Iterator[Promise]:
    for begin, end, due in until_when(sentence, at.astimezone(zone), worked):
        if not at < due <= at + _LONGEST:
            continue
        clause = _clause_around(sentence, begin, end)
        deed = deed_in(sentence[begin:]) or deed_in(clause)
        if deed and not _NOT_OURS.search(clause):
            words = (clause if deed_in(clause) else sentence).replace(sentence[begin:end], "", 1)
            yield Promise(_bare(words), deed, due.astimezone(at.tzinfo))


def _clause_around(sentence: str, begin: int, end: int) -> str:
    """From the comma before the time to the one after it: whose time it is stands there."""
    first = max((mark.end() for mark in _COMMA.finditer(sentence, 0, begin)), default=0)
    last = next((mark.start() for mark in _COMMA.finditer(sentence, end)), len(sentence))
    return sentence[first:last]


def _bare(words: str) -> str:
    return " ".join(_END.sub("", words).split())


def deed_in(words: str) -> Deed | None:
    """The deed that is named first; None where the words name none."""
    named = [(found.start(), deed) for deed, pattern in _DEEDS.items() if (found := pattern.search(words))]
    return min(named)[1] if named else None
