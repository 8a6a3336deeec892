"""Status line: how the work stands, in one screen."""

from bot.cards import blocks
from bot.cards.actions import Lists, Press
from bot.cards.blocks import place
from bot.cards.look import Look
from bot.messenger import Block
from bot.rules.figures import Backlog, Standing

_MOST_TROUBLES = 10  # what a context block holds


def standing_line(standing: Standing, look: Look) -> str:
    """One line of counts."""
    return look.say.md(
        "commands.status",
        open=standing.open,
        urgent=standing.open_urgent,
        oldest=look.day_time(standing.oldest_open) if standing.oldest_open else "",
        in_hand=standing.in_hand,
        overdue=standing.overdue,
        waiting=standing.waiting,
        resolved=standing.resolved_today,
    )


def status_card(
    standing: Standing,
    backlog: Backlog,
    rows: list[Block],
    look: Look,
    rising: str = "",
    incidents: tuple[int, int] = (0, 0),
) -> list[Block]:
    """The counts, the most pressing cases by name, the ways on; what rises in chats, if anything does.

    The queue only when it is not well.
    """
    say = look.say
    ways = [blocks.button(say(f"buttons.{one}"), f"{Press.LIST}:{one}", one) for one in Lists]
    return [
        blocks.section(standing_line(standing, look)),
        *_incidents(incidents, look),
        *rows,
        *([blocks.section(rising)] if rising else []),
        blocks.actions("ways", ways),
        *_queue(backlog, look),
    ]


def _incidents(incidents: tuple[int, int], look: Look) -> list[Block]:
    """How many go on, and how many of them are of safety."""
    count, unsafe = incidents
    return [blocks.context(look.say.md("incidents.status", count=count, unsafe=unsafe))] if count else []


def _queue(backlog: Backlog, look: Look) -> list[Block]:
    unwell = []
    if backlog.late and backlog.oldest:
        unwell.append(look.say.md("commands.queue_late", count=backlog.waiting, oldest=look.day_time(backlog.oldest)))
    for one in backlog.broken:
        key = "commands.queue_workspace" if one.channel == "*" else "commands.queue_broken"
        facts = {"place": place(one.channel), "why": one.because[:100], "since": look.day_time(one.since)}
        unwell.append(look.say.md(key, **facts))
    if backlog.dead:
        unwell.append(look.say.md("commands.queue_dead", count=backlog.dead))
    return [blocks.context(*unwell[:_MOST_TROUBLES])] if unwell else []
