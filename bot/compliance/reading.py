"""Reading: an outgoing text cut into clauses and sentences, with what is quoted and what is denied in it."""

import re
from dataclasses import dataclass

from bot.analysis.clauses import Clauses
from bot.analysis.phrases import Hit
from bot.compliance.plain_text import PlainText, plain
from bot.compliance.rulebook import phrasebook

_CLAUSE = re.compile(r"[,;:、。!?\n()\[\]【】《》]+|\.(?=\s|$)")
_SENTENCE = re.compile(r"[。!?\n]+|\.(?=\s|$)")
_QUOTED = re.compile(r"“[^”]{1,200}”|「[^」]{1,200}」|『[^』]{1,200}』|\"[^\"]{1,200}\"")
# Who is quoted: what stands shortly before says that these are the customer's words.
_THEIR_WORDS = re.compile(
    r"(?:您|你|顾客|客户|评价里|评论里|评价中|评论中|原话|留言里)[^,。!?]{0,8}"
    r"(?:说|写|提到|反馈|讲|评价|留言|描述|称|表示|担心|问)[^,。!?]{0,6}$"
    r"|(?:顾客|客户|买家)[^,。!?]{0,8}(?:要求|想要|索要|威胁|提出|坚持|扬言)[^,。!?]{0,6}$"  # told of in a note
    r"|(?:you|customer) (?:said|wrote|mentioned|told us)[^.!?]{0,10}$"
)
_DENIES = re.compile(
    r"不会|不得|绝不|决不|从不|从未|从来不|不以|不应|不能|不可以|禁止|严禁|无需|无须|不需要|不必|不要求|不用|没有要|不是要|不是为了|并非|并不是"
    r"|请勿|切勿|不接受|不支持|拒绝|不存在|不涉及|不附带|不强求"
    r"|\b(?:won't|will not|would not|do not|don't|does not|never|not|no need to|cannot|can't|without)\b"
)
_DOUBLY = re.compile(r"不得不|不会不|不能不|不可不|不仅|能不能|可不可以|会不会|要不要|用不用|需不需要|not only")
_REACH = 16  # letters between a denial and what it denies
_FAR_BACK = 24


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A text to be sent, read once for all rules."""

    plain: PlainText
    clauses: Clauses
    sentences: tuple[int, ...]
    found: dict[str, list[Hit]]
    quoted: tuple[tuple[int, int], ...]

    def meant(self, key: str) -> list[Hit]:
        """Where we say it ourselves: neither the customer's words, nor denied, nor inside an idiom of the rule."""
        idioms = self.found.get(f"idioms of {key}", [])
        return [
            hit
            for hit in self.found.get(key, [])
            if not self._is_quoted(hit)
            and not self._is_denied(hit)
            and not any(one.start < hit.end and hit.start < one.end for one in idioms)
        ]

    def sentence(self, place: int) -> int:
        """The number of the sentence in which a letter stands."""
        return sum(end <= place for end in self.sentences)

    def _is_quoted(self, hit: Hit) -> bool:
        if any(start < hit.start and hit.end < end for start, end in self.quoted):
            return True
        begin = self.clauses.bounds[hit.clause][0]
        return bool(_THEIR_WORDS.search(self.plain.text[max(begin, hit.start - _FAR_BACK) : hit.start]))

    def _is_denied(self, hit: Hit) -> bool:
        begin = max(self.clauses.bounds[hit.clause][0], hit.start - _REACH)
        before = self.plain.text[begin : hit.start]
        return bool(_DENIES.search(_DOUBLY.sub("", before)))


def read(original: str) -> Outgoing:
    """Reads a text of any length."""
    text = plain(original)
    clauses = _clauses(text.text)
    found = phrasebook().find(text.text, clauses) if text.text else {}
    return Outgoing(text, clauses, tuple(m.end() for m in _SENTENCE.finditer(text.text)), found, _quoted(text.text))


def _clauses(text: str) -> Clauses:
    bounds: list[tuple[int, int]] = []
    at = 0
    for stop in _CLAUSE.finditer(text):
        if stop.start() > at:
            bounds.append((at, stop.start()))
        at = stop.end()
    if at < len(text) or not bounds:
        bounds.append((at, len(text)))
    return Clauses(tuple(start for start, _ in bounds), tuple(bounds), frozenset())


def _quoted(text: str) -> tuple[tuple[int, int], ...]:
    """Quotations of the customer; a quotation of nobody is our own sentence in quotation marks."""
    return tuple(
        found.span()
        for found in _QUOTED.finditer(text)
        if _THEIR_WORDS.search(text[max(0, found.start() - _FAR_BACK) : found.start()].rstrip(":, "))
    )
