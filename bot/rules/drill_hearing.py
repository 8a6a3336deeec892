"""Drill hearing: what a customer hears in a text of ours: regret, their own words, a question, a remedy, a time."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from difflib import SequenceMatcher
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.compliance import Finding, Sent, lint
from bot.rules.promises import promises_in
from bot.rules.remedies import suggested_for
from bot.vocabulary import Category, Outlet, Purpose, Solution
from scripts_library.drills import Persona, Story

_SENTENCE = re.compile(r"[^。!?!?;;\n.]+[。!?!?;;.]?")
_REGRET = re.compile(
    r"(?<!不用)(?<!不必)(?<!什么好)(?:抱歉|对不起|不好意思|致歉|道歉|歉意)|是我们(?:没|不对|做得不|的(?:错|疏忽|问题|责任))"
    r"|(?<!not )\b(?:sorry|apologi[sz]e|apologies|our (?:fault|mistake))\b",
    re.IGNORECASE,
)
_IS_QUESTION = re.compile(r"[??]\s*$|[吗呢][。.]?\s*$")
_OF_FACT = re.compile(
    r"什么时候|哪天|哪一|哪里|几|是不是|有没有|还是|怎么|多久|照片|视频|是否|订单|现在情况|严重|需要用"
    r"|\b(?:when|where|which|what|how|did|does|do you|is it|was it|are you|could you (?:tell|send)|photo)\b",
    re.IGNORECASE,
)
_OFFERS: Mapping[Solution, re.Pattern[str]] = {
    Solution.COUPON: re.compile(r"优惠券|代金券|\b(?:coupon|voucher)", re.IGNORECASE),
    Solution.FREIGHT: re.compile(
        r"运费.{0,8}(?:我们|出|退|补|承担)|(?:承担|补|退).{0,4}运费|红包|补偿.{0,6}\d+|\d+\s*[元块].{0,4}补偿"
        r"|\b(?:pay|cover|refund)\b.{0,20}\b(?:shipping|postage)|\bcompensat",
        re.IGNORECASE,
    ),
    Solution.PARTIAL_REFUND: re.compile(
        r"部分退款|退.{0,4}差价|补.{0,4}差价|\b(?:partial refund|price difference|refund the difference)", re.IGNORECASE
    ),
    Solution.REPLACEMENT: re.compile(
        r"换新|换货|补发|重发|补寄|换一[件个台只双瓶箱]|退或换|退换"
        r"|\b(?:replace|replacement|send (?:you )?(?:a new|another)|resend)",
        re.IGNORECASE,
    ),
    Solution.RETURN_REFUND: re.compile(
        r"退货退款|退货|退款|退或换|退换|\b(?:refund|return it|money back)", re.IGNORECASE
    ),
    Solution.SUPERVISOR_APOLOGY: re.compile(
        r"(?:主管|负责人|店长|经理).{0,12}(?:道歉|致歉|联系|给您|打给|回)|\b(?:supervisor|manager)\b", re.IGNORECASE
    ),
}
# Money that the customer has already: who names it offers nothing.
_ALREADY = re.compile(
    r"(?:已经?|虽然|虽说|就算).{0,4}退(?:款|货|钱|了)?|退款(?:已|虽)|退了(?:款|货|钱)?"
    r"|\b(?:already|been|was|were)\s+refunded|\b(?:the|your|a)\s+refund\s+(?:has|had|was|did|does|alone|cannot|that)\b",
    re.IGNORECASE,
)
_FOLLOWS_UP = re.compile(
    r"专人|我来(?:负责|跟)|跟到底|一直跟|盯着|\b(?:personally|follow (?:it|this) up)", re.IGNORECASE
)
_SHORT, _SHORT_LATIN, _LONG, _LONG_LATIN = 10, 28, 420, 1000
_SAME, _OWN_LETTERS = 0.8, 8
_QUOTE = 120


class Move(StrEnum):
    """What the customer notices in a text."""

    APOLOGY = "apology"
    OWN_WORDS = "own_words"
    QUESTION = "question"
    REMEDY = "remedy"
    PROMISE = "promise"
    MISFIT = "misfit"
    BROKE = "broke"
    TEMPLATE = "template"
    SHORT = "short"
    LONG = "long"


GOOD = (Move.QUESTION, Move.OWN_WORDS, Move.REMEDY, Move.PROMISE, Move.APOLOGY)
BAD = (Move.BROKE, Move.TEMPLATE, Move.LONG, Move.SHORT)


@dataclass(frozen=True)
class Heard:
    """What a text of the trainee's says, each with the words that say it; findings are the linter's.

    `is_paid` tells that the remedy is money or goods, not somebody's word.
    """

    said: str
    moves: Mapping[Move, str] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    is_paid: bool = False


def heard(text: str, persona: Persona, story: Story, script: str, slot: str, at: datetime, zone: ZoneInfo) -> Heard:
    """`script` is what was offered to start from, with its open place `slot`; sent as it was it says nothing."""
    findings = lint(text, Sent(Outlet.WANGWANG, Purpose.CONTACT, persona.safety)).findings
    forbidden = [one for one in findings if one.forbids]
    moves: dict[Move, str] = {}
    if forbidden:
        moves[Move.BROKE] = forbidden[0].evidence or _clip(text)
    if _is_template(text, script, slot):
        return Heard(text, moves | {Move.TEMPLATE: _clip(text)}, findings)
    letters, latin = len(text.strip()), text.isascii()
    if letters < (_SHORT_LATIN if latin else _SHORT):
        moves[Move.SHORT] = _clip(text)
    if letters > (_LONG_LATIN if latin else _LONG):
        moves[Move.LONG] = _clip(text)
    remedy, is_paid = _remedy(text, persona)
    return Heard(text, moves | _good(text, persona, story, at, zone) | remedy, findings, is_paid)


def _good(text: str, persona: Persona, story: Story, at: datetime, zone: ZoneInfo) -> dict[Move, str]:
    found: dict[Move, str] = {}
    if regret := _REGRET.search(text):
        found[Move.APOLOGY] = _sentence(text, regret.start())
    named = (text.lower().find(word.lower()) for word in (story.words, *persona.own) if word)
    if (places := [place for place in named if place >= 0]) and min(places) >= 0:
        found[Move.OWN_WORDS] = _sentence(text, min(places))
    if asked := _question(text):
        found[Move.QUESTION] = _clip(asked)
    if promised := next((one for one in _sentences(text) if promises_in(one, at, zone)), ""):
        found[Move.PROMISE] = _clip(promised)
    return found


def _question(text: str) -> str:
    """The first sentence that asks for a fact; "可以吗?" asks for consent only."""
    return next((one for one in _sentences(text) if _IS_QUESTION.search(one) and _OF_FACT.search(one)), "")


def _remedy(text: str, persona: Persona) -> tuple[dict[Move, str], bool]:
    """Fitting is what the trade offers for this kind of complaint, or what this customer's own matter asks for.

    In safety and where somebody was rude, a person who sees to it fits as well.
    """
    category = Category(persona.category)
    now = _ALREADY.sub(lambda hit: " " * len(hit[0]), text)
    offered = {one: hit.start() for one, pattern in _OFFERS.items() if (hit := pattern.search(now))}
    fitting = {
        *suggested_for(category),
        *map(Solution, persona.fits),
        *([Solution.RETURN_REFUND] if persona.safety else []),
    }
    good = {one: start for one, start in offered.items() if one in fitting}
    is_paid = any(one is not Solution.SUPERVISOR_APOLOGY for one in good)
    places = list(good.values())
    may_see_to_it = persona.safety or category is Category.SERVICE_ATTITUDE
    if not places and may_see_to_it and (hit := _FOLLOWS_UP.search(text)):
        places = [hit.start()]
    if places:
        return {Move.REMEDY: _sentence(text, min(places))}, is_paid
    return ({Move.MISFIT: _sentence(text, min(offered.values()))} if offered else {}), False


def _is_template(text: str, script: str, slot: str) -> bool:
    """The open place is still there, or so little was added that it stays the script."""
    if slot and slot in text:
        return True
    bare, own = "".join(script.replace(slot, "").split()), "".join(text.split())
    if not bare:
        return False
    common = sum(block.size for block in SequenceMatcher(None, bare, own, autojunk=False).get_matching_blocks())
    return common > _SAME * len(bare) and len(own) - common < _OWN_LETTERS


def _sentences(text: str) -> Iterator[str]:
    return (hit[0].strip() for hit in _SENTENCE.finditer(text))


def _sentence(text: str, place: int) -> str:
    around = next((hit[0] for hit in _SENTENCE.finditer(text) if hit.start() <= place < hit.end()), text)
    return _clip(around)


def _clip(text: str) -> str:
    told = " ".join(text.split())
    return told if len(told) <= _QUOTE else told[: _QUOTE - 1] + "…"
