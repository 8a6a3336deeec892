"""Drilling: a scripted good agent and a scripted bad one, who talk to any persona."""

from datetime import timedelta

from bot.rules.drill_hearing import Heard, heard
from bot.rules.drill_talk import Talk, talk
from scripts_library.drills import Persona, Story, personas
from tests.house.clock import SHANGHAI, T0

_REMEDIES = {
    "zh_CN": {
        "product_quality": "退货退款或者换新,运费我们出",
        "description_mismatch": "给您退货退款",
        "logistics": "运费我们退给您",
        "wrong_or_missing": "马上给您补发",
        "service_attitude": "请我们主管给您打电话道歉",
        "after_sales": "请主管给您打电话道歉",
    },
    "en": {
        "product_quality": "You can have a replacement or a refund",
        "description_mismatch": "You get a refund",
        "logistics": "We pay the shipping",
        "wrong_or_missing": "We send a replacement",
        "service_attitude": "My supervisor will speak to you",
        "after_sales": "My supervisor will speak to you",
    },
}


def good(locale: str, persona: Persona, story: Story) -> list[str]:
    """Names what happened, is sorry, asks; then offers what fits, with a time."""
    remedy = _REMEDIES[locale][persona.category]
    if locale == "en":
        own = persona.own[0] if persona.own[0] != "pregnan" else "pregnancy"
        return [
            f"I am sorry. You wrote '{story.words}' and spoke of {own}; I can imagine how that felt.",
            "When did you first notice it, and could you send a photo?",
            f"{remedy}, if you like.",
            "I will call you by 18:00 today with the result.",
        ]
    return [
        f"真的很抱歉,您说的“{story.words}”我看到了,{persona.own[0]}这件事我明白您的心情。",
        "想跟您确认一下,是什么时候发现的?方便的话发张照片。",
        f"{remedy},您看可以吗。",
        "今天18点前我给您打电话告诉您结果。",
    ]


def bad(locale: str, persona: Persona, story: Story) -> list[str]:
    """Short, stock and without any matter."""
    if locale == "en":
        return [
            "Hello.",
            "Please wait.",
            "We value all of our customers greatly.",
            "OK.",
            "Hm.",
            "Well.",
            "Yes.",
            "No.",
        ]
    return ["您好", "请稍等", "我们非常重视每一位顾客的体验", "好的", "嗯", "亲", "在的", "收到"]


def listened(locale: str, persona: Persona, story: Story, texts: list[str]) -> list[Heard]:
    """Each a minute after the other; no script was offered."""
    return [
        heard(text, persona, story, "", "", T0 + timedelta(minutes=minute), SHANGHAI)
        for minute, text in enumerate(texts)
    ]


def played(locale: str, name: str, seed: int, how: str) -> tuple[Talk, list[Heard]]:
    """The whole talk, and what was heard until it ended."""
    persona = personas(locale)[name]
    story = persona.stories[seed % len(persona.stories)]
    texts = good(locale, persona, story) if how == "good" else bad(locale, persona, story)
    ears = listened(locale, persona, story, texts)
    done = talk(persona, story, seed, ears)
    return done, ears[: len(done.answers)]
