"""Rule catalogue: the ids of every rule that an analysis can give as a reason."""

from bot.analysis.lexicons import lexicons
from bot.analysis.signals import signal_id
from bot.vocabulary import Category

_BUILT_IN = (
    "force.shouting",
    "learned.complaint",
    "quality.implied",
    "stars.high",
    "stars.low",
    "stars.middle",
    "text.empty",
    "voice.snownlp",
)


def rule_ids() -> frozenset[str]:
    """Stable keys; each has its words in the wording catalogues' `reasons.toml`."""
    rules = lexicons()
    families = (rules.safety.hazard, rules.topics.topic, rules.tone.tone, rules.force.force)
    ids = {rule.id for family in families for rule in family}
    ids |= {f"learned.{category}" for category in Category}
    return frozenset(_BUILT_IN) | ids | {signal_id(rule) for rule in rules.signals.signal}
