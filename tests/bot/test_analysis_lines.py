"""`app.py analyse`, one line in, one line out."""

import json

import pytest

from bot.analysis.lines import Answer, answer, answers
from bot.analysis.snownlp_voice import positive_share
from bot.rules.grading import GradingRules

RULES = GradingRules()


def test_a_line_is_answered_with_the_fields_of_the_contract() -> None:
    asked = {"id": "r-1", "text": "插上电就冒烟了,差点着火", "rating": 1, "customer_tier": "gold", "images": ["a"]}

    said = _said(answer(json.dumps(asked), RULES))

    assert list(said) == [
        "id", "is_negative", "category", "secondary", "grade", "safety", "intensity", "confidence", "reasons",
    ]  # fmt: skip
    assert said["id"] == "r-1"
    assert said["is_negative"] is True
    assert said["category"] == "product_quality"
    assert said["grade"] == "urgent"
    assert said["safety"] is True
    assert said["reasons"][0] == {"rule": "safety.smoke", "evidence": "冒烟"}


def test_answers_come_in_order_and_a_bad_line_does_not_stop_the_run() -> None:
    lines = [
        '{"id": "a", "text": "很好"}\n',
        "not json\n",
        "\n",
        b'{"id": 3, "text": "\xff"}',
        '{"id": "d", "text": ""}',
    ]

    said = list(answers(lines, RULES))

    assert [one.is_fault for one in said] == [False, True, True, False]
    assert _said(said[0])["id"] == "a"
    assert _said(said[3])["id"] == "d"


@pytest.mark.parametrize(
    ("line", "id_", "field"),
    [
        ('{"id": "a", "text": 5}', "a", "'text'"),
        ('{"id": "a"}', "a", "'text'"),
        ('{"text": "好"}', None, "'id'"),
        ('{"id": "a", "text": "好", "rating": 9}', "a", "'rating'"),
        ('{"id": "a", "text": "好", "rating": "5"}', "a", "'rating'"),
        ('{"id": "a", "text": "好", "customer_tier": "platinum"}', "a", "'customer_tier'"),
        ('{"id": "a", "text": "好", "images": -1}', "a", "'images'"),
        ("[1, 2]", None, "JSON object"),
        ("[" * 100_000, None, "not JSON"),
    ],
)
def test_a_malformed_line_names_the_field(line: str, id_: str | None, field: str) -> None:
    given = answer(line, RULES)

    assert given.is_fault
    said = _said(given)
    assert said["id"] == id_
    assert field in said["error"]


def test_half_a_surrogate_pair_can_still_be_written() -> None:
    given = answer('{"id": "a", "text": "垃圾\\ud83d垃圾", "rating": 1}', RULES)

    assert not given.is_fault
    given.text.encode("utf-8")


def test_the_second_voice_is_asked_only_where_the_words_leave_it_open() -> None:
    asked: list[str] = []

    def voice(text: str) -> float:
        asked.append(text)
        return 0.02

    unsure, sure = "买来给家里老人用的那种大按键", "质量太差,垃圾"
    said = [_said(answer(json.dumps({"id": 1, "text": t}), RULES, second_voice=voice)) for t in (unsure, sure)]

    assert asked == [unsure]
    assert [one["is_negative"] for one in said] == [True, True]


@pytest.mark.parametrize("text", ["", "👍", "12345 !!!", "only English here"])
def test_snownlp_has_nothing_to_say_without_chinese(text: str) -> None:
    assert positive_share(text) is None


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")  # SnowNLP's own, when it loads
def test_snownlp_speaks_between_nought_and_one() -> None:
    share = positive_share("东西很好,非常喜欢" * 100)

    assert share is not None
    assert 0.5 < share <= 1


def _said(given: Answer) -> dict[str, object]:
    assert "\n" not in given.text
    said = json.loads(given.text)
    assert isinstance(said, dict)
    return said
