"""Scorecard card: a month's work of one person, as they read it themselves, with how sure each number is."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.cards import blocks
from bot.cards.actions import Press
from bot.cards.look import Look
from bot.masking import mask_text
from bot.messenger import Block
from bot.rules.scorecard import Part, PartScore, Scorecard, Strike, TeamMonth
from bot.rules.scorecard_contests import Contest, ContestStand
from scripts_library.wording import Token
from slack_rules.text import clip

Drawn = tuple[str, list[Block]]
_STRIKES, _CONTESTS, _QUOTE, _NAME = 5, 20, 300, 60


@dataclass(frozen=True)
class Coming:
    """The card of a month that is over, before it is frozen."""

    card: Scorecard
    frozen_at: datetime


def scorecard_card(
    number: int, card: Scorecard, until: datetime, contests: Sequence[Contest], look: Look, *, is_open: bool
) -> Drawn:
    """What its owner gets: total, parts, strikes, what they contest; while it `is_open` the ways to do so, then to show
    it."""
    head = look.say.md("scorecard.head", month=month_name(card.month, look))
    told = "scorecard.private_until" if is_open else "scorecard.private"
    private = blocks.context(look.say.md(told, until=look.day_time(until)))
    row = _buttons(number, card, look, is_open=is_open)
    contested = [blocks.context(_contests_line(contests, look))] if contests else []
    shown = [
        blocks.section(head),
        *card_lines(card, look),
        *contested,
        private,
        blocks.actions(f"scorecard:{number}", row),
    ]
    return head, shown


def running_lines(card: Scorecard, look: Look, *, explained: bool) -> list[Block]:
    """The month so far, which still moves; `explained` where nothing above it says what the numbers mean."""
    if not _has_any(card):
        return [blocks.section(look.say.md("scorecard.running_none", month=month_name(card.month, look)))]
    head = blocks.section(look.say.md("scorecard.running", month=month_name(card.month, look)))
    return [head, *card_lines(card, look, explained=explained)]


def coming_lines(coming: Coming, look: Look, *, explained: bool) -> list[Block]:
    """The month that is over, if anything counts on it."""
    if not _has_any(coming.card):
        return []
    facts = {"month": month_name(coming.card.month, look), "at": look.day_time(coming.frozen_at)}
    head = blocks.section(look.say.md("scorecard.coming", **facts))
    return [blocks.divider(), head, *card_lines(coming.card, look, explained=explained)]


def card_lines(card: Scorecard, look: Look, *, explained: bool = True, own: bool = True) -> list[Block]:
    """Total, the five parts in a line each, what the numbers mean, and each strike with its evidence; `own` to whose it
    is.
    """
    parts = "\n".join(_part_line(one, look, own=own) for one in card.parts)
    strikes = [block for one in card.strikes[:_STRIKES] for block in strike_blocks(one, look)]
    over = len(card.strikes) - _STRIKES
    more = [blocks.context(look.say.md("scorecard.more_strikes", count=over, own=own))] if over > 0 else []
    meaning = blocks.context(look.say.md("scorecard.explained", days=look.policy.repurchase.within.days))
    shown = [blocks.section(_total_line(card, look, own=own)), *strikes, *more, blocks.section(parts)]
    return [*shown, meaning] if explained else shown


def strike_blocks(one: Strike, look: Look) -> list[Block]:
    """The rule, the case, who noted it and when; and the words."""
    line = look.say.md(
        "scorecard.strike",
        rule=look.say(f"linter.{one.rule}.name"),
        number=one.case_id,
        by=blocks.one_line(look.name(one.by), _NAME),
        at=look.day_time(one.at),
    )
    return [blocks.section(line), _words(one.quote)]


def progress_line(cards: Sequence[Scorecard], look: Look) -> str:
    """The owner's own months, the oldest first; a month without a total has a dash."""
    months = (f"{month_name(one.month, look)} {points(one.total.value) if one.total else '–'}" for one in cards)
    return look.say.md("scorecard.progress", past=" → ".join(months))


def shared_card(card: Scorecard, by: str, look: Look) -> Drawn:
    """For the one colleague whom its owner shows it; where they stand among others stays with the owner."""
    head = look.say.md(
        "scorecard.shared_head", by=blocks.one_line(look.name(by), _NAME), month=month_name(card.month, look)
    )
    note = blocks.context(look.say.md("scorecard.shared_note"))
    return head, [blocks.section(head), *card_lines(replace(card, third=None), look, own=False), note]


def contest_card(
    one: Contest, month: date, case: Token, strikes: Sequence[Strike], look: Look, *, own_check: bool = False
) -> Drawn:
    """For whoever decides: what is contested, with a strike's evidence, why, and the button; then what became of it.

    `own_check` where nobody else is left than who made the check.
    """
    asked = look.say.md("scorecard.contest_asked", **_contest_facts(one, month, case, look))
    about = [strike for strike in strikes if one.part is Part.STRIKE and strike.case_id == one.case_id][:_STRIKES]
    proof = [block for strike in about for block in strike_blocks(strike, look)]
    shown = [
        blocks.section(asked),
        *proof,
        blocks.context(look.say.md("scorecard.contest_because")),
        _words(one.reason),
    ]
    if one.stand is ContestStand.ASKED:
        decide = blocks.button(look.say("buttons.scorecard_decide"), Press.SCORECARD_DECIDE, str(one.id), primary=True)
        show = blocks.button(look.say("buttons.show"), Press.SHOW, str(one.case_id))
        alone = [blocks.context(look.say.md("scorecard.contest_own_check"))] if own_check else []
        return asked, [*shown, *alone, blocks.actions(f"scorecard_contest:{one.id}", [decide, show])]
    outcome = look.say.md(
        f"scorecard.contest_{one.stand}",
        by=blocks.one_line(look.name(one.decided_by or ""), _NAME),
        at=look.day_time(one.decided_at or one.asked_at),
        answer=look.brief(one.answer),
    )
    return asked, [*shown, blocks.context(outcome)]


def answer_card(one: Contest, month: date, case: Token, card: Scorecard, look: Look) -> Drawn:
    """What the agent hears; where the case was left out, how the card reads now."""
    told = look.say.md(
        f"scorecard.answer_{one.stand}",
        decider=blocks.one_line(look.name(one.decided_by or ""), _NAME),
        **_contest_facts(one, month, case, look),
    )
    shown = [blocks.section(told), _words(one.answer)]
    if one.stand is ContestStand.LEFT_OUT:
        shown += [blocks.section(_total_line(card, look))]
    return told, shown


def team_line(team: TeamMonth, look: Look) -> str:
    """The team in one line for supervisors: how many, and the means; nobody by name."""
    parts = [f"{look.say(f'scorecard.part_{part}')} {points(mean)}" for part, mean in team.means.items()]
    total = [f"{look.say('scorecard.whole')} {points(team.total)}"] if team.total is not None else []
    return look.say.md(
        "scorecard.team", month=month_name(team.month, look), people=team.people, parts=" · ".join([*total, *parts])
    )


def month_name(month: date, look: Look) -> str:
    """2026 年 10 月."""
    return look.say("scorecard.month", year=month.year, month=f"{month:%m}".lstrip("0"))


def points(value: float) -> int:
    """0 to 100."""
    return round(value * 100)


def _contests_line(contests: Sequence[Contest], look: Look) -> str:
    named = (
        look.say(f"scorecard.mine_{one.stand}", number=one.case_id, part=look.say(f"scorecard.part_{one.part}"))
        for one in contests[:_CONTESTS]
    )
    return look.say.md("scorecard.mine", contests=" · ".join(named))


def _contest_facts(one: Contest, month: date, case: Token, look: Look) -> dict[str, object]:
    return {
        "by": blocks.one_line(look.name(one.user_id), _NAME),
        "month": month_name(month, look),
        "case": case,
        "part": look.say(f"scorecard.part_{one.part}"),
    }


def _total_line(card: Scorecard, look: Look, *, own: bool = True) -> Token:
    say, total = look.say, card.total
    if card.strikes:
        lines = [say.md("scorecard.total_struck", own=own)]
    elif total is None:
        lines = [say.md("scorecard.too_few", cases=card.cases, fewest=card.fewest)]
    else:
        reach = {"low": points(total.low), "high": points(total.high)}
        lines = [say.md("scorecard.total", points=points(total.value), cases=card.cases, **reach)]
        if card.third:
            lines.append(say.md(f"scorecard.third_{card.third}", fewest=card.fewest))
    if card.waiting:
        lines.append(say.md("scorecard.waiting", count=card.waiting))
    return Token("\n".join(lines))


def _part_line(one: PartScore, look: Look, *, own: bool) -> str:
    say, found = look.say, one.found
    facts: dict[str, object] = {"part": say(f"scorecard.part_{one.part}"), "share": points(one.share)}
    if found is None:
        return say.md("scorecard.line_unmeasured", **facts)
    facts |= {"points": points(found.value), "low": points(found.low), "high": points(found.high), "count": found.n}
    if found.raw is None:
        return say.md("scorecard.line_none", own=own, **facts)
    return say.md("scorecard.line", raw=points(found.raw), **facts)


def _buttons(number: int, card: Scorecard, look: Look, *, is_open: bool) -> list[Block]:
    say, value = look.say, str(number)
    cases = [blocks.button(say("buttons.scorecard_cases"), Press.SCORECARD_CASES, value)]
    contest = [blocks.button(say("buttons.scorecard_contest"), Press.SCORECARD_CONTEST, value)]
    share = [blocks.button(say("buttons.scorecard_share"), Press.SCORECARD_SHARE, value)]
    return [*cases, *(contest if _has_any(card) and is_open else []), *([] if is_open else share)]


def _has_any(card: Scorecard) -> bool:
    return bool(any(one.cases for one in card.parts) or card.strikes)


def _words(text: str) -> Block:
    return blocks.quote(clip(mask_text(text), _QUOTE))
