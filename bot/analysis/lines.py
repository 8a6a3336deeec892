"""Lines: one review a line as JSON in, one answer a line out; the pure part of `app.py analyse`."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.analysis import Analysis, analyse
from bot.rules.grading import Graded, GradingRules, Signals, grade
from bot.vocabulary import Tier

if TYPE_CHECKING:
    from bot.analysis.learned.model import Model

SecondVoice = Callable[[str], float | None]


@dataclass(frozen=True)
class Answer:
    """One line of output, without its line end. `is_fault`: the input line was malformed and `text` says how."""

    text: str
    is_fault: bool


_EXPECTED = {
    "id": "a text or a whole number",
    "text": "the review as a text, which may be empty",
    "rating": "a whole number from 1 to 5, or nothing",
    "product_category": "a text, or nothing",
    "customer_tier": f"one of {', '.join(Tier)}, or nothing",
    "images": "a list of addresses or their number, or nothing",
}


class _Question(BaseModel):
    """What may stand in a line; other fields are ignored."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str | int
    text: str
    rating: Annotated[int, Field(ge=1, le=5, strict=True)] | None = None
    product_category: str | None = None
    customer_tier: Tier | None = None
    images: Annotated[int, Field(ge=0, strict=True)] | list[Any] | None = None


def answers(
    lines: Iterable[str | bytes],
    rules: GradingRules,
    *,
    second_voice: SecondVoice | None = None,
    model: "Model | None" = None,
) -> Iterator[Answer]:
    """One answer for each line that is not blank, in order; never raises for what stands in a line.

    `second_voice` is asked where the words alone leave it open (SnowNLP's `positive_share`); None: nobody is asked.
    `model` is the shipped one unless another is given.
    """
    for line in lines:
        if line.strip():
            yield answer(line, rules, second_voice=second_voice, model=model)


def answer(
    line: str | bytes,
    rules: GradingRules,
    *,
    second_voice: SecondVoice | None = None,
    model: "Model | None" = None,
) -> Answer:
    """The answer to one line, or what is wrong with it and how to mend it."""
    try:
        asked = json.loads(line.decode("utf-8-sig") if isinstance(line, bytes) else line.removeprefix("\ufeff"))
    except UnicodeDecodeError:
        return _fault(None, "the line is not UTF-8; save the file as UTF-8")
    except (ValueError, RecursionError):
        return _fault(None, 'the line is not JSON; expected one object such as {"id": "r-1", "text": "…"}')
    if not isinstance(asked, dict):
        return _fault(None, 'expected one JSON object such as {"id": "r-1", "text": "…"}')
    try:
        question = _Question.model_validate(asked)
        return Answer(_json(_answered(question, rules, second_voice, model)), is_fault=False)
    except ValidationError as faults:
        return _fault(asked.get("id"), _told(faults))


def _answered(
    question: _Question, rules: GradingRules, second_voice: SecondVoice | None, model: "Model | None"
) -> dict[str, object]:
    analysis = _understood(question, second_voice, model)
    images = question.images if isinstance(question.images, int) else len(question.images or ())
    signals = Signals(rating=question.rating, images=images, tier=question.customer_tier or Tier.BASIC)
    graded = grade(analysis, signals, rules)
    return {
        "id": question.id,
        "is_negative": analysis.is_negative,
        "category": analysis.category,
        "secondary": list(analysis.secondary),
        "grade": graded.grade,
        "safety": analysis.safety,
        "intensity": analysis.intensity,
        "confidence": analysis.confidence,
        "reasons": [{"rule": rule, "evidence": evidence} for rule, evidence in _reasons(analysis, graded)],
    }


def _understood(question: _Question, second_voice: SecondVoice | None, model: "Model | None") -> Analysis:
    first = analyse(question.text, question.rating, model=model)
    share = second_voice(question.text) if second_voice and first.wants_second_opinion else None
    return first if share is None else analyse(question.text, question.rating, second_opinion=share, model=model)


def _reasons(analysis: Analysis, graded: Graded) -> list[tuple[str, str]]:
    """What decided the grade first, then what else was read; each once."""
    both = (*graded.reasons, *analysis.reasons)
    return list(dict.fromkeys((reason.rule, reason.evidence) for reason in both))


def _told(faults: ValidationError) -> str:
    """The first fault as field, expectation and finding."""
    first = faults.errors(include_url=False)[0]
    field = str(first["loc"][0])
    if first["type"] == "missing":
        return f"field '{field}' is missing; expected {_EXPECTED[field]}"
    return f"field '{field}': expected {_EXPECTED[field]}, got {json.dumps(first['input'], ensure_ascii=False)[:60]}"


def _fault(id_: object, error: str) -> Answer:
    return Answer(_json({"id": id_, "error": error}), is_fault=True)


def _json(answered: dict[str, object]) -> str:
    """One line; half a surrogate pair, which no UTF-8 output could carry, becomes "?"."""
    return json.dumps(answered, ensure_ascii=False).encode("utf-8", "replace").decode("utf-8")
