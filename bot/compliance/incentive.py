"""Incentive: a reward for a review. It takes both in one sentence, and something that makes one depend on the other."""

from itertools import groupby

from bot.analysis.phrases import Hit
from bot.compliance.reading import Outgoing
from bot.vocabulary import Purpose


def incentives_in(outgoing: Outgoing, purpose: Purpose) -> list[tuple[int, int]]:
    """Spans in the plain text, each from the first to the last of what makes the reward depend on the review.

    Asking for praise or removal beside a reward depends on it without a word; a neutral mention of the review needs a
    linking word, or an invitation to amend in which a reward is offered at all. What is done already is a fact.
    """
    hits = [(part, hit) for part in ("praise", "review", "reward", "link") for hit in _heard(outgoing, part)]
    hits.sort(key=lambda one: one[1].start)
    spans = []
    for _, group in groupby(hits, key=lambda one: outgoing.sentence(one[1].start)):
        said = list(group)
        of = {part: [hit for name, hit in said if name == part] for part in ("praise", "review", "reward", "link")}
        if not of["reward"] or not (of["praise"] or of["review"]):
            continue
        if of["praise"] or of["link"] or purpose is Purpose.AMEND:
            told = [*of["praise"], *of["review"], *of["reward"]]
            spans.append((min(hit.start for hit in told), max(hit.end for hit in told)))
    return spans


def _heard(outgoing: Outgoing, part: str) -> list[Hit]:
    hits = outgoing.meant(f"incentive {part}")
    if part == "praise":
        return [*hits, *outgoing.meant("asks_for_stars"), *outgoing.meant("asks_to_remove")]
    if part != "reward":
        return hits
    done = outgoing.found.get("incentive done", [])
    return [hit for hit in hits if not any(_is_about(one, hit) for one in done)]


def _is_about(done: Hit, reward: Hit) -> bool:
    """ "退款已到账" and "已经为您退款" speak of the same thing in one clause."""
    return done.clause == reward.clause
