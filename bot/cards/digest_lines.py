"""Digest lines: what is unusual, the clocks, money, mood and load: a line each, and none where there is nothing."""

from bot.cards import blocks
from bot.cards.look import Look
from bot.rules.figures import ENOUGH, DayFigures, Kept, Mean
from bot.rules.figures.morning import Load, Money, Mood, Morning, Telling
from bot.rules.unusual import FEWEST_DAYS, Kind, Often

_NAME = 16  # what tells one product from another; the whole of it is on the card
_PEOPLE = 8
_OFF = 4
_HUNDRED = 100


def digest_lines(morning: Morning, look: Look, told: Telling) -> list[str]:
    """In the order in which they are read."""
    lines = [
        _unusual(morning, look),
        clocks_line(morning.day, look),
        _money(morning, look, told),
        _mood(morning.mood, look),
        "" if told.by_date else _load(morning.load, look),
    ]
    return [line for line in lines if line]


def clocks_line(day: DayFigures, look: Look) -> str:
    """The three clocks of the day's cases, and the call-backs due that day."""
    clocks = (day.urgent_started, day.important_started, day.attempted, day.reached, day.followed_up)
    if not any(kept.of for kept in clocks):
        return ""
    urgent, important, attempted, reached, followed_up = (rate(kept, look) for kept in clocks)
    return look.say.md(
        "digest.clocks",
        urgent=urgent,
        important=important,
        attempted=attempted,
        reached=reached,
        followed_up=followed_up,
    )


def rate(kept: Kept, look: Look) -> str:
    """93%(38/41); with fewer than 20 only 5/6, as the note below explains once for all of them."""
    if not kept.of:
        return look.say("digest.no_clock")
    key = "digest.rate" if kept.of >= ENOUGH else "digest.few"
    return look.say(key, percent=kept.percent, kept=kept.kept, of=kept.of)


def when(day: DayFigures, look: Look, told: Telling) -> str:
    """A late digest may be read days after: it names its day."""
    if told.is_late or told.by_date:
        return look.say("digest.that_day", month=day.day.month, day=day.day.day)
    return look.say("digest.today" if told.so_far else "digest.yesterday")


def _unusual(morning: Morning, look: Look) -> str:
    """Only what chance would hardly do; that nothing is unusual is news, too."""
    say = look.say
    if morning.days_known < FEWEST_DAYS:
        return say.md("digest.too_young", days=FEWEST_DAYS) if morning.day.cases.count else ""
    if not morning.unusual:
        return say.md("digest.as_usual")
    return say.md("digest.unusual", parts=blocks.joined(_risen(one, look) for one in morning.unusual))


def _risen(one: Often, look: Look) -> str:
    name = {
        Kind.SHOP: lambda: look.say("digest.whole_shop"),
        Kind.CATEGORY: lambda: look.category(one.category),
        Kind.PRODUCT: lambda: blocks.one_line(one.name, _NAME),
    }[one.kind]()
    usual = f"{one.usual:.1f}"
    return look.say.md("digest.risen", name=name, count=one.count, usual=usual, before=one.before, days=one.days)


def _money(morning: Morning, look: Look, told: Telling) -> str:
    money: Money = morning.money
    if not (money.paid or money.month_cents):
        return ""
    rules, say = look.policy.ladder, look.say
    budget = int(rules.monthly_per_shop * _HUNDRED)
    return say.md(
        "digest.money",
        when=when(morning.day, look, told).lower(),
        paid=look.money(money.paid_cents),
        count=money.paid,
        month=say(f"improvements.month.{morning.day.day.month}"),
        spent=look.money(money.month_cents),
        budget=look.money(budget),
        tight=money.month_cents >= rules.warn_at * budget,
        over=money.month_cents > budget,
    )


def _mood(mood: Mood, look: Look) -> str:
    intensity, before, content = mood.intensity, mood.week_before, mood.content
    if not (intensity.count or content.of):
        return ""
    say = look.say
    return say.md(
        "digest.mood",
        now=_felt(intensity, look),
        before=_felt(before, look) if before.count else "",
        content=rate(content, look) if content.of else "",
    )


def _felt(mean: Mean, look: Look) -> str:
    if mean.value is None:
        return look.say("digest.no_clock")
    return look.say("digest.felt", value=f"{mean.value:.1f}", count=mean.count, few=mean.count < ENOUGH)


def _load(load: Load, look: Look) -> str:
    """By name, never by number: it is no ranking. Names ping nobody."""
    held = {owner: count for owner, count in load.cases.items() if owner}
    everyone = {owner: held.get(owner, 0) for owner in (*look.policy.roles.agents, *held)}
    if not load.cases and not load.off:
        return ""
    named = sorted((_short(look.name(owner)), count) for owner, count in everyone.items())
    parts = [look.say("digest.held", name=name, count=count) for name, count in named[:_PEOPLE]]
    off = sorted(_short(look.name(one)) for one in load.off if look.policy.actor(one).role)
    return look.say.md(
        "digest.load",
        parts=" · ".join(parts),
        more=max(0, len(named) - _PEOPLE),
        nobody=load.cases.get(None, 0),
        off=look.say("words.joint.list").join(off[:_OFF]),
        more_off=max(0, len(off) - _OFF),
    )


def _short(name: str) -> str:
    return blocks.one_line(name, _NAME)
