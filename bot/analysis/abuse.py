"""Abuse: whether a customer's words are aimed at people, in a review or as a colleague tells of a conversation."""

import re
import tomllib
from collections.abc import Callable, Iterator
from functools import lru_cache
from importlib.resources import files

from bot.analysis.clauses import Clauses, clauses_of
from bot.analysis.negation import negations_in
from bot.analysis.phrases import Hit, Phrasebook
from bot.analysis.sane_text import sane

_NAMES, _AIMED, _CURSES, _TOLD = "names", "aimed", "curses", "told"
_BEFORE = 10  # letters
# "当我是傻逼", "我真是个傻逼", "谁买谁傻逼", "客服骂我傻逼": said of the customer.
_OF_THE_CUSTOMER = re.compile(
    r"(?:谁买谁|当成?|当作|我(?:真|就|才|们)?是?个?|像个?|跟个?|骂我|说我|叫我|骂人|骂顾客|骂客户|骂消费者)[^,。!?你您]{0,4}$"
    r"|(?:like an?|called me an?|i am an?|i'm an?|me for an?)[^,.!?]{0,8}$"
)
_OATH = re.compile("(?:说假话|说谎|撒谎|说的不是真的)[,,]?$")  # "若我说假话,不得好死"
# "废物产品", "弱智客服机器人", "智能客服弱智", "按键太傻逼": said of goods.
_GOODS = (
    "产品|商品|东西|玩意|质量|设计(?!师)|功能|操作|系统|软件|程序|机器人|包装|按键|说明书|攻略|功略|广告|"
    "手机|电脑|衣服|裤子|鞋子?|杯子?|盖子?|锅|壶|灯|盒子?"
)
_GOODS_AFTER = re.compile(rf"的?(?:{_GOODS})")
_GOODS_BEFORE = re.compile(
    rf"(?:(?:机器人|智能|自动|ai)|(?:{_GOODS})(?:真|太|很|也|就|好|有点|简直|真的|实在)?是?个?)$"
)
# "客户骂了快递几句": told of others than us.
_OTHERS = re.compile(rf"快递|物流|配送|司机|厂家|平台|客户被|顾客被|自己|{_GOODS}")
_US = re.compile("我|咱|客服|同事|店里|主管|组长")


def is_abusive(review: str) -> bool:
    """Whether the customer abuses people in this review."""
    return _speaks(review, _CURSES, unless=_is_an_oath) or _speaks(review, _NAMES, unless=_is_of_the_customer)


def tells_of_abuse(note: str) -> bool:
    """Whether a colleague's note about a contact says that the customer did, or quotes it."""
    return _speaks(note, _CURSES) or _speaks(note, _NAMES) or _speaks(note, _TOLD, unless=_is_of_others)


def _speaks(words: str, key: str, *, unless: Callable[[str, Hit, Clauses], bool] | None = None) -> bool:
    if not words.strip():
        return False
    text = sane(words).text
    clauses = clauses_of(text)
    found, negations = _phrasebook().find(text, clauses), negations_in(text, clauses)
    hits = [*found.get(key, []), *(_aimed(text, clauses) if key == _NAMES else ())]
    idioms = found.get(f"idioms of {key}", [])
    for hit in hits:
        is_idiom = any(one.start < hit.end and hit.start < one.end for one in idioms)
        is_none = is_idiom or negations.deny(hit) or (key == _NAMES and _is_of_goods(text, hit))
        if not is_none and not (unless and unless(text, hit, clauses)):
            return True
    return False


def _aimed(text: str, clauses: Clauses) -> Iterator[Hit]:
    """What goods are called too, said straight at a person."""
    for one in _at_people().finditer(text):
        yield Hit(one.start(), one.end(), clauses.at(one.start()))


def _is_of_the_customer(text: str, hit: Hit, _: Clauses) -> bool:
    return _OF_THE_CUSTOMER.search(text[max(0, hit.start - _BEFORE) : hit.start]) is not None


def _is_an_oath(text: str, hit: Hit, _: Clauses) -> bool:
    return _OATH.search(text[max(0, hit.start - _BEFORE) : hit.start]) is not None


def _is_of_goods(text: str, hit: Hit) -> bool:
    before = _GOODS_BEFORE.search(text[max(0, hit.start - _BEFORE) : hit.start])
    return before is not None or _GOODS_AFTER.match(text, hit.end) is not None


def _is_of_others(text: str, hit: Hit, clauses: Clauses) -> bool:
    begin, end = clauses.bounds[hit.clause]
    return _OTHERS.search(text, begin, end) is not None and _US.search(text, begin, end) is None


@lru_cache(maxsize=1)
def _phrasebook() -> Phrasebook:
    told = {key: rule for key, rule in _lexicon().items() if key != _AIMED}
    phrases = [(key, word) for key, rule in told.items() for word in rule["words"]]
    phrases += [(f"idioms of {key}", word) for key, rule in told.items() for word in rule.get("idioms", ())]
    return Phrasebook(phrases)


@lru_cache(maxsize=1)
def _at_people() -> re.Pattern[str]:
    people, over, words = ("|".join(map(re.escape, _lexicon()[_AIMED][part])) for part in ("people", "over", "words"))
    return re.compile(f"(?:{people})(?:{over}){{0,5}}(?:{words})")


@lru_cache(maxsize=1)
def _lexicon() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(files(__package__).joinpath("lexicon", "abuse.toml").read_text("utf-8"))
