"""Script report: what each version of a script did, in a line, and what may be said of two."""

from collections.abc import Sequence

from bot.cards import blocks
from bot.cards.look import Look
from bot.messenger import Block
from bot.rules.figures import ENOUGH
from bot.rules.intervals import share
from bot.rules.script_outcomes import Comparison, ScriptOutcome, comparisons

_SHOWN = 8


def script_report(outcomes: Sequence[ScriptOutcome], look: Look) -> list[Block]:
    """The most used scripts, then the comparisons; nothing where nothing was sent."""
    if not outcomes:
        return []
    say = look.say
    lines = [outcome_line(one, look) for one in outcomes[:_SHOWN]]
    compared = [comparison_line(one, look) for one in comparisons(outcomes)]
    parts = [blocks.section("\n".join((f"*{say.md('scripts.title')}*", *lines)))]
    if compared:
        parts.append(blocks.section("\n".join((f"*{say.md('scripts.compared')}*", *compared[:_SHOWN]))))
    return parts


def outcome_line(one: ScriptOutcome, look: Look) -> str:
    """物流服务 · 旺旺 · 诚恳 第 1 版 42 次,联系上 69%(54–81%)."""
    return look.say.md("scripts.line", **facts_of(one, look))


def comparison_line(one: Comparison, look: Look) -> str:
    """What the numbers allow to be said, and no more."""
    return look.say.md(
        f"scripts.{one.verdict}",
        name=script_name(one.newer.key, look),
        older=_version(one.older, look),
        newer=_version(one.newer, look),
        few=ENOUGH,
    )


def facts_of(one: ScriptOutcome, look: Look) -> dict[str, object]:
    """The numbers as people read them."""
    low, high = share(one.reached, one.sent)
    satisfaction = one.satisfaction
    return {
        "name": script_name(one.key, look),
        "version": _version(one, look),
        "sent": one.sent,
        "share": round(100 * one.reached / one.sent),
        "low": round(100 * low),
        "high": round(100 * high),
        "refused": one.refused,
        "cases": one.cases,
        "resolved": one.resolved,
        "score": f"{satisfaction:.1f}" if satisfaction is not None else "",
        "scores": one.scores,
        "few": one.sent < ENOUGH,
    }


def _version(one: ScriptOutcome, look: Look) -> str:
    return look.say("scripts.version_own" if one.version.own else "scripts.version", number=one.version.number)


def script_name(key: str, look: Look) -> str:
    """contact.logistics.wangwang.sincere in people's words, and incident.3; a shop's own key as it is."""
    purpose, *rest = key.split(".")
    if purpose == "incident":
        return look.say("incidents.title", number=".".join(rest))
    words = [_word(one, look) for one in rest]
    return " · ".join(words) if purpose == "contact" and all(words) else key


def _word(part: str, look: Look) -> str:
    for family in ("category", "channel", "manner"):
        name = f"words.{family}.{part}"
        if look.say.has(name):
            return look.say(name)
    return ""
