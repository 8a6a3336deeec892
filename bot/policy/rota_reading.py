"""Rota reading: whom an event of a calendar is about, and whether it says that they are off or on another shift."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.policy.model import Policy
from bot.policy.rota import Off

# In this order: 病假 and 培训 say more than 假.
_OFF: dict[Off, tuple[str, ...]] = {
    Off.SICK: ("病假", "病休", "sick", "sick leave", "sick day"),
    Off.TRAINING: ("培训", "training"),
    Off.LEAVE: (
        *("休假", "请假", "年假", "事假", "婚假", "产假", "陪产假", "育儿假", "丧假", "调休", "轮休", "休息", "放假"),
        *("leave", "annual leave", "vacation", "holiday", "off", "day off", "out of office", "pto"),
    ),
}
_TAKEN_BACK = ("取消", "cancelled", "canceled")
_LATIN = re.compile(r"[a-z0-9]", re.IGNORECASE)


@dataclass(frozen=True)
class Said:
    """What an event says: off and why, or a shift. `unclear` names the words where it says both, or takes it back."""

    kind: Off | None = None
    shift: str | None = None
    unclear: tuple[str, ...] = ()

    @property
    def is_nothing(self) -> bool:
        """Neither off nor a shift was found in it."""
        return self.kind is None and self.shift is None and not self.unclear


def people_in(summary: str, invited: Sequence[str], calendar: str, policy: Policy) -> list[str]:
    """Who it is about: those named in its title; else whoever is invited; else whose calendar it is. User ids.

    `invited` are mail addresses and names. People are known by the policy's name and by what it says calendars call
    them.
    """
    named = _known(policy)
    titled = [named[one] for one in _found(summary, named)]
    asked = [named[one.casefold().strip()] for one in invited if one.casefold().strip() in named]
    owners = [named[one] for one in _found(calendar, named)]
    return list(dict.fromkeys(titled or asked or owners))


def said_in(words: str, policy: Policy) -> Said:
    """What the title and the categories of an event say; people's names are not heard as words."""
    text = _without(words, _known(policy))
    shifts = _found(text, {name.casefold(): name for name in policy.shifts})
    kinds = [kind for kind, signs in _OFF.items() if _found(text, dict.fromkeys(signs, kind))]
    back = [one for one in _TAKEN_BACK if _is_in(one, text)]
    if back or len(shifts) > 1 or (shifts and kinds):
        return Said(unclear=(*back, *shifts, *kinds))
    if kinds:
        return Said(kind=kinds[0])
    return Said(shift=next(name for name in policy.shifts if name.casefold() == shifts[0])) if shifts else Said()


def _known(policy: Policy) -> dict[str, str]:
    """User ids by everything that people are called; a name that two have is nobody's."""
    owners: dict[str, set[str]] = {}
    for user, who in policy.people.items():
        for name in (who.name, user, *who.calendar):
            if name.strip():
                owners.setdefault(name.casefold().strip(), set()).add(user)
    return {name: next(iter(users)) for name, users in owners.items() if len(users) == 1}


def _found(text: str, names: Iterable[str]) -> list[str]:
    """Which of them stand in the text, the longest first; what lies within a longer one is not found by itself."""
    rest, found = text.casefold(), []
    for name in sorted(names, key=lambda one: (-len(one), one)):
        if _is_in(name, rest):
            found.append(name)
            rest = _cut(name, rest)
    return found


def _without(text: str, names: Iterable[str]) -> str:
    rest = text.casefold()
    for name in sorted(names, key=len, reverse=True):
        rest = _cut(name, rest)
    return rest


def _is_in(name: str, text: str) -> bool:
    return _pattern(name).search(text.casefold()) is not None


def _cut(name: str, text: str) -> str:
    return _pattern(name).sub(" ", text)


def _pattern(name: str) -> re.Pattern[str]:
    """Latin words are found whole only: no "off" in "office"; Chinese ones anywhere."""
    begin = "(?<![a-z0-9])" if _LATIN.match(name[0]) else ""
    end = "(?![a-z0-9])" if _LATIN.match(name[-1]) else ""
    return re.compile(begin + re.escape(name.casefold()) + end)
