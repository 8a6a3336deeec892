"""Rota words: days, shifts and what was entered, as people call them."""

from datetime import date

from bot.cards.improvement_card import day_of
from bot.cards.look import Look
from bot.policy.rota import Change, Gap, Off, What


def short_day(day: date, look: Look) -> str:
    """12-03 周四."""
    return f"{day:%m-%d} {look.say(f'words.weekday.{day.weekday()}')}"


def days_text(change: Change, look: Look) -> str:
    """12 月 3 日, or the first and the last of several days."""
    if change.first == change.last:
        return day_of(change.first, look)
    return look.say("rota.days", first=day_of(change.first, look), last=day_of(change.last, look))


def hours(shift: str, look: Look) -> str:
    """09:00–18:00."""
    one = look.policy.shifts[shift]
    return f"{one.begins:%H:%M}–{one.ends:%H:%M}"


def gap_hours(gap: Gap) -> str:
    """09:00–18:00, and 24:00 for the end of a day."""
    is_midnight = gap.end.time() == gap.end.min.time()
    return f"{gap.begin:%H:%M}–{'24:00' if is_midnight else f'{gap.end:%H:%M}'}"


def change_text(change: Change, kind: Off | None, look: Look) -> str:
    """What was entered; why somebody is off only where `kind` is told, for those who may know it."""
    say = look.say
    match change.what:
        case What.OFF:
            return say(f"rota.off_{kind}") if kind else say("rota.off")
        case What.SHIFT:
            return say("rota.shift_said", shift=change.shift or "")
        case What.POLICY:
            return say("rota.policy_said")
