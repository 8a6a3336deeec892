"""Order report: of a month, who bought again, and negative reviews per 1,000 orders; or plainly that nobody knows."""

from datetime import timedelta

from bot.cards.look import Look
from bot.rules.figures import ENOUGH, PerOrders
from bot.rules.repurchase import BoughtAgain
from scripts_library.wording import Token


def order_report(again: BoughtAgain, rate: PerOrders, within: timedelta, look: Look, *, any_singly: bool) -> Token:
    """Two lines below their title. `any_singly`: whether anybody ever told us of single orders."""
    lines = (look.say.md("orders.title"), _again(again, within, look, any_singly=any_singly), _rate(rate, look))
    return Token("\n".join(lines))


def _again(one: BoughtAgain, within: timedelta, look: Look, *, any_singly: bool) -> str:
    if not any_singly:
        return look.say.md("orders.again_unknown")
    if not one.resolved:
        return look.say.md("orders.again_none")
    return look.say.md(
        "orders.again",
        resolved=one.resolved,
        bought=one.bought,
        share=_share(one.bought, one.resolved),
        days=within.days,
        closed=one.closed,
        closed_bought=one.closed_bought,
        closed_share=_share(one.closed_bought, one.closed),
        few=ENOUGH if min(one.resolved, one.closed or one.resolved) < ENOUGH else 0,
    )


def _rate(one: PerOrders, look: Look) -> str:
    if not one.known_days:
        return look.say.md("orders.rate_unknown")
    if one.per_thousand is None:
        return look.say.md("orders.rate_nothing")
    return look.say.md(
        "orders.rate" if one.known_days >= one.begun else "orders.rate_partly",
        orders=f"{one.orders:,}",
        negative=one.negative,
        rate=f"{one.per_thousand:.1f}",
        known=one.known_days,
        days=one.begun,
        few=ENOUGH if one.negative < ENOUGH else 0,
    )


def _share(part: int, whole: int) -> str:
    """No percentage of a few."""
    return f"{100 * part / whole:.0f}%" if whole >= ENOUGH else ""
